import { computed, effect, signal, untracked, type ReadonlySignal } from '@preact/signals'
import type { ApiError, Contact, PanelPush, PersonFrame, SiteFrame } from '../../../internal/wire/wire.ts'
import { createAgents, type Agents } from './agents.ts'
import { createAPIKeys, type APIKeys } from './api-keys.ts'
import { asFailure, createApi } from './api.ts'
import { createClock, type Clock } from './clock.ts'
import { createContacts, inConflict, type Contacts } from './contacts.ts'
import { createDesk, type Desk } from './desk.ts'
import { createAlarm } from './alarm.ts'
import { createHistory, type History } from './history.ts'
import { createInstall, type Install } from './install.ts'
import { createLanguage, type Language } from './language.ts'
import { createLive, type Live } from './live.ts'
import { createPeople, type People } from './people.ts'
import { createPerson, type Person, type Who } from './person.ts'
import { createRemembered, type Remembered } from './remembered.ts'
import { createRouter, type Route, type Router } from './route.ts'
import { createSecurity, type Security } from './security.ts'
import { createSession, type Session } from './session.ts'
import { createSettings, type Settings } from './settings.ts'
import { createVisitors, everybody, type Visitors } from './visitors.ts'
import { createWatchlist, type Watchlist } from './watchlist.ts'

/** Everything that the panel knows, wired together. */
export interface Panel {
  clock: Clock
  router: Router
  session: Session
  live: Live
  visitors: Visitors
  watchlist: Watchlist
  person: Person
  contacts: Contacts
  conflicts: Contacts // the contacts that are in one
  candidates: Contacts // for a merge
  people: People
  desk: Desk
  history: History // of the open person
  settings: Settings
  install: Install
  security: Security
  agents: Agents
  apiKeys: APIKeys
  language: Language
  recipe: Remembered // the kind of pages that is installed
  alert: ReadonlySignal<ApiError | null> // an error that belongs to no page
  dismiss(): void
  logout(): void
  start(): () => void
}

export function createPanel(): Panel {
  const clock = createClock()
  const router = createRouter()
  const api = createApi(() => session.ended())
  const session = createSession(() => api, router.siteAsked)
  const site = computed(() => session.site.value?.key)
  const alert = signal<ApiError | null>(null)
  const live = createLive({ opened, push, lost: () => void session.ask() })
  const visitors = createVisitors(live.send, clock, beforePainting(live.seen))
  const person = createPerson(live.send)
  const alarm = createAlarm(({ row }) => router.go({ page: 'visitors', visitor: row.visitor }))
  const watchlist = createWatchlist(live.send, alarm, clock.read)
  const siteKey = () => site.peek()
  const contacts = createContacts(api, siteKey)
  const conflicts = createContacts(api, siteKey, inConflict)
  const candidates = createContacts(api, siteKey)
  const people = createPeople(api, siteKey)
  const desk = createDesk(api, siteKey, learned, erased)
  const history = createHistory(api, siteKey)
  const settings = createSettings(api, siteKey)
  const install = createInstall(settings)
  const security = createSecurity(api, siteKey, settings)
  const agents = createAgents(api)
  const apiKeys = createAPIKeys(api, siteKey)

  function opened() {
    visitors.subscribe()
    person.subscribe()
    watchlist.subscribe()
  }
  function push(frame: PanelPush) {
    if ('hello' in frame) {
      clock.set(frame.hello.now)
      install.show(frame.hello.site)
    } else if ('site' in frame) showSite(frame.site)
    else if ('answer' in frame) visitors.answer(frame.answer)
    else if ('view' in frame) visitors.update(frame.view)
    else if ('watched' in frame) watchlist.hear(frame.watched)
    else if ('person' in frame) showPerson(frame.person)
    else if ('error' in frame) refuse(frame.error)
  }
  function refuse(error: ApiError) {
    const shown = person.frame.peek()?.contact
    if (visitors.refuse(error)) return
    if (!person.refuse(error)) alert.value = error
    else if (shown) forgetContact(shown)
  }
  function erased(contact: Contact) {
    person.erase(contact)
    forgetContact(contact)
  }
  function forgetContact({ id }: Contact) {
    for (const each of [contacts, conflicts]) each.lose(id)
    desk.forget()
  }
  // What was asked before may have changed with it: another admin's settings show at once.
  function showSite(frame: SiteFrame) {
    install.show(frame)
    if (settings.value.peek()) void settings.load()
    if (frame.name !== session.site.peek()?.name) void session.ask()
  }
  function showPerson(frame: PersonFrame) {
    person.show(frame)
    if (frame.contact) hear(frame.contact)
  }
  function hear(contact: Contact) {
    for (const each of [contacts, conflicts, people]) each.hear(contact)
  }
  // The answer to a decision shows at once; sessions and ledger come after it.
  function learned(contact: Contact) {
    person.hear(contact)
    hear(contact)
    person.subscribe()
  }
  // How many conflicts there are is asked once for a site. An empty list of visitors asks for the contacts anyway.
  let counted: string | undefined
  function countConflicts() {
    if (!site.value || counted === site.value || !visitors.shown.value) return
    const asksContacts = router.route.value.page === 'visitors' && visitors.shown.value.total === 0
    const all = contacts.query.value || contacts.more.value ? null : contacts.list.value
    if (asksContacts && !contacts.list.value) return
    counted = site.value
    all ? conflicts.know(all) : untracked(() => void conflicts.load())
  }
  // The address of a contact that was merged becomes its survivor's.
  function followMerge() {
    const [route, who, contact] = [router.route.value, person.who.value, person.frame.value?.contact]
    if (!contact || !who || !('contact' in who) || !('contact' in route) || route.contact !== who.contact) return
    if (contact.id !== who.contact) router.go({ ...route, contact: contact.id }, 'replace')
  }
  function lookFor() {
    const route = router.route.value
    if (route.page === 'visitors') untracked(() => visitors.lookFor({ ...everybody, ...(route.q && { q: route.q }), ...(route.sort && { sort: route.sort }) }))
  }
  function openPerson() {
    person.open(whoIsOpen(router.route.value))
    if (!person.frame.peek()) untracked(desk.forget)
  }
  function watchSite() {
    const key = site.value
    untracked(() => {
      counted = undefined
      visitors.forget()
      watchlist.open(key)
      for (const each of [contacts, conflicts, candidates, people, desk, settings, install, security, agents, apiKeys]) each.forget()
      if (!key) return live.close()
      const several = (session.me.peek()?.sites.length ?? 0) > 1
      router.askSite(several ? key : null)
      live.connect(key)
    })
  }
  // Whoever is logged out sees the login page, and comes back to where they were.
  let interrupted: Route = { page: 'visitors' }
  function guard() {
    const route = router.route.value
    if (session.status.value === 'out' && route.page !== 'login' && !('token' in route)) {
      interrupted = route
      router.go({ page: 'login' }, 'replace')
    }
    if (session.status.value === 'in' && route.page === 'login') router.go(interrupted, 'replace')
  }
  return {
    clock, router, session, live, visitors, watchlist, person, contacts, conflicts, candidates, people, desk, history, settings, install, security, agents, apiKeys,
    language: createLanguage(), recipe: createRemembered('nametag-panel-recipe'), alert,
    dismiss() { alert.value = null },
    logout() { session.logout().catch(thrown => { alert.value = asFailure(thrown) }) },
    start() {
      const stops = [
        clock.start(), router.start(), wakeUp(live),
        effect(lookFor), effect(watchSite), effect(openPerson),
        effect(() => history.show(person.frame.value)),
        effect(guard), effect(followMerge), effect(countConflicts),
      ]
      void session.ask()
      return () => {
        stops.forEach(stop => stop())
        live.close()
      }
    },
  }
}

/** Carries out what it was given last when the screen is drawn next; at once where nobody sees it. */
function beforePainting(painted: () => void): (draw: () => void) => void {
  let last: (() => void) | undefined
  const carryOut = () => {
    last?.()
    last = undefined
    painted()
  }
  return draw => {
    const waits = last !== undefined
    last = draw
    if (document.visibilityState === 'hidden') carryOut()
    else if (!waits) requestAnimationFrame(carryOut)
  }
}

function whoIsOpen(route: Route): Who | null {
  if (route.page === 'visitors' && route.visitor) return { visitor: route.visitor }
  if ('contact' in route && route.contact) return { contact: route.contact }
  return null
}

// After sleep, or a change of network, a line can look open and be dead.
function wakeUp(live: Live): () => void {
  const look = () => {
    if (document.visibilityState === 'hidden') return
    live.retry()
    live.probe()
  }
  addEventListener('online', look)
  addEventListener('offline', live.probe)
  document.addEventListener('visibilitychange', look)
  return () => {
    removeEventListener('online', look)
    removeEventListener('offline', live.probe)
    document.removeEventListener('visibilitychange', look)
  }
}
