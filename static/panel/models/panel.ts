import { computed, effect, signal, untracked, type ReadonlySignal } from '@preact/signals'
import type { ApiError, PanelPush } from '../../../internal/wire/wire.ts'
import { asFailure, createApi } from './api.ts'
import { createClock, type Clock } from './clock.ts'
import { createContacts, type Contacts } from './contacts.ts'
import { createInstall, type Install } from './install.ts'
import { createLive, type Live } from './live.ts'
import { createPerson, type Person, type Who } from './person.ts'
import { createRouter, type Route, type Router } from './route.ts'
import { createSession, type Session } from './session.ts'
import { createVisitors, type Visitors } from './visitors.ts'

/** Everything that the panel knows, wired together. */
export interface Panel {
  clock: Clock
  router: Router
  session: Session
  live: Live
  visitors: Visitors
  person: Person
  contacts: Contacts
  install: Install
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
  const visitors = createVisitors(live.send, clock)
  const person = createPerson(live.send)
  const contacts = createContacts(api, () => site.peek())
  const install = createInstall(api, () => site.peek())

  function opened() {
    visitors.subscribe()
    person.subscribe()
  }
  function push(frame: PanelPush) {
    if ('hello' in frame) {
      clock.set(frame.hello.now)
      install.show(frame.hello.site)
    } else if ('site' in frame) install.show(frame.site)
    else if ('view' in frame) visitors.update(frame.view)
    else if ('person' in frame) person.show(frame.person)
    else if ('error' in frame && !person.refuse(frame.error)) alert.value = frame.error
  }
  function watchSite() {
    const key = site.value
    untracked(() => {
      visitors.forget()
      contacts.forget()
      install.forget()
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
    if (session.status.value === 'out' && route.page !== 'login' && route.page !== 'setup') {
      interrupted = route
      router.go({ page: 'login' }, 'replace')
    }
    if (session.status.value === 'in' && route.page === 'login') router.go(interrupted, 'replace')
  }
  return {
    clock, router, session, live, visitors, person, contacts, install, alert,
    dismiss() { alert.value = null },
    logout() { session.logout().catch(thrown => { alert.value = asFailure(thrown) }) },
    start() {
      const stops = [
        clock.start(), router.start(), wakeUp(live),
        effect(watchSite),
        effect(() => person.open(whoIsOpen(router.route.value))),
        effect(guard),
      ]
      void session.ask()
      return () => {
        stops.forEach(stop => stop())
        live.close()
      }
    },
  }
}

function whoIsOpen(route: Route): Who | null {
  if (route.page === 'visitors' && route.visitor) return { visitor: route.visitor }
  if (route.page === 'contacts' && route.contact) return { contact: route.contact }
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
