import { signal, type ReadonlySignal } from '@preact/signals'

/** Where in the panel we are. */
export type Route =
  | { page: 'visitors'; visitor?: string }
  | { page: 'contacts' | 'conflicts'; contact?: string }
  | { page: 'install' | 'security' | 'login' | 'missing' }
  | { page: 'setup'; token: string }

/** Reads an address such as "/panel/visitors/v_…" or "/panel/setup#TOKEN". */
export function parseRoute(path: string, hash = ''): Route {
  const [page = '', id, ...more] = path.replace(/^\/panel\/?/, '').replace(/\/$/, '').split('/')
  if (more.length) return { page: 'missing' }
  if (page === '' && !id) return { page: 'visitors' }
  if (page === 'visitors') return id?.startsWith('v_') ? { page, visitor: id } : { page: id ? 'missing' : 'visitors' }
  if (page === 'contacts' || page === 'conflicts') return !id ? { page } : id.startsWith('c_') ? { page, contact: id } : { page: 'missing' }
  if (id) return { page: 'missing' }
  if (page === 'setup') return { page, token: hash.replace(/^#/, '') }
  return page === 'install' || page === 'security' || page === 'login' ? { page } : { page: 'missing' }
}

/** Spells an address. A setup token stays out of it: it is only ever read. */
export function spellRoute(route: Route): string {
  if (route.page === 'visitors') return route.visitor ? `/panel/visitors/${route.visitor}` : '/panel/'
  const contact = 'contact' in route && route.contact
  return `/panel/${route.page}` + (contact ? '/' + contact : '')
}

export interface Router {
  route: ReadonlySignal<Route>
  href(route: Route): string // keeps ?site=
  go(route: Route, how?: 'push' | 'replace'): void
  siteAsked(): string | null
  askSite(key: string | null): void // put ?site= into this and all further addresses, or take it out
  start(): () => void
}

/** The history API as a signal. */
export function createRouter(): Router {
  const read = () => parseRoute(location.pathname, location.hash)
  const siteAsked = () => new URLSearchParams(location.search).get('site')
  const route = signal(read())
  let site = siteAsked()
  const href = (to: Route) => spellRoute(to) + (site ? '?site=' + encodeURIComponent(site) : '')
  return {
    route,
    href,
    siteAsked,
    go(to, how = 'push') {
      if (how === 'push' && href(to) !== href(route.peek())) history.pushState(null, '', href(to))
      else history.replaceState(null, '', href(to))
      route.value = to
    },
    askSite(key) {
      site = key
      if (route.peek().page !== 'setup') history.replaceState(null, '', href(route.peek()))
    },
    start() {
      const follow = () => { route.value = read() }
      addEventListener('popstate', follow)
      addEventListener('hashchange', follow)
      return () => {
        removeEventListener('popstate', follow)
        removeEventListener('hashchange', follow)
      }
    },
  }
}
