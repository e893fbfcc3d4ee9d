// compat/servicebell.js: pages that were written for ServiceBell (vendors/servicebell.md).
import '../main.ts'
import { drain, idle, isId, isObject, nametag, patch, start, warn } from '../compat.ts'

interface ServiceBell { (method: string, ...args: unknown[]): void; q?: unknown; identify?: unknown }

const page = window as { ServiceBell?: ServiceBell }

let begun = false

const calls: { [method: string]: (...args: never[]) => unknown } = {
  /** Pages call it at every turn. */
  init(key: unknown) {
    if (!begun) {
      start(key)
      nametag('on', 'ready', () => tell('initialized'))
    }
    begun = true
  },
  /** Metadata counts only with an email in it; the id counts in any case. None is no log-out. */
  identify(id: unknown, metadata: unknown, hash: unknown) {
    const { email, displayName, avatar, tag, ...custom_data } = (isObject(metadata) ? metadata : {}) as { [key: string]: unknown }
    const said = email ? { email, name: displayName, avatar_url: avatar, tag, custom_data } : {}
    if (isObject(metadata) && !email) warn('no_email', 'ServiceBell("identify", …) leaves metadata out that has no email. Add the email.')
    if (email || isId(id)) nametag('identify', { external_id: isId(id) ? id : undefined, hash, ...said }).catch(error => tell('error', error))
  },
}
idle(calls, 'ServiceBell', 'dial alert bookMeeting hide show expand collapse connect disconnect showPopup startJourney')

const tell = (event: string, detail?: unknown) => dispatchEvent(new CustomEvent('sb:' + event, { detail }))

if (!page.ServiceBell?.identify) {
  const stub = page.ServiceBell
  const call: ServiceBell = page.ServiceBell = (method, ...args) => {
    if (Object.hasOwn(calls, method)) calls[method]!(...args as never[])
    else warn('not_here', `There is no ServiceBell("${method}").`)
  }
  for (const method in calls) patch([call, stub], method, call.bind(page, method))
  call.q = drain(stub, ([method, args]: [string, unknown[]]) => call(method, ...args))
}
