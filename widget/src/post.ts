// The only request the widget makes: a POST that needs no preflight, carries no cookie, and outlives its page.
import { requestMs, tooMany } from './limits.ts'
import { host } from './site.ts'

/** Returns the answer's JSON, or undefined where none came and it is worth trying again. Never rejects. */
export const post = async (path: string, body: string): Promise<unknown> => {
  try {
    const r = await fetch(host + path, {
      method: 'POST', body, keepalive: true, credentials: 'omit', referrerPolicy: 'origin', signal: AbortSignal.timeout?.(requestMs),
    })
    if (r.status < tooMany) return await r.json() // too many, and what is wrong with a server, mean later
  } catch { /* no answer */ }
}
