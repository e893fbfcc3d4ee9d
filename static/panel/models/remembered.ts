import { signal, type ReadonlySignal } from '@preact/signals'
import { recall, remember } from './memory.ts'

/** One choice of many, by its key, that this browser shows again the next time. */
export interface Remembered {
  key: ReadonlySignal<string> // one that isn't there any more is as good as none
  choose(key: string): void
}

export function createRemembered(name: string): Remembered {
  const key = signal(recall(name) ?? '')
  return {
    key,
    choose(chosen) {
      key.value = chosen
      remember(name, chosen)
    },
  }
}
