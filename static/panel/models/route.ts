import { signal, type ReadonlySignal } from '@preact/signals'
import type { Sort } from '../../../internal/wire/wire.ts'

/** The parts of the settings, in their order. */
export const sections = ['install', 'site', 'security', 'privacy', 'agents', 'api-keys'] as const
export type Section = typeof sections[number]

/** Where in the panel we are. */
export type Route =
  | { page: 'visitors'; visitor?: string; q?: string; sort?: Sort } // q, sort: who is looked for, and in which order
  | { page: 'contacts' | 'conflicts'; contact?: string }
  | { page: 'settings'; section?: Section } // none: what there is to be set
  | { page: 'login' | 'missing' }
  | { page: 'setup' | 'invite'; token: string }

/** Reads an address such as "/panel/visitors/v_…?q=jane" or "/panel/setup#TOKEN". */
export function parseRoute(path: string, hash = '', search = ''): Route {
  const [page = '', id, ...more] = path.replace(/^\/panel\/?/, '').replace(/\/$/, '').split('/')
  if (more.length) return { page: 'missing' }
  if (page === '' && !id) return { page: 'visitors', ...lookedFor(search) }
  if (page === 'visitors') return !id ? { page, ...lookedFor(search) } : id.startsWith('v_') ? { page, visitor: id, ...lookedFor(search) } : { page: 'missing' }
  if (page === 'contacts' || page === 'conflicts') return !id ? { page } : id.startsWith('c_') ? { page, contact: id } : { page: 'missing' }
  if (page === 'settings') return !id ? { page } : isSection(id) ? { page, section: id } : { page: 'missing' }
  if (id) return { page: 'missing' }
  if (page === 'setup' || page === 'invite') return { page, token: hash.replace(/^#/, '') }
  return page === 'login' ? { page } : { page: 'missing' }
}

function lookedFor(search: string): { q?: string; sort?: Sort } {
  const params = new URLSearchParams(search)
  const [q, sort] = [params.get('q'), params.get('sort')]
  return { ...(q && { q }), ...(sort === 'longest' || sort === 'name' ? { sort } : {}) }
}

function isSection(name: string): name is Section {
  return sections.some(section => section === name)
}

/** Spells an address. The token of a link stays out of it: it is only ever read. */
export function spellRoute(route: Route): string {
  if (route.page === 'visitors') {
    const { visitor, q = '', sort = 'newest' } = route
    const params = new URLSearchParams({ ...(q && { q }), ...(sort !== 'newest' && { sort }) }).toString()
    return (visitor ? `/panel/visitors/${visitor}` : '/panel/') + (params && '?' + params)
  }
  const within = 'contact' in route ? route.contact : 'section' in route ? route.section : undefined
  return `/panel/${route.page}` + (within ? '/' + within : '')
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
  const read = () => parseRoute(location.pathname, location.hash, location.search)
  const siteAsked = () => new URLSearchParams(location.search).get('site')
  const route = signal(read())
  let site = siteAsked()
  const href = (to: Route) => {
    const address = spellRoute(to)
    return site ? `${address}${address.includes('?') ? '&' : '?'}site=${encodeURIComponent(site)}` : address
  }
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
      if (!('token' in route.peek())) history.replaceState(null, '', href(route.peek()))
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
