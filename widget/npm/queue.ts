// Where calls wait for the widget: the queue of the one-line stub (spec widget §1), so that a page may have the stub, the
// script tag and this package at once. The widget takes over what is in it, and from then on runs what comes.
import type { ApiError } from './types.js'

export type Item = [call: unknown[], ok: (answer: never) => void, no: (error: ApiError) => void]
interface Stub { (...call: unknown[]): unknown; q?: Item[]; identify?: unknown }

const page = () => window as { Nametag?: Stub }

/** Whether the widget is there. A stub has no methods. */
export const isHere = (): boolean => !!page().Nametag?.identify

let waiting: Item[] = [] // of this package, not of the page's own stub

/** Hands the widget a call, now or once it is there. */
export const put = (item: Item): void => {
  waiting = isHere() ? [] : [...waiting, item]
  push(item)
}

/** Rejects what waits. What named the site stays, for the widget may come yet. */
export const refuse = (error: ApiError): void => {
  const queue = page().Nametag?.q ?? []
  for (const item of waiting.filter(item => queue.includes(item))) {
    if (item[0][0] !== 'init') queue.splice(queue.indexOf(item), 1)
    item[2](error)
  }
  waiting = []
}

/** A promise whose rejection may go unheard. */
export const promise = <Answer>(settle: (ok: (answer: Answer) => void, no: (error: ApiError) => void) => void): Promise<Answer> => {
  const settled = new Promise(settle)
  settled.catch(() => {})
  return settled
}

/** Into the queue of the present: a reference that a page took of the stand-in works on behind the widget's back. */
const push = (item: Item) => {
  const stub = page().Nametag ??= standIn
  ;(stub.q ??= []).push(item)
}

const standIn: Stub = (...call) => promise((ok, no) => push([call, ok, no]))
