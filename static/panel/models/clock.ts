import { signal, type ReadonlySignal } from '@preact/signals'

/** The one ticker of the panel. Everything that tells a time reads `now`. */
export interface Clock {
  now: ReadonlySignal<number> // unix milliseconds by the server's clock; moves once a second
  read(): number // the same, this very moment
  set(server: number): void // what the server says the time is, against clocks that are wrong
  start(): () => void
}

export function createClock(): Clock {
  let ahead = 0
  const read = () => Date.now() + ahead
  const now = signal(read())
  const tick = () => { now.value = read() }
  return {
    now,
    read,
    set(server) {
      ahead = server - Date.now()
      tick()
    },
    start() {
      const timer = setInterval(tick, 1000)
      return () => clearInterval(timer)
    },
  }
}
