// What a page can listen for. Listeners run on their own: one that throws is the page's own unhandled rejection.

export type Event = 'ready' | 'identityChanged' | 'identityExpired' | 'identityRejected' | 'reset'
type Listener = [event: Event, fn: (detail?: unknown) => void]

const listeners = new Set<Listener>()

export let isReady: (identity: unknown) => void
/** Resolves once, with what the page then knows of itself. */
export const ready = new Promise<unknown>(done => { isReady = done })

/** Calls fn at each event, returns what stops that. Who asks for `ready` late is told at once. */
export const on = (event: Event, fn: Listener[1]): () => void => {
  const listener: Listener = [event, fn]
  listeners.add(listener)
  if (event === 'ready') void ready.then(identity => listeners.has(listener) && fn(identity))
  return () => void listeners.delete(listener)
}

export const emit = (event: Event, detail?: unknown): void => {
  for (const [wanted, fn] of listeners) if (wanted === event) void Promise.resolve(detail).then(fn)
}
