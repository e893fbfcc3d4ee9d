import { useSignal } from '@preact/signals'
import type { Alias, Contact } from '../../../../internal/wire/wire.ts'
import { aliasName, contactName } from '../../words/people.ts'
import { identifierReason } from '../../words/trust.ts'
import { ValueShield } from '../parts/person-parts.tsx'
import { MergeDialog } from './merge-dialog.tsx'
import type { Tools } from './tools.ts'
import { Undo } from './undo.tsx'

/** Who was merged into this person, and the way to merge one more. */
export function AliasesCard({ contact, tools }: { contact: Contact; tools: Tools }) {
  const merging = useSignal(false)
  return (
    <section class="card" aria-labelledby="aliases">
      <div class="card-head">
        <h3 id="aliases">Also known as</h3>
        <button class="button button-small" type="button" aria-haspopup="dialog" onClick={() => { merging.value = true }}>Merge with…</button>
      </div>
      {contact.aliases.length
        ? <ul class="lines">{contact.aliases.map(alias => <AliasLine key={alias.id} alias={alias} contact={contact} tools={tools} />)}</ul>
        : <p class="sub">Nobody else. If <bdi>{contactName(contact)}</bdi> is here twice, merge the two.</p>}
      {merging.value && <MergeDialog contact={contact} tools={tools} close={() => { merging.value = false }} />}
    </section>
  )
}

/** One of the identifiers of whom was merged, and how sure it was. */
function Identifier({ of, which }: { of: Alias; which: 'email' | 'external_id' }) {
  const [value, trust] = which === 'email' ? [of.email, of.email_trust] : [of.external_id, of.external_id_trust]
  if (!value) return null
  return <span class="line"><span class="clip">{which === 'external_id' && 'id '}<bdi>{value}</bdi></span>{trust && <ValueShield trust={trust} reason={identifierReason(trust)} />}</span>
}

function AliasLine({ alias, contact, tools }: { alias: Alias; contact: Contact; tools: Tools }) {
  return (
    <li class="line-item" data-alias={alias.id}>
      <div class="line-what">
        {!alias.email && !alias.external_id && <bdi>{aliasName(alias)}</bdi>}
        <Identifier of={alias} which="email" />
        <Identifier of={alias} which="external_id" />
        <div class="sub">leads here</div>
      </div>
      {alias.merge_id && <Undo tools={tools} contact={contact} merge={alias.merge_id} />}
    </li>
  )
}
