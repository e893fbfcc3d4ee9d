import { useEffect, useRef } from 'preact/hooks'
import type { PersonFrame, Row } from '../../../internal/wire/wire.ts'
import type { Contacts } from '../models/contacts.ts'
import type { Who } from '../models/person.ts'
import type { Route } from '../models/route.ts'
import { ContactList } from './contact-list.tsx'
import { useEscape } from './escape.ts'
import { Search } from './icons.tsx'
import { PersonPane } from './person-pane.tsx'
import type { Tools } from './tools.ts'

export interface ContactsPageProps {
  contacts: Contacts
  who: Who | null
  frame: PersonFrame | null
  missing: boolean
  row: Row | undefined // how the open contact is here, if it is
  open: string | undefined // id of the open contact
  tools: Tools
  go(route: Route): void
}

export function ContactsPage({ contacts, who, frame, missing, row, open, tools, go }: ContactsPageProps) {
  const { href } = tools
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
          <ContactList contacts={contacts} label="Contacts" open={open} href={contact => href({ page: 'contacts', contact })}>
            <NoContacts query={contacts.query.value} href={href} />
          </ContactList>
        </div>
      </section>
      {who && <PersonPane who={who} frame={frame} missing={missing} row={row} close={href({ page: 'contacts' })} tools={tools} />}
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
