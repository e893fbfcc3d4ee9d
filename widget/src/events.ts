// What a page can listen for. Listeners run on their own: one that throws is the page's own unhandled rejection.
import { identity } from './visitor.ts'

export type Event = 'ready' | 'identityChanged' | 'identityExpired' | 'identityRejected' | 'reset'
type Listener = [event: Event, fn: (detail?: unknown) => void]

const listeners = new Set<Listener>()

export let isReady: () => void
/** Resolves once the server has answered. */
export const ready = new Promise<void>(done => { isReady = done })

/** Calls fn at each event, returns what stops that. Who asks for `ready` late is told at once. */
export const on = (event: Event, fn: Listener[1]): () => void => {
  const listener: Listener = [event, fn]
  listeners.add(listener)
  if (event === 'ready') void ready.then(() => listeners.has(listener) && tell(fn, identity()))
  return () => void listeners.delete(listener)
}

export const emit = (event: Event, detail?: unknown): void => {
  for (const [wanted, fn] of listeners) if (wanted === event) tell(fn, detail)
}

/** What is no function hears nothing. */
const tell = (fn: Listener[1], detail: unknown) => void Promise.resolve(detail).then(fn)
