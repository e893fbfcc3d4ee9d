import { useEffect, useRef } from 'preact/hooks'
import type { Panel } from '../models/panel.ts'
import { openContact } from '../models/person.ts'
import { parseRoute, type Router } from '../models/route.ts'
import { AlertBanner, LineBanner } from './banner.tsx'
import { ConflictsPage } from './conflicts-page.tsx'
import { ContactsPage } from './contacts-page.tsx'
import { Login, Setup } from './door.tsx'
import { Failed } from './failed.tsx'
import { InstallPage } from './install-page.tsx'
import { lazy } from './lazy.tsx'
import { Logo } from './icons.tsx'
import { NotFound } from './not-found.tsx'
import { Shell } from './shell.tsx'
import { Now } from './time.tsx'
import type { Tools } from './tools.ts'
import { Tooltip } from './tooltip.tsx'
import { VisitorsPage } from './visitors-page.tsx'

/** The whole panel as a function of its models. */
export function App({ panel }: { panel: Panel }) {
  return (
    <Now.Provider value={panel.clock.now}>
      <div class="app" onClick={event => follow(event, panel.router)}><Content panel={panel} /></div>
      <Title panel={panel} />
      <Tooltip />
    </Now.Provider>
  )
}

function Content({ panel }: { panel: Panel }) {
  const { session, router } = panel
  const route = router.route.value
  if (route.page === 'setup') {
    return <Setup token={route.token} login={router.href({ page: 'login' })}
      enter={(email, password) => session.setup(route.token, email, password).then(() => router.go({ page: 'visitors' }, 'replace'))} />
  }
  switch (session.status.value) {
    case 'asking': return <div class="splash" role="status" aria-label="Loading"><Logo /></div>
    case 'failed': return <main class="splash"><Failed failure={session.failure.value!} retry={() => void session.ask()} /></main>
    case 'out': return <Login enter={session.login} />
    case 'in': return <Inside panel={panel} />
  }
}

function Inside({ panel }: { panel: Panel }) {
  const { session, router, visitors, live } = panel
  const [me, site, route] = [session.me.value!, session.site.value, router.route.value]
  if (!site) return <main class="splash"><div class="empty"><h1>No site yet</h1><p>Ask an admin to put a site on your list.</p>
    <button class="button" type="button" onClick={panel.logout}>Log out</button></div></main>
  const loaded = visitors.shown.value !== null
  const conflicts = panel.conflicts.list.value?.length
  return (
    <Shell me={me} site={site} page={route.page} online={loaded ? visitors.counts.value.online : undefined}
      conflicts={conflicts ? conflicts + (panel.conflicts.more.value ? '+' : '') : undefined}
      href={router.href} choose={session.choose} logout={panel.logout}>
      {(loaded || live.status.value.at !== 'connecting') && <LineBanner status={live.status.value} retry={live.retry} />}
      {panel.alert.value && <AlertBanner error={panel.alert.value} dismiss={panel.dismiss} />}
      <Page key={site.key} panel={panel} />
    </Shell>
  )
}

function Page({ panel }: { panel: Panel }) {
  const { router, visitors, person, contacts, conflicts, live } = panel
  const tools: Tools = { desk: panel.desk, people: panel.people, candidates: panel.candidates, href: router.href }
  const open = { who: person.who.value, frame: person.frame.value, missing: person.missing.value }
  const route = router.route.value
  switch (route.page) {
    case 'visitors':
      return <VisitorsPage visitors={visitors} {...open} stale={live.status.value.at !== 'open'} recent={contacts.list.value}
        askRecent={() => void contacts.load()} tools={tools} go={router.go} />
    case 'contacts': {
      const contact = openContact(person)
      return <ContactsPage contacts={contacts} {...open} row={visitors.find(undefined, contact)} open={contact} tools={tools} go={router.go} />
    }
    case 'conflicts': {
      const contact = openContact(person)
      return <ConflictsPage conflicts={conflicts} {...open} row={visitors.find(undefined, contact)} open={contact} tools={tools} go={router.go} />
    }
    case 'install': return <InstallPage install={panel.install} visitors={router.href({ page: 'visitors' })} />
    case 'security':
      return <SecurityPage security={panel.security} people={panel.people} language={panel.language}
        admin={panel.session.me.value?.agent.role === 'admin'} href={router.href} />
    default: return <NotFound href={router.href({ page: 'visitors' })} />
  }
}

// Long, and seldom looked at.
const SecurityPage = lazy(() => import('./security-page.tsx').then(m => m.SecurityPage))

const titles = { visitors: 'Visitors', contacts: 'Contacts', conflicts: 'Conflicts', install: 'Install', security: 'Security', login: 'Log in', setup: 'Setup', missing: 'Not found' }

function Title({ panel }: { panel: Panel }) {
  const online = panel.session.me.value ? panel.visitors.counts.value.online : 0
  const page = titles[panel.router.route.value.page]
  const first = useRef(true)
  useEffect(() => { document.title = `${online ? `(${online}) ` : ''}${page} · Nametag` }, [online, page])
  // Another page is where the keyboard goes on, as after a click on a link between documents.
  useEffect(() => {
    if (!first.current) document.getElementById('main')?.focus({ preventScroll: true })
    first.current = false
  }, [page])
  return null
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
  const { pathname, hash } = new URL(href, location.href)
  router.go(parseRoute(pathname, hash))
}
