import type { ComponentChildren } from 'preact'
import type { Contacts } from '../../models/contacts.ts'
import { ContactRow } from './contact-row.tsx'
import { Failed } from '../parts/failed.tsx'

export interface ContactListProps {
  contacts: Contacts
  label: string
  conflicts?: boolean // say what they are about
  open: string | undefined // id of the open contact
  href(contact: string): string
  children: ComponentChildren // what is shown where there is nobody
}

/** Contacts a page at a time: on their way, none, some, or why not. */
export function ContactList({ contacts, label, conflicts, open, href, children }: ContactListProps) {
  const list = contacts.list.value
  const failure = contacts.failure.value
  if (failure && !list) return <Failed failure={failure} retry={() => void contacts.load()} />
  if (!list) return <Loading label={label} />
  if (!list.length) return <>{children}</>
  return (
    <>
      <ul class={'contacts' + (contacts.busy.value ? ' contacts-busy' : '')} aria-label={label}>
        {list.map(c => <ContactRow key={c.id} contact={c} conflicts={conflicts ?? false} open={c.id === open} href={href(c.id)} />)}
      </ul>
      {failure && <Failed failure={failure} retry={() => void contacts.loadMore()} />}
      {contacts.more.value && !failure && (
        <p class="more"><button class="button" type="button" disabled={contacts.busy.value} onClick={() => void contacts.loadMore()}>Load more</button></p>
      )}
    </>
  )
}

function Loading({ label }: { label: string }) {
  return (
    <div role="status" aria-label={`Loading ${label.toLowerCase()}`}>
      {[0, 1, 2, 3].map(i => (
        <div class="row row-blank row-still" key={i}>
          <span class="avatar blank" />
          <div class="row-who"><span class="blank blank-name" /><span class="blank blank-sub" /></div>
        </div>
      ))}
    </div>
  )
}
