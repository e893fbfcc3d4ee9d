// compat/convot.js: pages that were written for Convot, whose push takes Crisp's grammar (vendors/convot.md).
import '../main.ts'
import type { Host } from '../main.ts'
import { idle, isId, isObject, nametag, patch, start, warn } from '../compat.ts'
import { guarded } from '../guard.ts'
import { stringify } from '../json.ts'

interface Fields { [key: string]: unknown }
interface Push { (...items: never[]): void; push?: Push; trigger?: unknown }
interface Convot { app_id?: unknown; push?: Push; q?: Push; [method: string]: unknown }

const page = window as { Convot?: Convot; CONVOT_READY_TRIGGER?: unknown }
const pushed: Fields = { __proto__: null, 'user:email': 'email', 'user:nickname': 'name', 'user:phone': 'phone', 'user:avatar': 'avatar_url', 'user:company': 'company' }

let pending: Fields[] = [] // what was pushed in this moment
let named = false // whether whom it is about is among that, as its first

/**
 * What is pushed in one moment is said at its end, and first whom it is about: else a name that is pushed before its email
 * would land on whoever was here before. Another email begins another moment.
 */
const pend = (said: Fields, names?: unknown) => {
  if (names && named) flush()
  if (names) named = !!pending.unshift(said)
  else pending.push(said)
  queueMicrotask(() => guarded(flush))
}

const flush = () => {
  const all = pending
  pending = []
  named = false
  for (const said of all) nametag(isId(said.external_id) || said.email ? 'identify' : 'setAttributes', { ...said, fill_blanks: true })
}

/** What was pushed is said before whatever the page says by Nametag's own calls, for that may be a reset. */
const goFirst = () => {
  const own = (window as Host).Nametag!
  const behind = (fn: unknown) => (...args: unknown[]) => {
    flush()
    return (fn as Push)(...args as never[])
  }
  const nametag = behind(own) as never as typeof own
  for (const name in own) nametag[name] = typeof own[name] == 'function' ? behind(own[name]) : own[name]
  nametag.q!.push = behind(own.q!.push.bind(own.q)) as never // in place: others may hold it
  ;(window as Host).Nametag = nametag
}

/** Reads session:data: {k: v}, [k, v], [[k, v], …] and [[[k, v], …]] are all about. */
const pairs = (data: unknown): [string, unknown][] => {
  if (!Array.isArray(data)) return isObject(data) ? Object.entries(data) : []
  return typeof data[0] == 'string' ? [[data[0], data[1]]] : data.flatMap(pairs)
}

const calls: { [method: string]: (...args: never[]) => unknown } = {
  __proto__: null as never, // so that nothing but what stands here is a call
  identify(who: unknown) {
    const { external_id, email, name, company, phone, avatar_url, user_hash, custom_data, ...others } = (isObject(who) ? who : {}) as Fields
    for (const field in others) warn('unknown_field', `Convot.identify(…) leaves ${field} out: it belongs in custom_data.`)
    const id = isId(external_id) ? external_id : undefined, mail = email || undefined // one that isn't there yet is no log-out
    pend({ external_id: id, email: mail, name, company, phone, avatar_url, user_hash, custom_data: custom_data ?? undefined }, id ?? mail)
    flush()
  },
  /** Without an argument for the one other domain that is linked. Where there is no token it is empty: links go without. */
  identityToken: (to: unknown) => (async () => nametag('identityToken', isObject(to) ? to : {}))().catch(() => ''),
  /** The value is bare or in an array. */
  set(key: string, value: unknown) {
    const [first, second] = Array.isArray(value) ? value : [value]
    const said: Fields = {}
    if (key == 'session:data') said.custom_data = Object.fromEntries(pairs(value))
    else if (key == 'session:segments') {
      const before = pending.find(one => one.tags)
      said.tags = [...new Set([second !== true && before?.tags || [], value].flat(4).filter(one => typeof one == 'string'))]
      if (before) return before.tags = said.tags
    } else if (!pushed[key]) return warn('not_here', `Convot's "set" of ${key} does nothing here.`)
    else said[pushed[key] as string] = first
    if (key == 'user:email') said.user_hash = second
    if (said.email || key != 'user:email') pend(JSON.parse(stringify(said)) as Fields, said.email) // as it is now
  },
  do(action: unknown) {
    if (action == 'session:reset') nametag('reset')
    else warn('not_here', `Convot's "do" of ${action} does nothing here.`)
  },
  /** Of all that can be listened for, only that the session is there comes to pass here. */
  on(event: unknown, fn: (id: unknown) => unknown) {
    if (event == 'session:loaded') nametag('on', 'ready', (me: { visitor_id: unknown }) => guarded(() => fn(me.visitor_id)))
    else warn('not_here', `Convot's event ${event} never comes here.`)
  },
  get: () => null,
  is: () => false,
}
idle(calls, 'Convot', 'open close toggle show hide openScheduling sendMessage setMessage off config safe')

/** Runs the page's trigger, each but once: pages set it after this script, too. */
const trigger = () => guarded(() => {
  const { q } = page.Convot!, fn = page.CONVOT_READY_TRIGGER
  if (typeof fn != 'function' || q!.trigger === fn) return
  q!.trigger = fn
  fn()
})

/** Makes the page's own object ours, or else a copy of it, and runs what waits in it. */
const take = (stub: unknown) => {
  if (stub && stub === convot) return
  const own = (Object(stub) === stub ? stub : {}) as Convot
  const queues = ([own, own.q, own.push] as unknown[]).filter(Array.isArray) as never[][]
  const waiting = queues.flat()
  for (const name in ours) patch([own, ...queues], name, ours[name])
  convot = own.push === push ? own : { ...own, ...ours }
  guarded(() => start(own.app_id))
  for (const queue of queues) guarded(() => queue.length = 0)
  push(...waiting)
  setTimeout(trigger)
}

let convot: Convot | undefined
const ours: Convot = {}
for (const method in calls) ours[method] = (...args: never[]) => guarded(() => calls[method]!(...args))
const push: Push = (...items) => items.forEach(item => guarded(() => {
  const [method, ...args] = item as [string, ...never[]]
  if (calls[method]) calls[method](...args)
  else warn('not_here', `There is no Convot.push(["${method}", …]).`)
}))
ours.q = ours.push = push.push = push

if (page.Convot?.q && !Array.isArray(page.Convot.q)) setTimeout(trigger) // a second copy
else {
  guarded(goFirst)
  take(page.Convot)
  // Pages set it again, and some only now: single-page apps, and where the script comes out of the cache.
  if (!guarded(() => Object.defineProperty(page, 'Convot', { configurable: true, enumerable: true, get: () => convot, set: take }))) page.Convot = convot
  guarded(() => nametag('on', 'ready', trigger))
}
