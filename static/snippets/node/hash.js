import { createHmac } from 'node:crypto'

// Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of a
// signing key for json. Leave email out if there is none.
export function nametagHash(id, email, secret) {
  const message = JSON.stringify({ id, email: email || undefined })
  return createHmac('sha256', secret).update(message).digest('hex')
}
