import { batch, signal, type ReadonlySignal } from '@preact/signals'
import { asFailure, type Failure } from './api.ts'

/** One thing that the server tells, as it last told it. */
export interface Asked<T> {
  value: ReadonlySignal<T | null> // null: not told yet
  failure: ReadonlySignal<Failure | null> // why it couldn't be asked last; what it told before stays
  load(): Promise<void>
  know(value: T): void // something else told it
  forget(): void // another site
}

/** An answer counts only if nothing newer was asked, told or forgotten meanwhile. */
export function createAsked<T>(ask: () => Promise<T>): Asked<T> {
  const value = signal<T | null>(null)
  const failure = signal<Failure | null>(null)
  let turn = 0
  function set(now: T | null) {
    turn++
    batch(() => {
      value.value = now
      failure.value = null
    })
  }
  return {
    value, failure,
    async load() {
      const mine = ++turn
      try {
        const told = await ask()
        if (mine === turn) set(told)
      } catch (thrown) {
        if (mine === turn) failure.value = asFailure(thrown)
      }
    },
    know: set,
    forget: () => set(null),
  }
}
