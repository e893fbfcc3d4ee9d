// The one global. It takes the place of the stub that a page may have put there, with all that waits in it.
import { call, calls } from './calls.ts'
import { on } from './events.ts'
import { guarded } from './guard.ts'

type Item = [args: Iterable<unknown>, ok?: (value: unknown) => void, no?: (error: unknown) => void]
interface Stub { (...args: unknown[]): unknown; q?: Item[]; identify?: unknown }
export interface Host { Nametag?: Stub }

/** Puts `Nametag` in place of the stub. */
export const install = (): void => {
  const page = window as Host
  const stub = page.Nametag
  const nametag = (name: string, ...args: unknown[]) => call(name, args)
  const q = stub?.q || []
  const queued = q.splice(0)
  const methods: { [name: string]: unknown } = { q }
  for (const name in calls) methods[name] = nametag.bind(page, name)
  methods.on = on
  // The stub pushes to Nametag.q whatever that is, so references to it that a page took earlier keep working.
  q.push = (...items) => items.forEach(run) as never
  page.Nametag = Object.assign(nametag, methods) as Stub
  Object.assign(stub || {}, methods)
  queued.forEach(run)
}

const run = (item: Item): void => {
  guarded(() => {
    const [[name, ...args], ok, no] = item
    call(name as string, args).then(ok, no)
  })
}
