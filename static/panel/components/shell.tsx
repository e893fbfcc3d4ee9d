import type { ComponentChildren } from 'preact'
import type { Me, PanelSite } from '../../../internal/wire/wire.ts'
import { useSignal } from '@preact/signals'
import type { Route } from '../models/route.ts'
import { sections } from '../models/route.ts'
import { sectionTitles } from '../words/sections.ts'
import { AccountDialog } from './account-dialog.tsx'
import { Book, Exit, Gear, Keyboard, Logo, People, Person, Warning } from './parts/icons.tsx'

export interface ShellProps {
  me: Me
  site: PanelSite
  route: Route
  online: number | undefined
  conflicts: string | undefined // how many there are
  href(route: Route): string
  choose(key: string): void
  changePassword(present: string, password: string): Promise<void>
  logout(): void
  help(): void
  children: ComponentChildren
}

/** The frame around every page: where to go, which site, who am I. */
export function Shell({ me, site, route, online, conflicts, href, choose, changePassword, logout, help, children }: ShellProps) {
  const account = useSignal(false)
  return (
    <div class="shell">
      <a class="skip" href="#main">Skip to the page</a>
      <header class="side">
        <div class="brand"><Logo /><span>Nametag</span></div>
        <SiteName sites={me.sites} site={site} choose={choose} />
        <nav aria-label="Pages">
          <NavLink to={{ page: 'visitors' }} now={route} href={href} icon={<People />} label="Visitors" count={online ? online.toLocaleString('en') : undefined} of="here now" />
          <NavLink to={{ page: 'contacts' }} now={route} href={href} icon={<Book />} label="Contacts" />
          <NavLink to={{ page: 'conflicts' }} now={route} href={href} icon={<Warning />} label="Conflicts" count={conflicts} of="people" care />
          <NavLink to={{ page: 'settings' }} now={route} href={href} icon={<Gear />} label="Settings" />
          {route.page === 'settings' && (
            <ul class="nav-sections" aria-label="Settings">
              {sections.map(section => (
                <li key={section}><a class="nav-link" href={href({ page: 'settings', section })} aria-current={route.section === section ? 'page' : undefined}>{sectionTitles[section]}</a></li>
              ))}
            </ul>
          )}
        </nav>
        <div class="agent">
          <button class="button button-quiet agent-me" type="button" aria-haspopup="dialog" aria-label={`Your account: ${me.agent.email}`} data-tip="Your account" onClick={() => { account.value = true }}>
            <Person /><span class="clip"><bdi>{me.agent.email}</bdi></span>
          </button>
          <button class="button button-quiet button-square" type="button" onClick={help} aria-label="Help" aria-keyshortcuts="?" data-tip="Keys and searches (?)"><Keyboard /></button>
          <button class="button button-quiet button-square" type="button" onClick={logout} aria-label="Log out" data-tip="Log out"><Exit /></button>
        </div>
      </header>
      <main id="main" tabIndex={-1}>{children}</main>
      {account.value && <AccountDialog me={me} changePassword={changePassword} close={() => { account.value = false }} />}
    </div>
  )
}

interface NavLinkProps { to: Route; now: Route; href(route: Route): string; icon: ComponentChildren; label: string; count?: string | undefined; of?: string; care?: boolean }

function NavLink({ to, now, href, icon, label, count, of, care }: NavLinkProps) {
  return (
    <a class="nav-link" href={href(to)} aria-current={to.page !== now.page ? undefined : 'section' in now ? 'true' : 'page'}>
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
