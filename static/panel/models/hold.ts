import { computed, effect, signal, untracked, type ReadonlySignal } from '@preact/signals'
import type { Listing } from './listing.ts'
import type { Shown } from './visitors.ts'

/**
 * Nothing shifts under the pointer (spec live §6): while held, what is on the screen stays where it is, whatever the list
 * does. A held list lets go by itself once the pointer has rested for `restMs`: a forgotten mouse must not stop
 * a wall screen.
 */
export interface Hold {
  shown: ReadonlySignal<Shown | null>
  waiting: ReadonlySignal<number> // rows of the list that aren't shown yet
  keeps(id: string): boolean
  set(on: boolean): void
}

const restMs = 30_000
type Held = Shown & { ask: number }

export function createHold(listing: ReadonlySignal<Listing | null>): Hold {
  const held = signal<Held | null>(null)
  let rest: ReturnType<typeof setTimeout> | undefined
  let last: Shown | null = null // the same object while the order is the same: contents have signals of their own
  const shown = computed<Shown | null>(() => {
    const now = listing.value
    const next = now && (held.value?.ask === now.ask ? held.value : asItIs(now))
    if (!isSame(last, next)) last = next
    return last
  })
  const waiting = computed(() => {
    const now = listing.value
    if (!held.value || !now) return 0
    const seen = new Set(shown.value?.order)
    return now.order.filter(id => !seen.has(id)).length
  })
  // Whoever scrolls to another window, or looks for something else, lets go: the eye has moved on.
  effect(() => {
    const now = listing.value
    untracked(() => { if (held.peek() && held.peek()?.ask !== now?.ask) held.value = now && asItIs(now) })
  })
  function release() {
    clearTimeout(rest)
    held.value = null
  }
  return {
    shown,
    waiting,
    keeps: id => held.peek()?.order.includes(id) ?? false,
    set(on) {
      clearTimeout(rest)
      if (!on) return release()
      rest = setTimeout(release, restMs)
      const now = listing.peek()
      if (!held.peek() && now) held.value = asItIs(now)
    },
  }
}

function asItIs({ ask, first, order, counts }: Listing): Held {
  return { ask, first, order, total: counts.total }
}

function isSame(a: Shown | null, b: Shown | null): boolean {
  return a?.first === b?.first && a?.order === b?.order && a?.total === b?.total
}
