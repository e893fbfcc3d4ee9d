// Calls that aren't answered yet, in order: in this page's memory, and in storage until they are (spec widget §3).
import { stringify } from './json.ts'
import type { ApiError, Outcome, Said } from '../../internal/wire/wire.ts'
import { explain } from './debug-mode.ts'
import { emit } from './events.ts'
import { tick } from './life.ts'
import { batchBytes } from './limits.ts'
import { name } from './site.ts'
import { erase, keys, read, write } from './storage.ts'
import { who } from './visitor.ts'

/** A command as it is sent. ok and no settle its promise where the page that made it still waits; JSON leaves them out. */
export interface Entry extends Said { ok?: (ok: unknown) => void; no?: (error: ApiError) => void }

export let queue: Entry[] = []
let count = 0 // of calls that were made in the same millisecond, and all others

/** What it weighs, in bytes. */
const weigh = (entry: Entry) => new Blob([stringify(entry)]).size

export const keep = (entry: Entry): void => write(name + ':' + entry.id, entry)

/** Queues a call as the page made it; the promise settles with its answer. One that no batch could hold is rejected at once. */
export const put = (call: string, said: object): Promise<unknown> => new Promise((ok, no) => {
  const entry: Entry = JSON.parse(stringify({
    id: crypto.getRandomValues(new Uint32Array(4)).join('-'), call, said, as: who.id, at: Date.now() + (count += 0.001),
  }))
  if (weigh(entry) > batchBytes) return no({ code: 'too_large', message: 'Too large.', limit: batchBytes })
  queue.push({ ...entry, ok, no })
  keep(entry)
  queueMicrotask(tick) // calls made together travel together
})

/** Brings back what earlier pages left unanswered, oldest first. */
export const recall = (): void => {
  for (const key of keys(name + ':')) {
    const entry = read<Entry>(key)
    if (entry && !queue.some(e => e.id == entry.id)) queue.push(entry)
  }
  queue.sort((a, b) => a.at - b.at).forEach(keep)
}

/** Takes out an entry and settles its promise. */
export const settle = (entry: Entry, outcome: Outcome): void => {
  if (!queue.includes(entry)) return // it was sent twice, and is settled
  queue = queue.filter(e => e != entry)
  erase(name + ':' + entry.id)
  if (outcome.event) emit(outcome.event, outcome.error)
  if (outcome.error) entry.no?.(outcome.error)
  else entry.ok?.(outcome.ok)
  explain(entry, outcome)
}

/** The first batch of these entries: as many as fit, at least one. room is what is left of a request. */
export let room: number
export const batch = (entries: Entry[]): Entry[] => {
  room = batchBytes
  return entries.filter((e, i) => (room -= weigh(e)) >= 0 || !i)
}
