import { signal, type ReadonlySignal } from '@preact/signals'
import type { Conflict, Contact, ContactChange, Merge, Revocation, Unmerge } from '../../../internal/wire/wire.ts'
import { settled, signedOut, type Resolution } from '../words/decisions.ts'
import { contactName, isolate, nickname } from '../words/people.ts'
import type { Api } from './api.ts'

/** What a decision came to. */
export interface Told {
  says: string
  merge?: string // that was made, and can be undone
  other?: Contact // who else it is about
}

/** What agents decide about people. Every call rejects with a Failure. */
export interface Desk {
  told: ReadonlySignal<Told | null> // of the last decision; null once it was read, or somebody else is open
  settle(contact: Contact, conflict: Conflict, how: Resolution): Promise<void>
  preview(contact: Contact, other: Contact): Promise<Merge> // changes nothing
  merge(contact: Contact, other: Contact): Promise<void>
  undo(merge: string): Promise<void>
  detach(contact: Contact, visitor: string): Promise<void>
  signOut(contact: Contact): Promise<void> // everywhere
  edit(contact: Contact, change: ContactChange): Promise<void> // what it doesn't name stays as it is
  erase(contact: Contact): Promise<void>
  everything(contact: Contact): Promise<Blob> // that is known of them, as a file
  forget(): void
}

/** `learned` hears how the contacts are after a decision, `erased` who is one no more. */
export function createDesk(api: Api, site: () => string | undefined, learned: (contact: Contact) => void, erased: (contact: Contact) => void): Desk {
  const told = signal<Told | null>(null)
  const post = <T>(path: string, body: object = {}) => api.post<T>(path, body, { site: site() })
  const tell = (contacts: Contact[], what: Told) => {
    contacts.forEach(learned)
    told.value = what
  }
  return {
    told,
    async settle(contact, conflict, how) {
      const now = await post<Contact>(`/contacts/${contact.id}/conflicts/${conflict.id}/resolve`, { resolution: how })
      const merge = how === 'merge' && newMerge(contact, conflict, now)
      tell([now], { says: settled(conflict, now, how), ...(merge && { merge }) })
    },
    preview: (contact, other) => post<Merge>(`/contacts/${contact.id}/merge`, { other: other.id, dry_run: true }),
    async merge(contact, other) {
      const done = await post<Merge>(`/contacts/${contact.id}/merge`, { other: other.id })
      const goes = done.contact.id === contact.id ? other : contact
      tell([done.contact], {
        says: `${isolate(contactName(goes))} is a part of ${isolate(contactName(done.contact))} now.`,
        ...(done.merge_id && { merge: done.merge_id }),
      })
    },
    async undo(merge) {
      const { contact, other } = await post<Unmerge>(`/merges/${merge}/undo`)
      tell([other, contact], { says: `Undone: ${isolate(contactName(contact))} and ${isolate(contactName(other))} are two people again.`, other })
    },
    async detach(contact, visitor) {
      const now = await post<Contact>(`/contacts/${contact.id}/visitors/${visitor}/detach`)
      tell([now], { says: `${nickname(visitor)} is detached from ${isolate(contactName(now))}.`, other: now })
    },
    async signOut(contact) {
      const done = await post<Revocation>(`/contacts/${contact.id}/revoke`)
      const now = await api.get<Contact>(`/contacts/${contact.id}`, { site: site() })
      tell([now], { says: signedOut(now, done) })
    },
    async edit(contact, change) {
      const now = await api.patch<Contact>(`/contacts/${contact.id}`, change, { site: site() })
      tell([now], { says: `Saved: what you said of ${isolate(contactName(now))} is your team’s word now.` })
    },
    async erase(contact) {
      await api.delete(`/contacts/${contact.id}`, { site: site() })
      erased(contact)
    },
    everything: contact => api.file(`/contacts/${contact.id}/export`, { site: site() }),
    forget() { told.value = null },
  }
}

/** The merge by which a conflict was settled: of the one who held it, or of the contact itself. */
function newMerge(before: Contact, { other_id }: Conflict, now: Contact): string | null | undefined {
  const came = now.aliases.find(a => a.id === (now.id === before.id ? other_id : before.id))
  return (came ?? now.aliases.find(a => !before.aliases.some(old => old.id === a.id)))?.merge_id
}
