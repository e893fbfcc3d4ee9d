// The ladder of spec widget §4: localStorage, else sessionStorage, else this page's memory. It never throws.
import { guarded } from './guard.ts'

let shelf: { [key: string]: string | undefined } = {}

/** Takes the highest of the page's storages that accepts a probe. */
export const climb = (): void => {
  for (const open of [() => sessionStorage, () => localStorage]) {
    guarded(() => {
      const storage: Storage = open()
      storage.nametag = 1
      delete storage.nametag
      shelf = storage
    })
  }
}

/** Returns what was written, or undefined where there is nothing that can be read. */
export const read = <T>(key: string): T | undefined => guarded(() => JSON.parse(shelf[key]!) as T)

/** A storage that refuses a write, since it is full, is left for memory, with what it holds. */
export const write = (key: string, value: unknown): void => {
  const text = JSON.stringify(value)
  try {
    shelf[key] = text
  } catch {
    shelf = { ...shelf, [key]: text }
  }
}

export const erase = (key: string): void => {
  delete shelf[key]
}

/** The keys that begin with prefix. */
export const keys = (prefix: string): string[] => Object.keys(shelf).filter(k => k.startsWith(prefix))
