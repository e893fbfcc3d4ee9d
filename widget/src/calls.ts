// The table of what a page can call. Every call gives a promise and none throws (spec widget §2).
import { begin, beginning, begun } from './begin.ts'
import { carry, identityToken, linkTo } from './carry.ts'
import { on } from './events.ts'
import { identify } from './identify.ts'
import { identity } from './identity.ts'
import { lookupCode } from './lookup.ts'
import { reset } from './reset.ts'
import { configure } from './site.ts'
import type { Settings } from './site.ts'
import { pump } from './transport.ts'
import { setAttributes, updateConnection } from './update.ts'

/** Names the site where no script tag does; once the widget has begun it changes nothing. */
const init = (settings: Settings = {}): void => {
  if (!begun) configure(settings)
  queueMicrotask(begin)
}

/** Begins in spite of `autoload: false`. */
const load = (): void => init({ autoload: true })

export const calls: { [name: string]: (...args: never[]) => unknown } = {
  init, load, on, identify, updateConnection, setAttributes, reset, logout: reset, lookupCode, identity, identityToken, linkTo, carry,
}

/** Runs a call by its name. */
export const call = (name: string, args: unknown[]): Promise<unknown> => {
  const result = outcome(name, args)
  result.catch(() => {}) // a page that doesn't listen must not meet an unhandled rejection
  return result
}

const outcome = async (name: string, args: unknown[]) => {
  if (!/^(init|load|on)$/.test(name)) {
    await beginning
    queueMicrotask(pump) // calls made together travel together
  }
  try {
    return await calls[name]!(...args as never[])
  } catch (error) {
    throw (error as { code?: string })?.code ? error : { code: calls[name] ? 'bad_value' : 'unknown_call', message: '' + error }
  }
}
