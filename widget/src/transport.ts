// One way in: calls go by POST, one batch in flight, and are sent again until answered (spec widget §3).
import { page } from './page.ts'
import type { Batch, Reply, Trust } from '../../internal/wire/wire.ts'
import { host, name, settings } from './site.ts'
import { begun, tick } from './life.ts'
import { sync, who } from './visitor.ts'
import { take } from './answer.ts'
import { batchBytes, pageLetters, requestMs, tooMany } from './limits.ts'
import { later, now } from './now.ts'
import { queue, weigh } from './outbox.ts'
import { stringify } from './json.ts'

let failures = 0
let due = 0 // when the server is asked who this browser is, even if no call waits; a time of now()
let pauseEnds = 0
let busyUntil = 0

/** Resolves when the latest request has come to something, good or bad. */
export let trip: Promise<void>

/**
 * The only request the widget makes: a POST that needs no preflight, carries no cookie, and outlives its page. Gives the
 * answer's JSON; rejects where none came and it is worth trying again.
 */
export const post = async (path: string, said: object): Promise<unknown> => {
  const reply = await fetch(host + path, {
    method: 'POST', body: stringify(said), keepalive: true, credentials: 'omit', referrerPolicy: 'origin',
  })
  const answer: unknown = await reply.json() // also of what says later: unread it would stay in flight
  if (reply.status < tooMany) return answer
}

/** Has the server asked who this is at a time of now(), even if no call waits. */
export const greet = (at: number): unknown => due = at

/**
 * Takes what the server says by itself. Where the token is dead, or an older one, or was found in the cookie without what
 * belongs to it, it is asked, in a moment: another tab mostly stores who the browser is by then.
 */
export const hear = (push: unknown): unknown => (push as { welcome?: { trust: Trust } }).welcome?.trust == who.identity?.trust || greet(later(0))

/**
 * Sends what waits, unless something is in flight or a pause is due; with hurry the pause is over. A browser without a token
 * asks while no other tab asks the same, so that two tabs opened together become one visitor. (Origins without storage have
 * no locks either.)
 */
export const pump = (hurry?: unknown): void => {
  if (hurry) pauseEnds = 0
  if (now() > busyUntil && now() > pauseEnds && (now() >= due || queue[0])) {
    busyUntil = now() + requestMs
    trip = (who.token || !navigator.locks ? send() : navigator.locks.request(name, send).catch(send)).then(() => {
      busyUntil = 0
      tick()
    })
  }
}

/** Sends the first batch of what waits, as much as fits and at least one call, and takes in what comes back. */
const send = async (): Promise<void> => {
  sync()
  if (!begun) return // denied, or removed, while it waited for other tabs
  const token = who.token
  let room = batchBytes
  const entries = queue.filter((entry, i) => (room -= weigh(entry)) >= 0 || !i)
  due = 1 / 0
  try {
    take(await post('/v1/commands', {
      site: settings.site!, visitor: token, page: stringify(entries).length < pageLetters ? page() : undefined, sent_at: Date.now(), commands: entries,
    } satisfies Batch) as Reply, entries, token)
    failures = 0
  } catch {
    due = 0
    pauseEnds = later(failures++)
  }
}

/**
 * The page goes away: what isn't answered goes once more, in one request with what was said last, so that the order holds
 * whatever became of the one in flight. What doesn't fit into it stays in the journal, for the next page.
 */
export const flush = (): unknown => queue[0] && send()
