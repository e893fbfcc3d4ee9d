import { createHmac } from 'node:crypto'

// Makes a token, valid for an hour, for Nametag('identify', { external_id: id, token }). On your server only: the secret
// is that of a signing key for tokens. An id or email that is undefined, null or '' is left out; emailVerified says
// whether the user has confirmed the email.
export function nametagToken(id, email, emailVerified, secret) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(Date.now() / 1000)
  const claims = { iat: now, exp: now + 3600 }
  if (id) claims.sub = String(id)
  if (email) Object.assign(claims, { email, email_verified: emailVerified })
  const signed = part({ alg: 'HS256', typ: 'JWT' }) + '.' + part(claims)
  return signed + '.' + createHmac('sha256', secret).update(signed).digest('base64url')
}
