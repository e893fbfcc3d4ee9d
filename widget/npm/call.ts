// What becomes of a call: it waits in the queue until the widget answers, and whoever doesn't listen meets no error.
import { isHere, promise, put } from './queue.js'
import { comeFrom, fetchWidget, ownTag } from './script.js'
import type { ApiError, Events, Off, Settings } from './types.js'

const isBrowser = (): boolean => typeof document !== 'undefined'

/** Calls the widget, and fetches it unless it is on its way. */
export const call = <Answer>(name: string, args: unknown[] = []): Promise<Answer> => promise((ok, no) => {
  if (!isBrowser()) return no(noBrowser(name))
  put([[name, ...args], ok, no])
  fetchWidget()
})

/** On a server there is nothing to start, and modules that both sides share may well say this there. */
export const init = (said: Settings): Promise<void> => {
  if (!isBrowser()) return Promise.resolve()
  const { nonce, ...settings } = { ...said }
  const hasOwn = isHere() || !!ownTag()
  if (!hasOwn && !settings.site) return refused('site', settings.site, 'Its key is on the Install page of the panel.')
  if (!hasOwn || settings.host != null) {
    const server = originOf(settings.host)
    if (!server) return refused('host', settings.host, 'It is where your Nametag server is, like https://nametag.example.com.')
    comeFrom(server, nonce)
    settings.host = server
  }
  return call('init', [settings])
}

/** Tells fn of each event, until the function that this gives is called: an effect can return it as it is. */
export const on = <E extends keyof Events>(event: E, fn: (detail: Events[E]) => void): Off => {
  let isOn = true
  const listening = call<() => void>('on', [event, (detail: Events[E]) => { if (isOn) fn(detail) }])
  const off = () => {
    isOn = false
    listening.then(off => off(), () => {})
  }
  return Object.assign(() => off(), { then: ((ok, no) => listening.then(() => off).then(ok, no)) as Off['then'] })
}

const originOf = (address?: string): string | undefined => {
  try {
    const { origin, protocol } = new URL(address!)
    return /^https?:$/.test(protocol) ? origin : undefined
  } catch {
    return undefined
  }
}

/** Without the setting nothing ever loads, so the widget can't say what is wrong: this does. */
const refused = (field: string, value: unknown, help: string): Promise<void> => promise((_, no) => {
  const message = value ? `init can't use this ${field}.` : `init needs the ${field}.`
  console.warn(`Nametag: ${message} ${help}`)
  no({ code: value ? 'bad_value' : 'missing_field', message, field, help })
})

const noBrowser = (name: string): ApiError => ({
  code: 'no_browser',
  message: `${name} was called where there is no browser.`,
  help: 'Call it in an effect or an event handler: those run in the browser only.',
})
