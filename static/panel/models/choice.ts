import { signal, type ReadonlySignal } from '@preact/signals'
import { recall, remember } from './memory.ts'

/** Something that is on or off as the agent chose, here and the next time. */
export interface Choice {
  on: ReadonlySignal<boolean>
  set(on: boolean): void
}

export function createChoice(name: string, unlessChosen: boolean): Choice {
  const before = recall(name)
  const on = signal(before === null ? unlessChosen : before === 'on')
  return {
    on,
    set(now) {
      on.value = now
      remember(name, now ? 'on' : 'off')
    },
  }
}
