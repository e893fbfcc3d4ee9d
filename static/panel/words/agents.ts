import type { AgentAccount, PanelSite, Role } from '../../../internal/wire/wire.ts'
import { parse } from './time.ts'

// Agents in words.

export const roles: readonly Role[] = ['agent', 'admin']

export const roleName: { [role in Role]: string } = { agent: 'Agent', admin: 'Admin' }

export const roleMeaning: { [role in Role]: string } = {
  agent: 'Watches the sites that you choose, and decides about people there.',
  admin: 'Everything, on every site: settings, keys, and who else gets in.',
}

export type Standing = 'active' | 'invited' | 'stuck'

/** Whether somebody has come in yet, or still can. */
export function standing({ active, link_until }: Pick<AgentAccount, 'active' | 'link_until'>, now: number): Standing {
  return active ? 'active' : parse(link_until) > now ? 'invited' : 'stuck'
}

/** "All sites", or the names of those that an agent sees. A site that nobody may see here is its key. */
export function sitesWords({ role, sites }: Pick<AgentAccount, 'role' | 'sites'>, known: readonly PanelSite[]): string {
  if (role === 'admin') return 'All sites'
  return sites.map(key => known.find(site => site.key === key)?.name ?? key).join(', ') || 'No site'
}

const day = 24 * 3600 * 1000

/** How long a link works: "for 7 more days", "for less than a day". */
export function linkWords(until: number, now: number): string {
  const days = Math.round((until - now) / day)
  return days < 1 ? 'for less than a day' : `for ${days} more ${days === 1 ? 'day' : 'days'}`
}

/** What a change takes from somebody, "" if it takes nothing. */
export function lossWords(before: Pick<AgentAccount, 'role' | 'sites'>, role: Role, sites: readonly string[], myself: boolean): string {
  if (role === 'admin') return ''
  const lost = before.sites.filter(key => !sites.includes(key)).length
  if (before.role !== 'admin') return lost ? `They lose ${lost === 1 ? 'a site' : lost + ' sites'} at once, and are cut off if they watch there.` : ''
  return myself
    ? 'This is you: you lose settings, keys and agents at once, and only another admin can give them back.'
    : 'They lose settings, keys and agents at once, and see only these sites.'
}
