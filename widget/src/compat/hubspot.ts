// compat/hubspot.js: pages that were written for HubSpot's conversations (vendors/hubspot.md). Who is logged in is said anew on
// each page, and lives in this page's memory; without that, the page shows the visitor that the browser keeps. Turning from
// one to the other within a page takes a widget of its own, which another vendor's script must not share.
import { giveBack, showsOwn } from '../apart.ts'
import '../main.ts'
import { idle, isObject, patch, warn } from '../compat.ts'
import { call } from '../calls.ts'
import { on } from '../events.ts'
import { guarded } from '../guard.ts'
import { begun, tick } from '../life.ts'
import { tickMs } from '../limits.ts'
import { now } from '../now.ts'
import { queue, settle } from '../outbox.ts'
import { reset } from '../reset.ts'
import { configure, name, settings as core } from '../site.ts'
import { climb, erase, journals, readCookie, stepDown, writeCookie } from '../storage.ts'
import { trip } from '../transport.ts'
import { become } from '../visitor.ts'
import type { Identified } from '../../../internal/wire/wire.ts'

interface Person { email: string; token: string }
type Method = (...args: unknown[]) => unknown
interface Api { [method: string]: unknown; widget: { [method: string]: Method } }

const page = window as unknown as { HubSpotConversations?: Api; hsConversationsSettings?: unknown; hsConversationsOnReady?: unknown }
const script = document.currentScript as HTMLScriptElement | null
// Without a host, or with one that is no address, there is nobody to tell.
const site = core.host && (script?.dataset.site || script?.src.match(/compat\/\w+\/([^/]+)\.js/)?.[1] || script?.dataset.hsjsPortal)

giveBack()
configure({ autoload: false, site: site as string })

const settings = (): { [name: string]: unknown } => guarded(() => ({ ...page.hsConversationsSettings as object })) || {}

/** Who is logged in, as the page's settings have it now. */
const loggedIn = (): Person | undefined => {
  const { identificationEmail: email, identificationToken: token } = settings()
  if (email && token && typeof email == 'string' && typeof token == 'string') return { email, token }
  if (email) warn('one_of_two', 'hsConversationsSettings has an email, but no token.')
  else if (token) warn('one_of_two', 'hsConversationsSettings has a token, but no email.')
}

/** Whom a token says that it is about. Whether that is true, the server finds out. */
const emailIn = (token: string): unknown =>
  guarded(() => (JSON.parse(atob(token.split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/'))) as { email: unknown }).email)

let shown: Person | null | undefined = null // nothing yet; then who is logged in, or undefined for the browser's own visitor
let fenced = false // the browser's own visitor is to be forgotten when it is shown next
let associated: string | undefined // whose contact the page has heard of
let loaded = false
let pending = false
let life = {} // another one from each remove or reset on
let listeners: [event: unknown, fn: unknown][] = []

const tell = (event: string, message: string) =>
  listeners.forEach(([at, fn]) => at === event && guarded(() => (fn as Method)({ message })))

/** The server has answered. */
const ready = new Promise(ok => on('ready', ok))

let steps: Promise<unknown> = Promise.resolve()

/** What the page asks for is done one after the other. */
const inTurn = (step: () => unknown): unknown => steps = steps.then(step).catch(() => {})

/**
 * Ends the page's presence, when all that was said is answered. Who was logged in is fenced: the panel sees it at once, and
 * what might still come of it is nobody's. Whoever it is after that ends before saying hello, or would stay in the panel for
 * some seconds.
 */
const hangUp = async () => {
  const end = () => { void call('remove') }
  if (begun && shown) await reset().then(end, end)
  else while (begun && queue[0]) await new Promise(ok => setTimeout(ok, 50))
  await trip
  end()
  await trip
}

/** Leaves the visitor whom the page shows, for one of the other kind: nothing is taken for what that one says. */
const turnAway = async () => {
  await hangUp()
  for (const entry of queue) settle(entry, { error: { code: 'fenced', message: '' } }) // of a page that nobody has seen yet
  stepDown()
  become({ token: '' })
}

let denied = false

/** What the visitor denies to the page's own Nametag, or in another tab, holds here, too, until it is granted there. */
const heed = () => {
  const token = readCookie(document)
  if (!token || denied == (token == '~')) return // a cookie that is gone grants nothing
  denied = !denied
  void call('consent', denied ? 'denied' : 'granted')
  if (!denied && (loaded || pending)) show(loggedIn())
}

/** Shows who is logged in, or else the browser's own visitor; told to forget, another one than was shown before. */
const show = (person?: Person, forget?: unknown): void => {
  const mine = life
  pending = !loaded
  inTurn(async () => {
    const turns = shown !== null && !person != !shown
    // The answer tells only how sure the visitor is, and a token of somebody else's doesn't lower that. A fresh one of the
    // same person's changes nothing.
    const other = shown && (shown.email != person?.email || (forget ? shown.token != person.token : emailIn(shown.token) != emailIn(person.token)))
    if (turns) await turnAway()
    if (other) associated = ''
    shown = person
    heed()
    void call('init', { persist: person ? false : script?.dataset.persist, autoload: true })
    tick() // it has begun
    showsOwn(!person)
    if (denied) return // once it is granted, whoever is logged in then is shown: nobody else has granted anything
    if (person ? !turns && other : fenced || forget && !turns) void call('reset')
    if (!person) fenced = false
    const answer = person ? call('identify', { ...person, require_email: true }) : ready
    void answer.catch(() => {}).then(answer => {
      tick(true) // somebody else is here: not a moment to wait in, as after a line was lost
      if (mine != life) return
      if (pending) {
        loaded = true
        pending = false
        tell('widgetLoaded', 'The widget is there.')
      }
      if (person && (answer as Identified)?.trust == 'verified' && associated != person.email) {
        associated = person.email
        tell('contactAssociated', 'The visitor is known as a contact.')
      }
    })
  })
}

/** At most once a second: what comes earlier is done at the end of that second, unless the widget starts anew before. */
const paced = (): Method => {
  let due = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const load = (asked: unknown) => {
    if (asked != life) return
    due = now() + 1000
    show(loggedIn())
  }
  return () => {
    pending = !loaded
    clearTimeout(timer)
    if (now() < due) timer = setTimeout(load, due - now(), life)
    else load(life)
  }
}

/** What was begun before counts no more. */
const startAnew = () => {
  life = {}
  loaded = pending = false
}

const refresh = paced()

const widget: { [method: string]: Method } = {
  load: paced(),
  /** A route has changed. What the page holds, or has removed, stays so. */
  refresh() {
    if (loaded || pending) refresh()
  },
  remove() {
    startAnew()
    inTurn(hangUp)
  },
  status: () => ({ loaded, pending }),
}

/** Removes what the browser keeps of its visitor, but for a denial. */
const wipe = () => {
  climb()
  const token = readCookie()
  if (token != '~' && !/^f/.test(script?.dataset.persist as string)) {
    writeCookie('', token)
    erase(name)
    journals().forEach(erase)
  }
  stepDown()
}

const api: Api = {
  widget,
  on(event: unknown, fn: unknown) { listeners.push([event, fn]) },
  off(event: unknown, fn: unknown) { listeners = listeners.filter(([e, f]) => e !== event || f !== fn) },
  /** Forgets the visitor that the browser keeps, too. Before anything was loaded nothing is sent: the browser forgets by itself. */
  clear(options: unknown) {
    const away = !loaded && !pending
    fenced = true
    const again = isObject(options) && options.resetWidget
    if (away && (shown === null || !again)) return void inTurn(wipe)
    show()
    if (again) {
      startAnew()
      show(loggedIn())
    }
  },
  resetAndReloadWidget() {
    startAnew()
    show(loggedIn(), true)
  },
}
idle(widget, 'HubSpot', 'open close')
idle(api as never, 'HubSpot', 'debug')

let heir: Api | undefined // a later copy of the script

/** Where a later copy came, what the page kept of this one leads there. */
const handOn = (methods: { [name: string]: unknown }, of: (copy: Api) => { [name: string]: unknown }) => {
  for (const name in methods) {
    const own = methods[name]
    if (own != widget) methods[name] = (...args: unknown[]) => ((heir ? of(heir)[name] : own) as Method)(...args)
  }
}
handOn(widget, copy => copy.widget)
handOn(api, copy => copy)

if (!page.HubSpotConversations?.widget?.load) {
  page.HubSpotConversations = api
  setInterval(heed, tickMs)
  const copy = 'nametag:hubspot' // the page threw an earlier one away, but may hold on to parts of it
  dispatchEvent(new CustomEvent(copy, { detail: api }))
  addEventListener(copy, event => {
    widget.remove!()
    heir = (event as CustomEvent<Api>).detail
  }, { once: true })
}

const waiting = page.hsConversationsOnReady ??= []
if (Array.isArray(waiting)) {
  const run = (...fns: Method[]) => fns.forEach(fn => guarded(() => fn()))
  patch([waiting], 'push', run)
  run(...waiting)
  guarded(() => waiting.length = 0)
}
guarded(() => {
  const { widget: { load, status } } = page.HubSpotConversations!
  const { loaded, pending } = status!() as { loaded: boolean; pending: boolean }
  if (!loaded && !pending && ![false, 'false'].includes(settings().loadImmediately as false)) load!()
})
