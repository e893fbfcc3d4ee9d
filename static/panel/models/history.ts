import { batch, computed, signal, type ReadonlySignal } from '@preact/signals'
import type { LedgerEntry, LedgerPage, PersonFrame, Refusals, Session, SessionList } from '../../../internal/wire/wire.ts'
import { asFailure, type Api, type Failure } from './api.ts'

/** What happened to the open person, as far back as was asked for. */
export interface History {
  told: ReadonlySignal<Past>
  more: ReadonlySignal<boolean>
  busy: ReadonlySignal<boolean>
  failure: ReadonlySignal<Failure | null>
  show(frame: PersonFrame | null): void // this is the person by now
  loadOlder(): Promise<void>
}

/** Entries and visits, newest first, and claims of strangers that were refused. Before `since` some may be missing. */
export interface Past { entries: readonly LedgerEntry[]; sessions: readonly Session[]; refusals: readonly Refusals[]; since: number }

/** A list that goes on over HTTP: what was fetched of it, and the cursor of the rest; null: there is none. */
interface Older<T> { list: readonly T[]; next: string | null }

const entriesAtOnce = '50'
const sessionsAtOnce = '20'
const nothing: PersonFrame = { sessions: [], ledger: [] }

export function createHistory(api: Api, site: () => string | undefined): History {
  const frame = signal<PersonFrame>(nothing)
  const entries = signal<Older<LedgerEntry>>({ list: [], next: null })
  const sessions = signal<Older<Session>>({ list: [], next: null })
  const busy = signal(false)
  const failure = signal<Failure | null>(null)
  let turn = 0 // of whose past is asked for

  const allEntries = computed(() => [...frame.value.ledger, ...entries.value.list])
  const allSessions = computed(() => [...frame.value.sessions, ...sessions.value.list])
  const told = computed<Past>(() => ({
    entries: allEntries.value, sessions: allSessions.value, refusals: frame.value.refusals ?? [],
    since: Math.max(edge(entries.value, allEntries.value.at(-1)?.at), edge(sessions.value, allSessions.value.at(-1)?.started_at)),
  }))
  async function fetchOlder(contact: string, mine: number) {
    const query = { site: site() }
    const { next: entriesNext } = entries.peek()
    const sessionsFirst = edge(sessions.peek(), allSessions.peek().at(-1)?.started_at) > edge(entries.peek(), allEntries.peek().at(-1)?.at)
    if (entriesNext && !sessionsFirst) {
      const page = await api.get<LedgerPage>(`/contacts/${contact}/ledger`, { ...query, cursor: entriesNext, limit: entriesAtOnce })
      if (mine === turn) entries.value = { list: [...entries.peek().list, ...page.entries], next: page.next }
    } else if (sessions.peek().next) {
      const page = await api.get<SessionList>(`/contacts/${contact}/sessions`, { ...query, cursor: sessions.peek().next!, limit: sessionsAtOnce })
      if (mine === turn) sessions.value = { list: [...sessions.peek().list, ...page.sessions], next: page.next }
    }
  }
  return {
    told, busy, failure,
    more: computed(() => entries.value.next !== null || sessions.value.next !== null),
    show(next) {
      const was = frame.peek()
      const now = next ?? nothing
      const goesOn = family(was) === family(now)
      if (!goesOn) turn++
      batch(() => {
        frame.value = now
        entries.value = goesOn && adjoin(was.ledger, now.ledger, e => e.seq) ? behind(was.ledger, now.ledger, entries.peek(), e => e.seq) : { list: [], next: now.ledger_next ?? null }
        sessions.value = goesOn && adjoin(was.sessions, now.sessions, s => s.id) ? behind(was.sessions, now.sessions, sessions.peek(), s => s.id) : { list: [], next: now.sessions_next ?? null }
        if (!goesOn) failure.value = null
      })
    },
    async loadOlder() {
      const contact = frame.peek().contact?.id
      if (!contact || busy.peek()) return
      const mine = turn
      busy.value = true
      failure.value = null
      try {
        await fetchOlder(contact, mine)
      } catch (thrown) {
        if (mine === turn) failure.value = asFailure(thrown)
      } finally {
        busy.value = false
      }
    },
  }
}

/** How far back a list is whole. */
function edge({ next }: Older<unknown>, oldest: string | undefined): number {
  return next && oldest ? Date.parse(oldest) : 0
}

/** Whose past it is: a merge, or its undoing, makes it another one. */
function family({ contact, visitor }: PersonFrame): string {
  return contact ? [contact.id, ...contact.aliases.map(alias => alias.id)].join() : visitor?.id ?? ''
}

type Key = string | number

/** Whether nothing lies between what was shown and what is now. */
function adjoin<T>(was: readonly T[], now: readonly T[], key: (of: T) => Key): boolean {
  const known = new Set(now.map(key))
  return was.some(one => known.has(key(one)))
}

/** What was shown and has made room for newer is still a part of the past. */
function behind<T>(was: readonly T[], now: readonly T[], older: Older<T>, key: (of: T) => Key): Older<T> {
  const shown = new Set(now.map(key))
  const oldest = now.at(-1)
  const list = [...was, ...older.list].filter(one => !shown.has(key(one)) && oldest !== undefined && key(one) < key(oldest))
  return { list, next: older.next }
}
