import { useEffect, useRef } from 'preact/hooks'
import type { PersonFrame, Row } from '../../../internal/wire/wire.ts'
import type { Contacts } from '../models/contacts.ts'
import type { Who } from '../models/person.ts'
import type { Route } from '../models/route.ts'
import { ContactRow } from './contact-row.tsx'
import { useEscape } from './escape.ts'
import { Failed } from './failed.tsx'
import { Search } from './icons.tsx'
import { PersonPane } from './person-pane.tsx'

export interface ContactsPageProps {
  contacts: Contacts
  who: Who | null
  frame: PersonFrame | null
  missing: boolean
  row: Row | undefined // how the open contact is here, if it is
  open: string | undefined // id of the open contact
  href(route: Route): string
  go(route: Route): void
}

export function ContactsPage({ contacts, who, frame, missing, row, open, href, go }: ContactsPageProps) {
  useEffect(() => { void contacts.load() }, [contacts])
  useEscape(who !== null, () => go({ page: 'contacts' }))
  return (
    <div class={'page page-split' + (who ? ' page-with-person' : '')}>
      <section class="list" aria-labelledby="title">
        <header class="page-head">
          <h1 id="title">Contacts</h1>
          <SearchBox contacts={contacts} />
        </header>
        <div class="rows">
          <Found contacts={contacts} open={open} href={href} />
        </div>
      </section>
      {who && <PersonPane who={who} frame={frame} missing={missing} row={row} close={href({ page: 'contacts' })} />}
    </div>
  )
}

function SearchBox({ contacts }: { contacts: Contacts }) {
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const slash = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select')
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      box.current?.focus()
    }
    document.addEventListener('keydown', slash)
    return () => document.removeEventListener('keydown', slash)
  }, [])
  return (
    <label class="search">
      <Search />
      <span class="ears">Search contacts</span>
      <input ref={box} type="search" value={contacts.query.value} placeholder="Email or id begins with…" autocomplete="off" spellcheck={false}
        onInput={event => contacts.search(event.currentTarget.value)} />
      <kbd aria-hidden="true">/</kbd>
    </label>
  )
}

function Found({ contacts, open, href }: { contacts: Contacts; open: string | undefined; href(route: Route): string }) {
  const list = contacts.list.value
  const failure = contacts.failure.value
  if (failure && !list) return <Failed failure={failure} retry={() => void contacts.load()} />
  if (!list) return <p class="ears" role="status">Loading contacts</p>
  if (!list.length) return <NoContacts query={contacts.query.value} href={href} />
  return (
    <>
      <ul class={'contacts' + (contacts.busy.value ? ' contacts-busy' : '')} aria-label="Contacts">
        {list.map(c => <ContactRow key={c.id} contact={c} open={c.id === open} href={href({ page: 'contacts', contact: c.id })} />)}
      </ul>
      {failure && <Failed failure={failure} retry={() => void contacts.loadMore()} />}
      {contacts.more.value && !failure && (
        <p class="more"><button class="button" type="button" disabled={contacts.busy.value} onClick={() => void contacts.loadMore()}>Load more</button></p>
      )}
    </>
  )
}

function NoContacts({ query, href }: { query: string; href(route: Route): string }) {
  if (query) return <div class="empty" role="status"><h2>No contact matches</h2><p>Nobody’s email or id starts with “<bdi>{query}</bdi>”.</p></div>
  return (
    <div class="empty">
      <h2>No contacts yet</h2>
      <p>A contact is made when a page first says who its visitor is, with <code>identify</code>.</p>
      <a class="button" href={href({ page: 'install' })}>How to identify</a>
    </div>
  )
}
