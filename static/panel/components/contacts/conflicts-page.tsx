import { useEffect } from 'preact/hooks'
import type { PersonFrame, Row } from '../../../../internal/wire/wire.ts'
import type { Contacts } from '../../models/contacts.ts'
import type { Who } from '../../models/person.ts'
import type { Route } from '../../models/route.ts'
import { ContactList } from './contact-list.tsx'
import { useEscape } from '../parts/escape.ts'
import { Check } from '../parts/icons.tsx'
import { PersonPane } from '../person/person-pane.tsx'
import type { Tools } from '../person/tools.ts'

export interface ConflictsPageProps {
  conflicts: Contacts
  who: Who | null
  frame: PersonFrame | null
  missing: boolean
  row: Row | undefined
  open: string | undefined
  tools: Tools
  go(route: Route, how?: 'replace'): void
}

/** The people about whom an agent must decide. */
export function ConflictsPage({ conflicts, who, frame, missing, row, open, tools, go }: ConflictsPageProps) {
  useEffect(() => { void conflicts.load() }, [conflicts])
  useEscape(who !== null, () => go({ page: 'conflicts' }))
  const count = conflicts.list.value?.length ?? 0
  return (
    <div class={'page page-split' + (who ? ' page-with-person' : '')}>
      <section class="list" aria-labelledby="title">
        <header class="page-head">
          <h1 id="title">Conflicts</h1>
          {count > 0 && <p class="counts"><span class="count"><b>{count}{conflicts.more.value && '+'}</b> {count === 1 ? 'person' : 'people'}</span></p>}
        </header>
        <div class="rows">
          <ContactList contacts={conflicts} label="People in conflict" conflicts open={open} href={contact => tools.href({ page: 'conflicts', contact })}
            onMove={contact => { if (who) go({ page: 'conflicts', contact }, 'replace') }}>
            <div class="empty" role="status">
              <span class="empty-mark empty-mark-good"><Check /></span>
              <h2>No conflicts</h2>
              <p>Everybody’s ids and emails are their own. When somebody is said to have another person’s, you decide here.</p>
            </div>
          </ContactList>
        </div>
      </section>
      {who && <PersonPane who={who} frame={frame} missing={missing} row={row} close={tools.href({ page: 'conflicts' })} tools={tools} />}
    </div>
  )
}
