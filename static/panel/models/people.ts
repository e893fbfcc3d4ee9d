import { signal, type ReadonlySignal } from '@preact/signals'
import type { Contact } from '../../../internal/wire/wire.ts'
import type { Api } from './api.ts'

/** Contacts that are mentioned on somebody else's page, so that they can be called by their names. */
export interface People {
  known: ReadonlySignal<ReadonlyMap<string, Contact>> // by the id that they were mentioned by
  ask(id: string): void // once
  hear(contact: Contact): void
  forget(): void // another site
}

const mostKnown = 500

export function createPeople(api: Api, site: () => string | undefined): People {
  const known = signal<ReadonlyMap<string, Contact>>(new Map())
  const asked = new Set<string>()
  function learn(id: string, contact: Contact) {
    known.value = new Map([...known.peek()].slice(-mostKnown)).set(id, contact)
  }
  return {
    known,
    ask(id) {
      if (asked.has(id)) return
      asked.add(id)
      const of = site()
      // Without an answer they are called by their id, and asked for again when they are mentioned next.
      api.get<Contact>('/contacts/' + id, { site: of }).then(
        contact => { if (site() === of) learn(id, contact) },
        () => { asked.delete(id) })
    },
    hear(contact) {
      learn(contact.id, contact)
      for (const { id } of contact.aliases) if (known.peek().has(id)) learn(id, contact)
    },
    forget() {
      asked.clear()
      known.value = new Map()
    },
  }
}
