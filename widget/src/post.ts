// The only request the widget makes: a POST that needs no preflight, carries no cookie, and outlives its page.
import { requestMs } from './limits.ts'
import { host } from './site.ts'

/** Returns the answer's JSON, or undefined where none came and it is worth trying again. Never rejects. */
export const post = async (path: string, body: string): Promise<unknown> => {
  try {
    const signal = AbortSignal.timeout?.(requestMs)
    const r = await fetch(host + path, { method: 'POST', body, keepalive: true, credentials: 'omit', referrerPolicy: 'origin', signal })
    if (r.status < 500 && r.status !== 429) return await r.json()
  } catch { /* no answer */ }
}
