import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import type { Contact } from '../../../../internal/wire/wire.ts'
import type { Contacts } from '../../models/contacts.ts'
import { ContactRow } from './contact-row.tsx'
import { Failed } from '../parts/failed.tsx'
import { onShortcut } from '../parts/shortcuts.ts'
import { step } from '../parts/steps.ts'

export interface ContactListProps {
  contacts: Contacts
  label: string
  conflicts?: boolean // say what they are about
  open: string | undefined // id of the open contact
  href(contact: string): string
  onMove(contact: string): void // the keyboard moved to this contact
  children: ComponentChildren // what is shown where there is nobody
}

/** Contacts a page at a time: on their way, none, some, or why not. */
export function ContactList({ contacts, label, open, children, ...rows }: ContactListProps) {
  const list = contacts.list.value
  const failure = contacts.failure.value
  if (failure && !list) return <Failed failure={failure} retry={() => void contacts.load()} />
  if (!list) return <Loading label={label} />
  if (!list.length) return <>{children}</>
  return (
    <>
      <Rows list={list} busy={contacts.busy.value} label={label} open={open} {...rows} />
      {failure && <Failed failure={failure} retry={() => void contacts.loadMore()} />}
      {contacts.more.value && !failure && (
        <p class="more"><button class="button" type="button" disabled={contacts.busy.value} onClick={() => void contacts.loadMore()}>Load more</button></p>
      )}
    </>
  )
}

type RowsProps = Omit<ContactListProps, 'contacts' | 'children'> & { list: readonly Contact[]; busy: boolean }

/** One stop of the keyboard, from which j, k and the arrows lead on: what is behind the list is a Tab away, however long it is. */
function Rows({ list, busy, label, conflicts = false, open, href, onMove }: RowsProps) {
  const box = useRef<HTMLUListElement>(null)
  const current = useSignal<string | undefined>(undefined)
  const placeOf = (id: string | undefined) => list.findIndex(c => c.id === id)
  useLayoutEffect(() => onShortcut((key, event) => {
    const inside = event.target instanceof Node && Boolean(box.current?.contains(event.target))
    const next = list[step(key, inside, placeOf(current.peek()), list.length) ?? -1]
    if (!next) return false
    onMove(next.id)
    box.current?.querySelector<HTMLElement>(`[data-contact="${next.id}"] a`)?.focus()
    return true
  })) // anew at each render: it moves by what is on the screen now
  const stop = list[placeOf(current.value)] ?? list[placeOf(open)] ?? list[0]
  return (
    <ul class={'contacts' + (busy ? ' contacts-busy' : '')} aria-label={label} ref={box}>
      {list.map(c => <ContactRow key={c.id} contact={c} conflicts={conflicts} open={c.id === open} href={href(c.id)} tabStop={c === stop} onFocus={() => { current.value = c.id }} />)}
    </ul>
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
