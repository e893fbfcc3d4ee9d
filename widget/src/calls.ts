// The table of what a page can call. Every call gives a promise and none throws (spec widget §2).
import { identity, who } from './visitor.ts'
import { on } from './events.ts'
import { trip } from './transport.ts'
import { put, queue } from './outbox.ts'
import { reset } from './reset.ts'
import { consent } from './consent.ts'
import { begun, end, init } from './life.ts'
import { connected } from './presence.ts'
import { answered } from './said.ts'
import { guarded } from './guard.ts'

/** What is done here; the calls without a function go to the server as the page made them. */
export const calls: { [name: string]: ((...args: never[]) => unknown) | 0 } = {
  init, on, reset, logout: reset, consent,
  load: () => init({ autoload: true }),
  remove: () => {
    end()
    init({ autoload: false })
  },
  status: () => ({ loaded: begun, connected, waiting: queue.length }),
  identity: async () => {
    await 0 // what was called before goes out first
    if (!who.id) await trip
    return identity()
  },
  identify: 0, updateConnection: 0, setAttributes: 0, lookupCode: 0, identityToken: 0, linkTo: 0, carry: 0,
}

/** Runs a call by its name. */
export const call = (name: string, ...args: unknown[]): Promise<unknown> => {
  const said = { ...args }
  const result = (async () => calls[name] ? calls[name](...args as never[]) : answered(name, said) || put('' + name, said))()
  // Before the page sees it; and one that doesn't listen must not meet an unhandled rejection.
  result.catch((error: { code?: string }) => guarded(() => error.code ||= 'bad_value'))
  return result
}
