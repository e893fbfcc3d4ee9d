import { batch, signal, type ReadonlySignal } from '@preact/signals'
import type { Contact, ContactList } from '../../../internal/wire/wire.ts'
import { asFailure, type Api, type Failure, type Query } from './api.ts'

/** The site's contacts, a page at a time. */
export interface Contacts {
  list: ReadonlySignal<readonly Contact[] | null> // null: not asked yet
  query: ReadonlySignal<string>
  busy: ReadonlySignal<boolean>
  more: ReadonlySignal<boolean>
  failure: ReadonlySignal<Failure | null>
  search(query: string): void // waits until the typing pauses
  load(): Promise<void> // the first page, anew
  loadMore(): Promise<void>
  forget(): void // another site
}

const pageSize = 50
const pauseMs = 250

export function createContacts(api: Api, site: () => string | undefined): Contacts {
  const list = signal<readonly Contact[] | null>(null)
  const query = signal('')
  const busy = signal(false)
  const failure = signal<Failure | null>(null)
  const next = signal<string | null>(null)
  const more = signal(false)
  let pause: ReturnType<typeof setTimeout> | undefined
  let running: AbortController | undefined

  async function fetchPage(cursor?: string) {
    running?.abort()
    const mine = running = new AbortController()
    busy.value = true
    try {
      const page = await api.get<ContactList>('/contacts', { site: site(), limit: String(pageSize), cursor, ...criterion(query.peek()) }, mine.signal)
      batch(() => {
        list.value = cursor ? merge(list.peek() ?? [], page.contacts) : page.contacts
        next.value = page.next
        more.value = page.next !== null
        failure.value = null
      })
    } catch (thrown) {
      if (!mine.signal.aborted) failure.value = asFailure(thrown)
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
    forget() {
      running?.abort()
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
