// One way in: calls go by POST, one batch in flight, and are sent again until answered (spec widget §3).
import { stringify } from './json.ts'
import type { Batch, Reply } from '../../internal/wire/wire.ts'
import { take } from './answer.ts'
import { tick } from './life.ts'
import { pageBytes, requestMs, tooMany } from './limits.ts'
import { later, now } from './now.ts'
import { batch, queue, room } from './outbox.ts'
import type { Entry } from './outbox.ts'
import { page } from './page.ts'
import { host, name, settings } from './site.ts'
import { sync, who } from './visitor.ts'

const path = '/v1/commands'

let busyUntil = 0
let due = true // a hello: the server is asked who this browser is, even if no call waits
export let failures = 0
let pauseEnds = 0

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
  if (reply.status < tooMany) return reply.json() // too many, and what is wrong with a server, mean later
}

/** Says hello, whether or not a call waits. */
export const greet = (): void => {
  tick(due = true)
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
  navigator.locks.request(name, () => {
    sync()
    return ask()
  }).catch(ask) // origins without storage have no locks either

/** Sends a batch and takes in what comes back. */
const send = async (entries: Entry[]): Promise<void> => {
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
  site: settings.site!, visitor: who.token, after: queue[queue.indexOf(commands[0]!) - 1]?.id, page: room > pageBytes ? page() : undefined, sent_at: Date.now(), commands,
})

/**
 * The page goes away: everything that wasn't sent goes now, behind what is in flight, so that the order holds
 * whichever arrives first. Without a token only the first batch: it alone can be known again by the server.
 */
export const flush = (): void => {
  for (let rest = queue; rest[0];) {
    const entries = batch(rest)
    if ('keepalive' in Request.prototype) void send(entries)
    else navigator.sendBeacon(host + path, stringify(spell(entries)))
    rest = who.token ? rest.slice(entries.length) : []
  }
}
