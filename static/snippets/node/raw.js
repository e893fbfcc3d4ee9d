import { createHmac } from 'node:crypto'

// Signs the bare id, or the bare email of somebody without an id, as for Intercom, Chatwoot or Crisp. On your server
// only: the secret is that of a signing key for raw-id or raw-email.
export function nametagRawHash(idOrEmail, secret) {
  return createHmac('sha256', secret).update(String(idOrEmail)).digest('hex')
}
