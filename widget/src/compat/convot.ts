// compat/convot.js: pages that were written for Convot, whose push takes Crisp's grammar (vendors/convot.md).
import '../main.ts'
import type { Host } from '../main.ts'
import { idle, isId, isObject, nametag, patch, start, warn } from '../compat.ts'
import { guarded } from '../guard.ts'
import { stringify } from '../json.ts'
import type { Identity } from '../../../internal/wire/wire.ts'

interface Fields { [key: string]: unknown }
interface Push { (...items: never[]): void; push?: Push; trigger?: unknown }
interface Convot { app_id?: unknown; push?: Push; q?: Push; [method: string]: unknown }

const page = window as { Convot?: Convot; CONVOT_READY_TRIGGER?: unknown }
const pushed: Fields = { __proto__: null, 'user:email': 'email', 'user:nickname': 'name', 'user:phone': 'phone', 'user:avatar': 'avatar_url', 'user:company': 'company' }

interface Person { id?: string; email?: string; segments: unknown[] }

let pending: Fields | undefined // what was pushed in this moment
let person: Person = { segments: [] } // of whom this page speaks, and the segments that it gave: they add up
let naming = 0 // how many of its namings have no answer yet

/** From here on this page speaks of whom it names so: of somebody else, or of who is here already. Gives the id and email that are there. */
const speakOf = ({ external_id, email }: Fields) => {
  const id = isId(external_id) ? '' + external_id : undefined
  const mail = email ? ('' + email).trim().toLowerCase() : undefined // as Nametag takes it
  if (id && person.id ? id != person.id : mail && person.email && mail != person.email) forget()
  person.id = id ?? person.id
  person.email = mail ?? person.email
  return [id, mail] as const
}

/** Says what a page says of whoever is here. An id or email that isn't there yet is no log-out. */
const say = ({ tags, ...said }: Fields) => {
  const [id, email] = speakOf(said)
  if (tags) person.segments = [...new Set(person.segments.concat(tags))]
  nametag(id ?? email ? 'identify' : 'setAttributes', { ...said, external_id: id && said.external_id, email: email && said.email, tags: tags && person.segments, fill_blanks: true })
}

/** The next one is somebody else. */
const forget = () => person = { segments: [] }

/** Pushes of one moment are one call: else a name that is pushed before its email would land on whoever was here before. */
const flush = () => {
  const all = pending
  pending = undefined
  if (all) say(all)
}

/**
 * Hears at once of whom Nametag's calls speak, which a page may have besides: events tell of it later, when the page may
 * have spoken of the next one. What was pushed before such a call is said before it.
 */
const hearCalls = () => {
  const heard = (window as Host).Nametag!
  const hear = ((name: string, ...args: Fields[]) => {
    const [who, more] = args, isNaming = name === 'identify'
    guarded(() => {
      if (!isNaming && !/^(reset|logout|carry|updateC)/.test(name)) return
      flush()
      if (isNaming) speakOf(isObject(who) ? who : { ...more, external_id: who })
      else forget()
    })
    const came = heard(name, ...args) as Promise<unknown>
    if (isNaming) {
      const answered = () => naming--
      naming++
      came.then(answered, answered)
    }
    return came
  }) as typeof heard
  for (const name in heard) hear[name] = hear.bind(window, name)
  hear.on = heard.on
  hear.q = { push: ([args, ok, no]: [[string], never, never]) => guarded(() => (hear(...args) as Promise<unknown>).then(ok, no)) } as never
  ;(window as Host).Nametag = hear
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
    flush()
    say({ external_id, email, name, company, phone, avatar_url, user_hash, custom_data: custom_data ?? undefined })
  },
  /** Without an argument for the one other domain that is linked. Where there is no token it is empty: links go without. */
  identityToken(to: unknown) {
    flush()
    return nametag('identityToken', isObject(to) ? to : {}).catch(() => '')
  },
  /** The value is bare or in an array. */
  set(key: string, value: unknown) {
    const [first, second] = Array.isArray(value) ? value : [value]
    const said: Fields = {}
    if (key == 'session:data') said.custom_data = Object.fromEntries(pairs(value))
    else if (key == 'session:segments') {
      if (second === true) person.segments = [] // in place of earlier ones
      said.tags = [second === true ? [] : pending?.tags ?? [], value].flat(4).filter(one => typeof one == 'string')
    } else if (!pushed[key]) return warn('not_here', `Convot's "set" of ${key} does nothing here.`)
    else said[pushed[key] as string] = first
    if (key == 'user:email') said.user_hash = second
    const { custom_data, ...rest } = JSON.parse(stringify(said)) as Fields // as it is now
    if (!pending) queueMicrotask(flush)
    pending = { ...pending, ...rest, custom_data: { ...pending?.custom_data as object, ...custom_data as object } }
  },
  do(action: unknown) {
    if (action != 'session:reset') return warn('not_here', `Convot's "do" of ${action} does nothing here.`)
    nametag('reset')
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
  start(own.app_id)
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
  hearCalls()
  take(page.Convot)
  // Pages set it again, and some only now: single-page apps, and where the script comes out of the cache.
  if (!guarded(() => Object.defineProperty(page, 'Convot', { configurable: true, enumerable: true, get: () => convot, set: take }))) page.Convot = convot
  let visitor: unknown
  const meet = (me: Identity) => {
    visitor = me.visitor_id
    if (!naming) Object.assign(person, { id: me.external_id, email: me.email }) // else what this page says of the person is newer
  }
  nametag('on', 'ready', (me: Identity) => {
    meet(me)
    trigger()
  })
  nametag('on', 'identityChanged', (me: Identity) => {
    if (!naming && (me.trust == 'anonymous' || visitor && visitor != me.visitor_id)) forget() // by another tab or Nametag's own calls
    meet(me)
  })
}
