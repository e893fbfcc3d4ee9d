// What a page can listen for. Listeners run on their own: one that throws is the page's own unhandled rejection.
import { identity } from './visitor.ts'

export type Event = 'ready' | 'identityChanged' | 'identityExpired' | 'identityRejected' | 'reset'
type Listener = [event: Event, fn: (detail?: unknown) => void]

const listeners = new Set<Listener>()

export let isReady: () => void
/** Resolves once the server has answered. */
export const ready = new Promise<void>(done => { isReady = done })

/**
 * Calls fn at each event. Gives what stops that, at once and, like every call, to who awaits it. Who asks for `ready`
 * late is told at once.
 */
export const on = (event: Event, fn: Listener[1]) => {
  const listener: Listener = [event, fn]
  listeners.add(listener)
  if (event === 'ready') void ready.then(() => listeners.has(listener) && tell(fn, identity()))
  const off = () => void listeners.delete(listener)
  return Object.assign(() => off(), { then: (done: (awaited: () => void) => unknown) => done(off) })
}

export const emit = (event: Event, detail?: unknown): void => {
  for (const [wanted, fn] of listeners) if (wanted === event) tell(fn, detail)
}

/** What is no function hears nothing. */
const tell = (fn: Listener[1], detail: unknown) => void Promise.resolve(detail).then(fn)
