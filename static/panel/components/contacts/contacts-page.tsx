import { useEffect } from 'preact/hooks'
import type { PersonFrame, Row } from '../../../../internal/wire/wire.ts'
import type { Contacts } from '../../models/contacts.ts'
import type { Who } from '../../models/person.ts'
import type { Route } from '../../models/route.ts'
import { ContactList } from './contact-list.tsx'
import { useEscape } from '../parts/escape.ts'
import { SearchBox } from '../parts/search-box.tsx'
import { PersonPane } from '../person/person-pane.tsx'
import type { Tools } from '../person/tools.ts'

export interface ContactsPageProps {
  contacts: Contacts
  who: Who | null
  frame: PersonFrame | null
  missing: boolean
  row: Row | undefined // how the open contact is here, if it is
  open: string | undefined // id of the open contact
  tools: Tools
  go(route: Route, how?: 'replace'): void
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
          <SearchBox label="Search contacts" placeholder="Email or id begins with…" value={contacts.query.value} search={contacts.search} />
        </header>
        <div class="rows">
          <ContactList contacts={contacts} label="Contacts" open={open} href={contact => href({ page: 'contacts', contact })}
            onMove={contact => { if (who) go({ page: 'contacts', contact }, 'replace') }}>
            <NoContacts query={contacts.query.value} href={href} />
          </ContactList>
        </div>
      </section>
      {who && <PersonPane who={who} frame={frame} missing={missing} row={row} close={href({ page: 'contacts' })} tools={tools} />}
    </div>
  )
}

function NoContacts({ query, href }: { query: string; href(route: Route): string }) {
  if (query) return <div class="empty" role="status"><h2>No contact matches</h2><p>Nobody’s email or id starts with “<bdi>{query}</bdi>”.</p></div>
  return (
    <div class="empty">
      <h2>No contacts yet</h2>
      <p>A contact is made when a page first says who its visitor is, with <code>identify</code>.</p>
      <a class="button" href={href({ page: 'settings', section: 'install' })}>How to identify</a>
    </div>
  )
}
