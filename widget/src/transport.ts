// One way in: commands go by POST, one batch in flight, and are sent again until answered (spec widget §3).
import type { ApiError, Batch, BatchAnswer } from '../../internal/wire/wire.ts'
import { accept } from './answer.ts'
import { backoff } from './backoff.ts'
import { isReady } from './events.ts'
import { byteLength, wellFormed } from './json.ts'
import { withPageBytes } from './limits.ts'
import { batch, queue, refuse } from './outbox.ts'
import type { Entry } from './outbox.ts'
import { page } from './page.ts'
import { post } from './post.ts'
import { host, site } from './site.ts'
import { alone } from './tabs.ts'
import { who } from './visitor.ts'

const path = '/v1/commands'

export let busy = false
/** So many calls, from the first on, are sent and wait for an answer. */
export let flying = 0
let due = true // a hello: the server is asked who this browser is, even if no call waits
let failures = 0
let timer = 0
/** Resolves when the latest request has come to something, good or bad. */
export let trip: Promise<void>

/** Says hello, whether or not a call waits. */
export const greet = (): void => {
  due = true
  pump()
}

/** Sends what waits, unless something is in flight or a pause is due. */
export const pump = (): void => {
  if (busy || timer || !due && !queue.length) return
  busy = true
  trip = alone(() => send(batch(queue))).then(() => {
    busy = false
    pump()
  })
}

/** Tries now instead of at the end of a pause. */
export const hurry = (): void => {
  clearTimeout(timer)
  timer = 0
  pump()
}

const pause = (): void => {
  due = true
  timer = setTimeout(hurry, backoff(failures++)) as unknown as number
}

/** Sends a batch and takes in what comes back. */
const send = async (entries: Entry[]): Promise<void> => {
  const { token } = who
  due = false
  flying = entries.length
  const reply = await post(path, spell(entries)) as Partial<BatchAnswer> & { error?: ApiError } | undefined
  flying = 0
  if (reply?.error) refuse(entries, reply.error) // the whole request, for good
  else if (!reply?.visitor || !accept(reply as BatchAnswer, token) && entries.length) pause()
  else {
    failures = 0
    isReady()
  }
}

/** The page rides along where it fits. */
const spell = (entries: Entry[]): string => {
  const said: Batch = { site, visitor: who.token || null, page: page(), commands: entries.map(e => e.c) }
  if (byteLength(said) > withPageBytes) delete said.page
  return wellFormed(said)
}

/**
 * The page goes away: everything that wasn't sent goes now, behind what is in flight, so that the order holds
 * whichever arrives first. Without a token only the first batch: it alone can be known again by the server.
 */
export const flush = (): void => {
  for (let rest = queue; rest.length;) {
    const entries = batch(rest)
    if ('keepalive' in Request.prototype) void send(entries)
    else navigator.sendBeacon(host + path, spell(entries))
    rest = who.token ? rest.slice(entries.length) : []
  }
}
