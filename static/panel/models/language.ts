import { signal, type ReadonlySignal } from '@preact/signals'
import { recall, remember } from './memory.ts'

/** The language in which the reader's own server is written: code is shown in it everywhere, also the next time. */
export interface Language {
  key: ReadonlySignal<string> // of static/snippets; one that isn't there any more is as good as none
  choose(key: string): void
}

const remembered = 'nametag-panel-language'

export function createLanguage(): Language {
  const key = signal(recall(remembered) ?? '')
  return {
    key,
    choose(chosen) {
      key.value = chosen
      remember(remembered, chosen)
    },
  }
}
