import { useEffect } from 'preact/hooks'
import type { Conflict, Contact } from '../../../../internal/wire/wire.ts'
import { ways } from '../../words/decisions.ts'
import { contactName, contactNick, isolate } from '../../words/people.ts'
import { parse } from '../../words/time.ts'
import { plural } from '../../words/values.ts'
import { useDeed } from '../parts/deed.ts'
import { Warning } from '../parts/icons.tsx'
import { ValueShield } from '../parts/person-parts.tsx'
import { Ago } from '../parts/time.tsx'
import type { Tools } from './tools.ts'
import { Wrong } from '../parts/wrong.tsx'

/** What was said of a person but belongs to somebody else: an agent decides. */
export function ConflictsCard({ contact, tools }: { contact: Contact; tools: Tools }) {
  if (!contact.conflicts.length) return null
  return (
    <section class="card conflicts" aria-labelledby="conflicts">
      <h3 id="conflicts"><Warning />{plural(contact.conflicts.length, 'open conflict')}</h3>
      <ul>{contact.conflicts.map(k => <ConflictLine key={k.id} conflict={k} contact={contact} tools={tools} />)}</ul>
    </section>
  )
}

function ConflictLine({ conflict, contact, tools }: { conflict: Conflict; contact: Contact; tools: Tools }) {
  const deed = useDeed()
  const { other_id } = conflict
  useEffect(() => { if (other_id) tools.people.ask(other_id) }, [other_id])
  const known = other_id ? tools.people.known.value.get(other_id) : undefined
  const holder = known ? contactName(known) : other_id ? contactNick(other_id) : ''
  return (
    <li class="conflict" data-conflict={conflict.id}>
      <div>
        <p class="line">
          <span>Says {conflict.key === 'external_id' && 'id '}<b><bdi>{conflict.value}</bdi></b></span> <ValueShield trust={conflict.trust} />
        </p>
        <p>
          {other_id
            ? <>held by <a href={tools.href({ page: 'contacts', contact: known?.id ?? other_id })}><bdi>{holder}</bdi></a></>
            : 'held by nobody, but unproven'}
          <span class="sub"> · said <Ago at={parse(conflict.at)} /></span>
        </p>
      </div>
      <div class="ways">
        {ways(conflict, contact, isolate(holder)).map(({ how, label, hint }) => (
          <button key={how} class="button button-small" type="button" disabled={deed.busy} aria-label={`${label}. ${hint}.`} data-tip={hint}
            onClick={() => void deed.run(() => tools.desk.settle(contact, conflict, how))}>{label}</button>
        ))}
        {deed.busy && <span class="spinner" role="status" aria-label="One moment" />}
      </div>
      <Wrong error={deed.failure} />
    </li>
  )
}
