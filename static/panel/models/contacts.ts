import { batch, signal, type ReadonlySignal } from '@preact/signals'
import type { Contact, ContactList } from '../../../internal/wire/wire.ts'
import { asFailure, type Api, type Failure, type Query } from './api.ts'

/** The site's contacts, or some of them, a page at a time. */
export interface Contacts {
  list: ReadonlySignal<readonly Contact[] | null> // null: not asked yet
  query: ReadonlySignal<string>
  busy: ReadonlySignal<boolean>
  more: ReadonlySignal<boolean>
  failure: ReadonlySignal<Failure | null>
  search(query: string): void // waits until the typing pauses
  load(): Promise<void> // the first page, anew
  loadMore(): Promise<void>
  know(all: readonly Contact[]): void // all the site's contacts are at hand: nothing need be asked
  hear(contact: Contact): void // this is how a contact is by now
  lose(contact: string): void // it was erased
  forget(): void // another site
}

/** Which contacts are meant: as the server is asked, and as one contact is told. */
export interface Those { query: Query; has(contact: Contact): boolean }

/** Those on whom something is parked that nobody has decided. */
export const inConflict: Those = { query: { conflicts: 'open' }, has: contact => contact.conflicts.length > 0 }

const pageSize = 50
const pauseMs = 250
const retryMs = 3000 // as long as the server can't be reached

export function createContacts(api: Api, site: () => string | undefined, those?: Those): Contacts {
  const list = signal<readonly Contact[] | null>(null)
  const query = signal('')
  const busy = signal(false)
  const failure = signal<Failure | null>(null)
  const next = signal<string | null>(null)
  const more = signal(false)
  let pause: ReturnType<typeof setTimeout> | undefined
  let running: AbortController | undefined
  let listed: string | undefined // the query that the list answers

  async function fetchPage(cursor?: string) {
    running?.abort()
    clearTimeout(pause)
    const mine = running = new AbortController()
    const wanted = query.peek()
    busy.value = true
    try {
      const page = await api.get<ContactList>('/contacts', { site: site(), limit: String(pageSize), cursor, ...(those?.query ?? criterion(wanted)) }, mine.signal)
      if (mine.signal.aborted) return
      batch(() => {
        list.value = cursor ? merge(list.peek() ?? [], page.contacts) : page.contacts
        next.value = page.next
        more.value = page.next !== null
        failure.value = null
      })
      listed = wanted
    } catch (thrown) {
      if (mine.signal.aborted) return
      batch(() => {
        failure.value = asFailure(thrown)
        if (listed !== wanted) list.value = null // what was found for other words would pass for an answer
      })
      if (failure.peek()?.code === 'unreachable') pause = setTimeout(fetchPage, retryMs, cursor)
    } finally {
      if (running === mine) busy.value = false
    }
  }
  return {
    list, query, busy, more, failure,
    search(text) {
      query.value = text
      clearTimeout(pause)
      pause = setTimeout(fetchPage, pauseMs)
    },
    load: () => fetchPage(),
    loadMore: () => fetchPage(next.peek() ?? undefined),
    know(all) {
      list.value = all.filter(contact => those?.has(contact) ?? true)
      listed = query.peek()
    },
    hear(contact) {
      if (list.peek()) list.value = replaced(list.peek()!, contact, those)
    },
    lose(contact) {
      list.value = list.peek()?.filter(c => c.id !== contact) ?? null
    },
    forget() {
      running?.abort()
      clearTimeout(pause)
      batch(() => {
        list.value = null
        query.value = ''
        next.value = null
        more.value = false
        failure.value = null
      })
    },
  }
}

/** A whole email address is looked up as one; anything else is the beginning of something. */
export function criterion(typed: string): Query {
  const text = typed.trim()
  if (!text) return {}
  return /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text) ? { email: text } : { q: text }
}

// A contact that moved between two pages of the server is shown once.
function merge(before: readonly Contact[], page: readonly Contact[]): Contact[] {
  const known = new Set(before.map(contact => contact.id))
  return [...before, ...page.filter(contact => !known.has(contact.id))]
}

// Whoever was merged into the contact is none any more. Ids sort by time, newest first.
function replaced(list: readonly Contact[], contact: Contact, those: Those | undefined): Contact[] {
  const gone = new Set([contact.id, ...contact.aliases.map(alias => alias.id)])
  const others = list.filter(c => !gone.has(c.id))
  const stays = those ? those.has(contact) : others.length < list.length
  if (!stays) return others
  const at = others.findIndex(c => c.id < contact.id)
  return at < 0 ? [...others, contact] : [...others.slice(0, at), contact, ...others.slice(at)]
}
