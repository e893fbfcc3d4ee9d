import { createHmac } from 'node:crypto'

/** A token as a customer's server makes it, for an hour; without `kid` as the snippets do. */
export function token({ kid, secret }: { kid?: string; secret: string }, claims: object): string {
  const now = Math.floor(Date.now() / 1000)
  const spell = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const signed = `${spell({ alg: 'HS256', typ: 'JWT', kid })}.${spell({ iat: now, exp: now + 3600, ...claims })}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}
