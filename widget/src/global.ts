// The one global. It takes the place of the stub that a page may have put there, with all that waits in it.
import { call, names } from './calls.ts'
import { on } from './events.ts'
import { guarded } from './guard.ts'

type Item = [args: Iterable<unknown>, ok?: (value: unknown) => void, no?: (error: unknown) => void]
interface Nametag { (name: string, ...args: unknown[]): unknown; q?: { push: (item: Item) => unknown }; [method: string]: unknown }
export interface Host { Nametag?: Nametag & { q?: Item[]; identify?: unknown } }

/** Puts `Nametag` in place of the stub. */
export const install = (): void => {
  const waiting = (window as Host).Nametag?.q || []
  const nametag: Nametag = (window as Host).Nametag = call as never
  for (const name of names) nametag[name] = call.bind(window, name)
  nametag.on = on
  nametag.q = { push: run } // the stub goes on pushing to it, so references that a page took earlier keep working
  waiting.forEach(run)
}

const run = (item: Item): unknown => guarded(() => call(...item[0] as [string]).then(item[1], item[2]))
