import { createHmac } from 'node:crypto'

// Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of a
// signing key for json. An id or email that is undefined, null or '' is left out.
export function nametagHash(id, email, secret) {
  const message = JSON.stringify({ id: id || undefined, email: email || undefined })
  return createHmac('sha256', secret).update(message).digest('hex')
}
