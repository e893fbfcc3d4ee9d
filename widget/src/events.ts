// What a page can listen for. Listeners run on their own: one that throws is the page's own unhandled rejection.
import { identity } from './visitor.ts'

export type Event = 'ready' | 'identityChanged' | 'identityExpired' | 'identityRejected' | 'reset'
type Listener = [event: Event, fn: (detail?: unknown) => void]

const listeners = new Set<Listener>()
let answered = false

/** The server has answered. */
export const isReady = (): void => {
  if (!answered) emit('ready', identity())
  answered = true
}

/** Calls fn at each event, until what it gives is called. Who asks for `ready` late is told at once. */
export const on = (event: Event, fn: Listener[1]): () => unknown => {
  const listener: Listener = [event, fn]
  listeners.add(listener)
  if (event == 'ready' && answered) tell(listener, identity())
  return () => listeners.delete(listener)
}

export const emit = (event: Event, detail?: unknown): void => {
  listeners.forEach(listener => listener[0] == event && tell(listener, detail))
}

/** What is no function hears nothing. */
const tell = (listener: Listener, detail: unknown) => Promise.resolve(detail).then(listener[1])
