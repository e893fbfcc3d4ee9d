import { useId } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import type { Contact, LedgerEntry, PersonFrame, Value, ValueTrust } from '../../../../internal/wire/wire.ts'
import { parse } from '../../words/time.ts'
import { identifierReason, saidBy, valueReason, type Said } from '../../words/trust.ts'
import { fields, label, text } from '../../words/values.ts'
import { ValueShield } from '../parts/person-parts.tsx'
import { Ago } from '../parts/time.tsx'
import { EditDialog } from './edit-dialog.tsx'
import { Meter } from './meter.tsx'
import type { Tools } from './tools.ts'

type Bag = NonNullable<PersonFrame['visitor']>['bag']
interface Known { contact: Contact | undefined; bag: Bag; open: string | undefined }

/** One thing that is known, with who said it. */
interface Fact { key: string; value: string; trust: ValueTrust; said?: Said | undefined }

export function Profile({ contact, bag, open, ledger, tools }: Known & { ledger: readonly LedgerEntry[]; tools: Tools }) {
  const facts = contact ? contactFacts(contact, ledger) : bagFacts(bag)
  const editing = useSignal(false)
  return (
    <section class="card" aria-labelledby="profile">
      <div class="card-head">
        <h3 id="profile">Profile</h3>
        {contact && <button class="button button-small" type="button" aria-haspopup="dialog" onClick={() => { editing.value = true }}>Edit</button>}
      </div>
      {facts.length ? <Facts facts={facts} open={open} /> : <p class="sub">{contact ? 'Nothing is known of this person yet.' : 'Nothing yet: this browser hasn’t said who it is.'}</p>}
      {contact && editing.value && <EditDialog contact={contact} tools={tools} close={() => { editing.value = false }} />}
    </section>
  )
}

function contactFacts(contact: Contact, ledger: readonly LedgerEntry[]): Fact[] {
  const ids: Fact[] = []
  if (contact.external_id) ids.push({ key: 'external_id', value: contact.external_id, trust: contact.external_id_trust ?? 'claimed', said: since(ledger, contact, 'external_id') })
  if (contact.email) ids.push({ key: 'email', value: contact.email, trust: contact.email_trust ?? 'claimed', said: since(ledger, contact, 'email') })
  return [...ids, ...traitFacts(contact.traits)]
}

/** Who gave an identifier, and when: as far as the ledger that is at hand goes back. */
function since(ledger: readonly LedgerEntry[], contact: Contact, key: 'external_id' | 'email'): Said | undefined {
  const entry = ledger.find(entry => (entry.contact_id ?? contact.id) === contact.id && entry.changes?.some(c => c.key === key && c.new === contact[key]))
  return entry && { source: entry.by ?? entry.visitor_id ?? '', at: parse(entry.at), key: entry.key_id }
}

function bagFacts(bag: Bag): Fact[] {
  const ids: Fact[] = []
  if (bag?.external_id) ids.push({ key: 'external_id', value: bag.external_id, trust: 'claimed' })
  if (bag?.email) ids.push({ key: 'email', value: bag.email, trust: 'claimed' })
  return [...ids, ...traitFacts(bag?.traits ?? {})]
}

function traitFacts(traits: { [key: string]: Value }): Fact[] {
  const rank = (key: string) => (fields.indexOf(key) + 1) || fields.length + 1
  return Object.entries(traits).map(([key, value]) => fact(key, value)).sort((a, b) => rank(a.key) - rank(b.key))
}

function fact(key: string, { value, trust, source, at }: Value): Fact {
  return { key, value: text(value), trust, said: { source, at: parse(at) } }
}

function Facts({ facts, open }: { facts: readonly Fact[]; open: string | undefined }) {
  return <dl class="values">{facts.map(fact => <FactLine key={fact.key} fact={fact} open={open} />)}</dl>
}

function FactLine({ fact: { key, value, trust, said }, open }: { fact: Fact; open: string | undefined }) {
  const why = (key === 'external_id' || key === 'email' ? identifierReason : valueReason)(trust, said, open)
  const told = useSignal(false)
  const id = useId()
  return (
    <div class="value" data-field={key}>
      <dt><bdi>{label(key)}</bdi></dt>
      <dd>
        <span class="value-line">
          <bdi key={value} class="value-text">{value || '–'}</bdi>
          <button class="why" type="button" aria-expanded={told.value} aria-controls={id} onClick={() => { told.value = !told.value }}><ValueShield trust={trust} reason={why} /></button>
        </span>
        {said && <span class="sub">by <bdi>{saidBy(said.source, open)}</bdi>, <Ago at={said.at} /></span>}
        <span id={id} class="why-told">{told.value && <bdi>{why}</bdi>}</span>
      </dd>
    </div>
  )
}

/** The site's own keys, and how much of their room they take. */
export function CustomData({ contact, bag, open }: Known) {
  const values = contact?.custom_data_values ?? bag?.custom_data ?? {}
  const facts = Object.entries(values).map(([key, value]) => fact('custom_data.' + key, value))
  if (!facts.length) return null
  return (
    <section class="card">
      <div class="card-head"><h3>Custom data</h3>{contact && <Meter used={contact.custom_data_bytes} limit={contact.custom_data_limit} />}</div>
      <Facts facts={facts} open={open} />
    </section>
  )
}
