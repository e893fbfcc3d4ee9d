import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { signal, type ReadonlySignal } from '@preact/signals'
import { ago, clockTime, exact, spoken, stopwatch } from '../../words/time.ts'

/** The panel's one ticker, for all that tells a time. */
export const Now = createContext<ReadonlySignal<number>>(signal(0))

export function useNow(): number {
  return useContext(Now).value
}

/** "12 s ago", ticking, with the exact time in a tooltip. */
export function Ago({ at }: { at: number }) {
  const now = useNow()
  return <time dateTime={new Date(at).toISOString()} data-tip={exact(at)}>{ago(at, now)}</time>
}

/** "until 18:40", with the exact time in a tooltip. */
export function Until({ at }: { at: number }) {
  const now = useNow()
  return <time dateTime={new Date(at).toISOString()} data-tip={exact(at)}>until {clockTime(at, now)}</time>
}

/** A stopwatch that runs from `since`, or has stopped at `until`. */
export function Stopwatch({ since, until }: { since: number; until?: number | undefined }) {
  const now = useNow()
  const ms = (until ?? now) - since
  return <span class="stopwatch" role="timer" aria-live="off" aria-label={`on the site for ${spoken(ms)}`}>{stopwatch(ms)}</span>
}

const freshMs = 5000

/** Marks what changed a moment ago. */
export function JustNow({ at }: { at: number }) {
  const age = useNow() - at
  return age < freshMs ? <span class="now-mark">now</span> : null
}
