// Commands that aren't answered yet, in order: in this page's memory, and in storage until they are (spec widget §3).
import type { ApiError, Command, IdentifyArgs } from '../../internal/wire/wire.ts'
import type { Claim } from './claim.ts'
import { emit } from './events.ts'
import { byteLength } from './json.ts'
import { batchBytes, entryMs, passingMs } from './limits.ts'
import { randomId } from './random.ts'
import { name } from './site.ts'
import { erase, keys, read, write } from './storage.ts'
import { flying } from './transport.ts'
import { who } from './visitor.ts'

/**
 * c: the command; v: the visitor it was said under, if there was one; t: when, in unix milliseconds; ok and no settle
 * its promise, where the page that made it still waits (stored as JSON, functions fall away).
 */
export interface Entry { c: Command; v?: string; t: number; ok?: (ok: unknown) => void; no?: (error: ApiError) => void }

export let queue: Entry[] = []

const keyOf = (id: string) => name + ':' + id

/** Whether a call says who somebody is. */
export const isClaim = (c: Command): c is Claim & { id: string } => !!(c as { args?: IdentifyArgs }).args?.traits

const keep = (entry: Entry) => write(keyOf(entry.c.id), entry)

type Call = Command extends infer C ? C extends { id: string } ? Omit<C, 'id'> : never : never

/** Queues a call; the promise settles with its answer. One that no batch could hold is rejected at once. */
export const put = (call: Call): Promise<unknown> => new Promise((ok, no) => {
  const t = Math.max(Date.now(), ...queue.map(e => e.t + 1)) // in order, whatever the clock does
  const entry = { c: { id: randomId(), ...call } as Command, v: who.id, t, ok, no }
  if (byteLength(entry.c) > batchBytes) return no({ code: 'too_large', message: 'The call is too large.', limit: batchBytes })
  queue.push(entry)
  keep(entry)
})

/** Brings back what earlier pages left unanswered, oldest first. */
export const recall = (): void => {
  queue = keys(keyOf('')).flatMap(key => read<Entry>(key) || []).sort((a, b) => a.t - b.t)
  drop('expired', e => e.t < Date.now() - (isClaim(e.c) || e.c.call === 'reset' ? entryMs : passingMs))
  disown(who.id)
}

/** Takes out an entry that is answered and settles its promise. A reset of a visitor that is fenced has come true. */
export const settle = (entry: Entry, done: unknown, error?: ApiError): void => {
  const { c, ok, no } = entry
  queue = queue.filter(e => e !== entry)
  erase(keyOf(c.id))
  const dead = error && /fenced|expired/.test(error.code)
  if (!error || dead && c.call === 'reset') return ok?.(done)
  if (dead && isClaim(c)) emit('identityRejected', error)
  no?.(error)
}

/** Takes entries out and rejects their promises. */
export const refuse = (entries: Entry[], error: ApiError): void => {
  for (const e of entries) settle(e, { visitor_id: who.id }, error)
}

const drop = (code: string, which: (entry: Entry) => unknown): void => {
  refuse(queue.slice(flying).filter(which), { code, message: 'The call came too late.' })
}

/** The visitor is this one now, by another tab's doing: what was said under an earlier one is void. */
export const disown = (id?: string): void => drop('fenced', e => e.v && e.v !== id)

/** This page's own call made a new visitor: what was said after it is said by that one. */
export const relabel = (id: string): void => {
  for (const e of queue) {
    e.v = id
    keep(e)
  }
}

/** The first batch of these entries: as many as fit, at least one. */
export const batch = (entries: Entry[]): Entry[] => {
  let room = batchBytes
  return entries.filter((e, i) => (room -= byteLength(e.c)) >= 0 || !i)
}

/** A reset waits for its answer. */
export const isAway = (): boolean => queue.some(e => e.c.call === 'reset')
