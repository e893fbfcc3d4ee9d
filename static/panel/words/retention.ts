import type { SiteSettings } from '../../../internal/wire/wire.ts'
import { plural } from './values.ts'

// What is kept of whom, and for how long (spec security §6).

/** One kind of what is kept. days: since it was last heard of; null: until somebody erases it. 0: it isn't kept. */
export interface Kept { key: string; who: string; what: string; days: number | null; own: boolean }

type Lives = Pick<SiteSettings, 'anonymous_days' | 'unproven_days' | 'store_ips' | 'server_days'>

export function kept({ anonymous_days, unproven_days, store_ips, server_days: server }: Lives): Kept[] {
  return [
    { key: 'anonymous', who: 'Visitors whom nobody named', what: 'visits, pages, and what their browser said', ...shorter(anonymous_days, server.anonymous) },
    { key: 'unproven', who: 'People whom nobody vouched for', what: 'all of the contact, with its visits', ...shorter(unproven_days, server.unproven) },
    { key: 'proven', who: 'People who were proven, or edited by you', what: 'all of the contact, with its visits', days: null, own: false },
    { key: 'evidence', who: 'Counts of claims', what: 'how many were proven, where and why not: no names', days: server.evidence, own: false },
    store_ips
      ? { key: 'ips', who: 'Addresses (IP)', what: 'with each visit, and as long as it', days: null, own: true }
      : { key: 'ips', who: 'Addresses (IP)', what: 'used to tell visitors apart, and forgotten', days: 0, own: false },
  ]
}

function shorter(own: number | null, server: number | null): { days: number | null; own: boolean } {
  const counts = own !== null && (server === null || own <= server)
  return { days: counts ? own : server, own: counts }
}

/** "30 days", "until you erase it", "not kept". */
export function lifeWords({ key, days }: Kept): string {
  if (key === 'ips' && days === null) return 'as long as the visit'
  return days === null ? 'until you erase it' : days ? plural(days, 'day') : 'not kept'
}

/** How much of a line stands for a life, in percent: a day is seen, and ten years aren't a thousand times as long. */
export function lifeShare({ days }: Kept): number {
  return days === null ? 100 : days ? Math.min(92, 10 + 24 * Math.log10(1 + days)) : 0
}

/** Whether less is kept by it than before: then what is older goes for good. */
export function isShorter(to: number | null, { days }: Kept, server: number | null): boolean {
  const then = to ?? server
  return then !== null && (days === null || then < days)
}
