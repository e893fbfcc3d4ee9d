import type { ComponentChildren } from 'preact'
import type { Me, PanelSite } from '../../../internal/wire/wire.ts'
import type { Route } from '../models/route.ts'
import { Book, Exit, Lock, Logo, People, Plug, Warning } from './icons.tsx'

export interface ShellProps {
  me: Me
  site: PanelSite
  page: Route['page']
  online: number | undefined
  conflicts: string | undefined // how many there are
  href(route: Route): string
  choose(key: string): void
  logout(): void
  children: ComponentChildren
}

/** The frame around every page: where to go, which site, who am I. */
export function Shell({ me, site, page, online, conflicts, href, choose, logout, children }: ShellProps) {
  return (
    <div class="shell">
      <a class="skip" href="#main">Skip to the page</a>
      <header class="side">
        <div class="brand"><Logo /><span>Nametag</span></div>
        <SiteName sites={me.sites} site={site} choose={choose} />
        <nav aria-label="Pages">
          <NavLink to={{ page: 'visitors' }} now={page} href={href} icon={<People />} label="Visitors" count={online ? online.toLocaleString('en') : undefined} of="here now" />
          <NavLink to={{ page: 'contacts' }} now={page} href={href} icon={<Book />} label="Contacts" />
          <NavLink to={{ page: 'conflicts' }} now={page} href={href} icon={<Warning />} label="Conflicts" count={conflicts} of="people" care />
          <NavLink to={{ page: 'install' }} now={page} href={href} icon={<Plug />} label="Install" />
          <NavLink to={{ page: 'security' }} now={page} href={href} icon={<Lock />} label="Security" />
        </nav>
        <div class="agent">
          <span class="clip sub" data-tip={me.agent.email}>{me.agent.email}</span>
          <button class="button button-quiet button-square" type="button" onClick={logout} aria-label="Log out" data-tip="Log out"><Exit /></button>
        </div>
      </header>
      <main id="main" tabIndex={-1}>{children}</main>
    </div>
  )
}

interface NavLinkProps { to: Route; now: Route['page']; href(route: Route): string; icon: ComponentChildren; label: string; count?: string | undefined; of?: string; care?: boolean }

function NavLink({ to, now, href, icon, label, count, of, care }: NavLinkProps) {
  return (
    <a class="nav-link" href={href(to)} aria-current={to.page === now ? 'page' : undefined}>
      {icon}<span>{label}</span>
      {count !== undefined && <span class={'nav-count' + (care ? ' nav-care' : '')}>{count}<span class="ears"> {of}</span></span>}
    </a>
  )
}

function SiteName({ sites, site, choose }: { sites: readonly PanelSite[]; site: PanelSite; choose(key: string): void }) {
  if (sites.length < 2) return <p class="site"><bdi>{site.name}</bdi></p>
  return (
    <label class="site">
      <span class="ears">Site</span>
      <select value={site.key} onChange={event => choose(event.currentTarget.value)}>
        {sites.map(({ key, name }) => <option key={key} value={key}>{name}</option>)}
      </select>
    </label>
  )
}
