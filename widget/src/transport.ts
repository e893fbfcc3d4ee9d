// One way in: calls go by POST, one batch in flight, and are sent again until answered (spec widget §3).
import { batch, queue } from './outbox.ts'
import type { Batch, Reply } from '../../internal/wire/wire.ts'
import { tick } from './life.ts'
import { page } from './page.ts'
import { take } from './answer.ts'
import { later, now } from './now.ts'
import { stringify } from './json.ts'
import type { Entry } from './outbox.ts'
import { pageLetters, requestMs, tooMany } from './limits.ts'
import { host, name, settings } from './site.ts'
import { sync, who } from './visitor.ts'

const path = '/v1/commands'

let pauseEnds = 0
let failures = 0
let busyUntil = 0
let due = true // a hello: the server is asked who this browser is, even if no call waits

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

/** Says hello in a moment, whether or not a call waits: another tab mostly stores who the browser is by then. */
export const greet = (): void => {
  due = true
  pauseEnds = later(0)
}

/** Sends what waits, unless something is in flight or a pause is due; with hurry the pause is over. */
export const pump = (hurry?: unknown): void => {
  if (hurry) pauseEnds = 0
  if (now() > busyUntil && now() > pauseEnds && (due || queue[0])) {
    busyUntil = now() + requestMs
    trip = alone(() => send(batch(queue))).then(() => {
      busyUntil = 0
      tick()
    })
  }
}

/**
 * Runs the question of a browser that has no token while no other tab asks the same, so that two tabs opened
 * together become one visitor. With a token, or without locks, it runs at once.
 */
const alone = (ask: () => Promise<void>): Promise<void> => who.token || !navigator.locks ? ask() :
  navigator.locks.request(name, ask).catch(ask) // origins without storage have no locks either

/** Sends a batch and takes in what comes back. */
const send = async (entries: Entry[]): Promise<void> => {
  sync()
  const { token } = who
  due = false
  try {
    take(await post(path, spell(entries)) as Reply, entries, token)
    failures = 0
  } catch {
    due = true
    pauseEnds = later(failures++)
  }
}

/** The page rides along where it fits. */
const spell = (commands: Entry[]): Batch => ({
  site: settings.site!, visitor: who.token, page: stringify(commands).length < pageLetters ? page() : undefined, sent_at: Date.now(), commands,
})

/**
 * The page goes away: what isn't answered goes once more, in one request with what was said last, so that the order holds
 * whatever became of the one in flight. What doesn't fit into it stays in the journal, for the next page.
 */
export const flush = (): void => {
  if (queue[0]) void send(batch(queue))
}
