// Calls that aren't answered yet, in order: in this page's memory, and in its journal in storage until they are (spec
// widget §3).
import { rest } from './said.ts'
import type { ApiError, Identified, Outcome, Said } from '../../internal/wire/wire.ts'
import { erase, journals, read, write } from './storage.ts'
import { name } from './site.ts'
import type { Visitor } from './visitor.ts'
import { guarded } from './guard.ts'
import { batchBytes, mostCalls } from './limits.ts'
import { begun, tick } from './life.ts'
import { explain } from './debug-mode.ts'
import { tab } from './presence.ts'
import { emit } from './events.ts'
import { stringify } from './json.ts'
import { stored, who } from './visitor.ts'

/** A command as it is sent. ok and no settle its promise where the page that made it still waits; JSON leaves them out. */
export interface Entry extends Said { ok?: (ok: unknown) => void; no?: (error: ApiError) => void }

export let queue: Entry[] = []
let last: Entry | undefined // behind which the page speaks, while that waits

/** What it weighs, in bytes. */
export const weigh = (entry: Entry) => new Blob([stringify(entry)]).size

/** Queues a call as the page made it; the promise settles with its answer. What no batch could hold is rejected at once. */
export const put = (call: string, said: object): Promise<unknown> => new Promise((ok, no) => {
  const entry: Entry = JSON.parse(stringify({
    id: crypto.getRandomValues(new Uint32Array(4)).join('-'), call, said, as: queue.includes(last!) ? last!.id : begun ? who.id || who.token : null, at: Date.now(),
  }))
  if (weigh(entry) > batchBytes || queue[mostCalls] && call != 'reset') return no({ code: 'too_large', message: call })
  queue.push(last = { ...entry, ok, no })
  queueMicrotask(tick) // calls made together travel together
})

/** Writes the page's journal. (Where nothing changes, no other tab hears of it.) */
export const journal = (): unknown => queue[0] ? write(name + tab, queue) : erase(name + tab)

/** Takes over what is in the journals of other pages, oldest first. The page speaks behind it: who is here may have changed. */
export const recall = (): void => {
  const others = journals()
  others.forEach(key => guarded(() => read<Entry[]>(key)!.forEach(entry => queue.some(e => e.id == entry.id) || entry.at && queue.push(entry))))
  queue.sort((a, b) => a.at - b.at)
  journal() // before they go: a page may end at any moment, and what it wrote last isn't kept then
  others.forEach(erase)
  goOn(stored())
}

/** What is called from here on is said by this visitor, behind what waits of it already; not behind what was said by others. */
export const goOn = ({ id, token }: Visitor): void => {
  last = undefined
  // The calls behind which that visitor still speaks, the latest first: they say its id, its token, or '' of before it was known, unless that ended with a reset.
  let here: (string | undefined)[] = [id || token, token, (id! > 'v' && '') as string]
  for (const entry of queue) {
    entry.as ??= here[0]
    if (here.includes(entry.as)) here = [(last = entry).id, ...entry.call[8] ? here : []] // what may fence has a short name (so has linkTo; a uniqueId isn't looked for)
  }
}

/** Takes out an entry and settles its promise. */
export const settle = (entry: Entry, outcome: Outcome): void => {
  if (!queue.includes(entry)) return // it was sent twice, and is settled
  queue = queue.filter(e => e != entry)
  for (const next of queue) if (next.as == entry.id) next.as = (outcome.ok as Identified | undefined)?.visitor_id || entry.as
  rest(entry.call, entry.said, outcome)
  if (outcome.event) emit(outcome.event, outcome.error)
  if (outcome.error) entry.no?.(outcome.error)
  else entry.ok?.(outcome.ok)
  explain(entry, outcome)
}
