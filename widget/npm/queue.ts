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
  const stub = page().Nametag ??= standIn()
  waiting = isHere() ? [] : [...waiting, item]
  ;(stub.q ??= []).push(item)
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

const standIn = (): Stub => {
  const stub: Stub = (...call) => new Promise((ok, no) => { (stub.q ??= []).push([call, ok, no]) })
  return stub
}
