// compat/servicebell.js: pages that were written for ServiceBell (vendors/servicebell.md).
import '../main.ts'
import { drain, idle, isId, isObject, nametag, patch, start, warn } from '../compat.ts'

interface ServiceBell { (method: string, ...args: unknown[]): unknown; q?: unknown }

const page = window as { ServiceBell?: ServiceBell }

let hearing: unknown

const calls: { [method: string]: (...args: never[]) => unknown } = {
  __proto__: null as never, // so that nothing but what stands here is a call
  /** Pages call it at every turn, and some before they know their key. */
  init(key: unknown) {
    start(key)
    hearing ||= nametag('on', 'ready', () => tell('initialized'))
  },
  /** Metadata counts only with an email in it; the id counts in any case. None is no log-out. */
  identify(id: unknown, metadata: unknown, hash: unknown) {
    const { email, displayName, avatar, tag, ...custom_data } = (isObject(metadata) ? metadata : {}) as { [key: string]: unknown }
    const said = email ? { email, name: displayName, avatar_url: avatar, tag, custom_data } : {}
    if (isObject(metadata) && !email) warn('no_email', 'ServiceBell("identify", …) leaves metadata out that has no email. Add the email.')
    if (email || isId(id)) {
      const proof = hash ? '' + hash : null // what isn't a hash proves nothing, and hinders nothing
      nametag('identify', { external_id: isId(id) ? id : undefined, hash: proof, ...said }).catch(error => tell('error', error))
    }
  },
  /** Gives whether the visitor is on the journey now. */
  async startJourney() {
    warn('not_here', "ServiceBell's startJourney does nothing here.")
    return false
  },
}
idle(calls, 'ServiceBell', 'dial alert bookMeeting hide show expand collapse connect disconnect showPopup')

const tell = (event: string, detail?: unknown) => dispatchEvent(new CustomEvent('sb:' + event, { detail }))

const call: ServiceBell = (method, ...args) => {
  try {
    if (calls[method]) return calls[method](...args as never[])
    warn('not_here', `There is no ServiceBell("${method}").`)
  } catch (error) { // of what the page passed
    tell('error', error)
  }
}

// What waits in a stub is an array, if it has any yet. Else a copy of this script was first.
const stub = page.ServiceBell
if (!stub?.q || Array.isArray(stub.q)) {
  for (const method in calls) patch([call, stub], method, call.bind(page, method))
  patch([page], 'ServiceBell', call)
  // [method, [args]], or [method, ...args], as other vendors' stubs have it.
  call.q = drain(stub, ([method, ...args]: [string, ...unknown[]]) => call(method, ...isObject(args[0]) && 'length' in args[0] ? args[0] as never : args))
}
