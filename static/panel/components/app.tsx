import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { useSignal, type Signal } from '@preact/signals'
import type { Panel } from '../models/panel.ts'
import { openContact } from '../models/person.ts'
import { parseRoute, type Route, type Router } from '../models/route.ts'
import type { Session } from '../models/session.ts'
import { sectionTitles } from '../words/sections.ts'
import { AlertBanner, LineBanner } from './banner.tsx'
import { ConflictsPage } from './contacts/conflicts-page.tsx'
import { ContactsPage } from './contacts/contacts-page.tsx'
import { Invite, Login, Setup } from './door.tsx'
import { Failed } from './parts/failed.tsx'
import { useFresh } from './parts/fresh.ts'
import { lazy } from './parts/lazy.tsx'
import { Logo } from './parts/icons.tsx'
import { NoSite } from './no-site.tsx'
import { NotFound } from './not-found.tsx'
import { Shell } from './shell.tsx'
import { Now } from './parts/time.tsx'
import type { Tools } from './person/tools.ts'
import { HelpDialog } from './help-dialog.tsx'
import { keepPlace } from './parts/place.ts'
import { onShortcut } from './parts/shortcuts.ts'
import { Tooltip } from './parts/tooltip.tsx'
import { Sightings } from './watch/sightings.tsx'
import { VisitorsPage } from './visitors/visitors-page.tsx'

/** The whole panel as a function of its models. */
export function App({ panel }: { panel: Panel }) {
  const helping = useSignal(false)
  useEffect(keepPlace, [])
  return (
    <Now.Provider value={panel.clock.now}>
      <div class="app" onClick={event => follow(event, panel.router)}><Content panel={panel} help={() => { helping.value = true }} /></div>
      <Title panel={panel} />
      <Keys panel={panel} helping={helping} />
      <Tooltip />
    </Now.Provider>
  )
}

interface Within { panel: Panel; help(): void }

function Content({ panel, help }: Within) {
  const { session, router } = panel
  const route = router.route.value
  if (route.page === 'setup') {
    return <Setup token={route.token} login={router.href({ page: 'login' })}
      enter={(email, password) => session.setup(route.token, email, password).then(() => router.go({ page: 'visitors' }, 'replace'))} />
  }
  if (route.page === 'invite') {
    return <Invite key={route.token} token={route.token} login={router.href({ page: 'login' })} ask={session.invited}
      enter={password => session.accept(route.token, password).then(() => router.go({ page: 'visitors' }, 'replace'))} />
  }
  switch (session.status.value) {
    case 'asking': return <div class="splash" role="status" aria-label="Loading"><Logo /></div>
    case 'failed': return <Unreached session={session} />
    case 'out': return <Login enter={session.login} cut={session.cut.value} />
    case 'in': return <Inside panel={panel} help={help} />
  }
}

/** Before anything was loaded: it tries again by itself. */
function Unreached({ session }: { session: Session }) {
  const ask = () => void session.ask()
  useFresh(ask, session)
  return <main class="splash"><Failed failure={session.failure.value!} retry={ask} page /></main>
}

function Inside({ panel, help }: Within) {
  const { session, router, visitors, live } = panel
  const [me, site, route] = [session.me.value!, session.site.value, router.route.value]
  if (!site) return <main class="splash"><NoSite sites={me.sites} choose={session.choose} logout={panel.logout} /></main>
  const loaded = visitors.shown.value !== null
  const conflicts = panel.conflicts.list.value?.length
  return (
    <Shell me={me} site={site} route={route} online={loaded ? visitors.counts.value.online : undefined}
      conflicts={conflicts ? conflicts + (panel.conflicts.more.value ? '+' : '') : undefined}
      href={router.href} choose={session.choose} changePassword={session.changePassword} logout={panel.logout} help={help}>
      <LineBanner status={live.status.value} retry={live.retry} />
      {panel.alert.value && <AlertBanner error={panel.alert.value} dismiss={panel.dismiss} />}
      <Page key={site.key} panel={panel} />
      <Sightings watchlist={panel.watchlist} href={router.href} />
    </Shell>
  )
}

function Page({ panel }: { panel: Panel }) {
  const { router, visitors, person, contacts, conflicts, live } = panel
  const tools: Tools = { desk: panel.desk, people: panel.people, watchlist: panel.watchlist, history: panel.history, candidates: panel.candidates, erased: person.erased.value, href: router.href }
  const open = { who: person.who.value, frame: person.frame.value, missing: person.missing.value }
  const route = router.route.value
  switch (route.page) {
    case 'visitors':
      return <VisitorsPage visitors={visitors} {...open} stale={live.status.value.at !== 'open'} recent={contacts.list.value}
        askRecent={() => void contacts.load()} tools={tools} go={router.go}
        searchContacts={q => { contacts.search(q); router.go({ page: 'contacts' }) }} />
    case 'contacts': {
      const contact = openContact(person)
      return <ContactsPage contacts={contacts} {...open} row={visitors.find(undefined, contact)} open={contact} tools={tools} go={router.go} />
    }
    case 'conflicts': {
      const contact = openContact(person)
      return <ConflictsPage conflicts={conflicts} {...open} row={visitors.find(undefined, contact)} open={contact} tools={tools} go={router.go} />
    }
    case 'settings': return <SettingsPage panel={panel} section={route.section} />
    default: return <NotFound href={router.href({ page: 'visitors' })} />
  }
}

// Long, and seldom looked at.
const SettingsPage = lazy(() => import('./settings/settings-page.tsx').then(m => m.SettingsPage))

const titles = { visitors: 'Visitors', contacts: 'Contacts', conflicts: 'Conflicts', settings: 'Settings', login: 'Log in', setup: 'Setup', invite: 'Invitation', missing: 'Not found' }

function Title({ panel }: { panel: Panel }) {
  const online = panel.session.me.value ? panel.visitors.counts.value.online : 0
  const route = panel.router.route.value
  const page = route.page === 'settings' && route.section ? sectionTitles[route.section] : titles[route.page]
  const first = useRef(true)
  useEffect(() => { document.title = `${online ? `(${online}) ` : ''}${page} · Nametag` }, [online, page])
  // Another page is where the keyboard goes on, as after a click on a link between documents.
  useEffect(() => {
    if (!first.current) document.getElementById('main')?.focus({ preventScroll: true })
    first.current = false
  }, [page])
  return null
}

const pages: { [key: string]: Route } = { v: { page: 'visitors' }, c: { page: 'contacts' }, x: { page: 'conflicts' }, s: { page: 'settings' } }

/** The keys that work on every page. */
function Keys({ panel, helping }: { panel: Panel; helping: Signal<boolean> }) {
  useLayoutEffect(() => onShortcut(key => {
    const page = pages[key]
    if (panel.session.status.peek() !== 'in' || !page && key !== '?') return false
    page ? panel.router.go(page) : helping.value = true
    return true
  }), [])
  return helping.value ? <HelpDialog close={() => { helping.value = false }} /> : null
}

/** Links within the panel change the address without loading it again; a click on a row is a click on its link. */
function follow(event: MouseEvent, router: Router) {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  const target = event.target instanceof Element ? event.target : null
  const link = target?.closest('a') ?? (target?.closest('button') ? null : target?.closest('.row, .contact')?.querySelector('a'))
  const href = link?.getAttribute('href')
  if (!href?.startsWith('/panel/') || link?.target) return
  event.preventDefault()
  if (!target?.closest('a') && getSelection()?.toString()) return // selecting a row's text opens nothing
  const { pathname, hash, search } = new URL(href, location.href)
  router.go(parseRoute(pathname, hash, search))
}
