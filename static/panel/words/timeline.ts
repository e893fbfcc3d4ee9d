import type { LedgerEntry, Refusals, Session } from '../../../internal/wire/wire.ts'
import { reasonWords } from './reasons.ts'
import { parse } from './time.ts'
import { plural } from './values.ts'

// What happened to a person as one stream: day by day, newest first.

export const kinds = ['all', 'visits', 'claims', 'decisions', 'security'] as const
export type Kind = typeof kinds[number]

export const kindNames: { [kind in Kind]: string } = { all: 'All', visits: 'Visits', claims: 'Claims', decisions: 'Decisions', security: 'Security' }

/** One thing that happened. */
export type Event =
  | { is: 'visit'; at: number; session: Session }
  | { is: 'entry'; at: number; entry: LedgerEntry }
  | { is: 'refusals'; at: number; refusals: readonly Refusals[] } // of one day

export interface Day { at: number; events: Event[] }

const none: readonly string[] = []
const decisions: readonly string[] = ['merged', 'joined', 'unmerged', 'left', 'resolved', 'edited', 'displaced', 'erased', 'detached']
const security: readonly string[] = ['refused', 'reset', 'switched', 'revoked', 'detached', 'erased']
const claims: readonly string[] = ['identified', 'updated', 'noted', 'carried', 'refused', 'displaced']

/** Whether an event is of a kind. Some are of two. */
export function isOf(kind: Kind, event: Event): boolean {
  if (kind === 'all') return true
  if (event.is !== 'entry') return event.is === 'visit' ? kind === 'visits' : kind === 'security'
  const of = { visits: none, claims, decisions, security }[kind]
  return of.includes(event.entry.kind) || kind === 'decisions' && Boolean(event.entry.parked?.length)
}

/** Everything since a time, by the reader's days. What came at the same time stands as the lists have it. */
export function days(entries: readonly LedgerEntry[], sessions: readonly Session[], refusals: readonly Refusals[], since: number, kind: Kind): Day[] {
  const events: Event[] = [
    ...entries.map(entry => ({ is: 'entry' as const, at: parse(entry.at), entry })),
    ...sessions.map(session => ({ is: 'visit' as const, at: parse(session.started_at), session })),
    ...gathered(refusals),
  ].filter(event => event.at >= since && isOf(kind, event)).sort((a, b) => b.at - a.at)
  const byDay = new Map<string, Day>()
  for (const event of events) {
    const day = dayOf(event.at)
    if (!byDay.has(day)) byDay.set(day, { at: event.at, events: [] })
    byDay.get(day)!.events.push(event)
  }
  return [...byDay.values()]
}

function dayOf(at: number): string {
  return new Date(at).toDateString()
}

/** A day's refused attempts as one event, at the last of them. */
function gathered(refusals: readonly Refusals[]): Event[] {
  const byDay = new Map<string, Refusals[]>()
  for (const each of refusals) {
    const day = dayOf(parse(each.last_at))
    byDay.set(day, [...byDay.get(day) ?? [], each])
  }
  return [...byDay.values()].map(list => ({ is: 'refusals', at: Math.max(...list.map(r => parse(r.last_at))), refusals: list }))
}

/** "Today", "Yesterday", "Friday, 20 November", with its year unless that is this one. */
export function dayName(at: number, now: number): string {
  const [day, today] = [new Date(at), new Date(now)]
  const yesterday = new Date(now)
  yesterday.setDate(today.getDate() - 1)
  if (day.toDateString() === today.toDateString()) return 'Today'
  if (day.toDateString() === yesterday.toDateString()) return 'Yesterday'
  const year = day.getFullYear() === today.getFullYear() ? {} : { year: 'numeric' as const }
  return day.toLocaleDateString('en', { weekday: 'long', day: 'numeric', month: 'long', ...year })
}

/** "3 refused attempts to be jane@example.com". */
export function attempts(refusals: readonly Refusals[], name: string): string {
  return `${plural(refusals.reduce((sum, { count }) => sum + count, 0), 'refused attempt')} to be ${name}`
}

/** Why, most first: "2 times: the hash doesn’t fit this id and email". */
export function whyRefused(refusals: readonly Refusals[]): string[] {
  const counts = new Map<string, number>()
  for (const { reason, count } of refusals) counts.set(reason, (counts.get(reason) ?? 0) + count)
  return [...counts].sort((a, b) => b[1] - a[1]).map(([reason, count]) => `${count === 1 ? 'Once' : `${count.toLocaleString('en')} times`}: ${reasonWords(reason)}.`)
}
