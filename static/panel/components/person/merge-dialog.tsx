import { useEffect, useRef } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import type { Contact, Merge } from '../../../../internal/wire/wire.ts'
import { mergeLines, type MergeLine } from '../../words/merge.ts'
import { contactName } from '../../words/people.ts'
import { label } from '../../words/values.ts'
import { useDeed } from '../parts/deed.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Search } from '../parts/icons.tsx'
import { Avatar, Shield } from '../parts/person-parts.tsx'
import type { Tools } from './tools.ts'
import { Wrong } from '../parts/wrong.tsx'

interface Tried { other: Contact; merge: Merge }

/** Finds the other one, shows what a merge would do, and does it. */
export function MergeDialog({ contact, tools, close }: { contact: Contact; tools: Tools; close(): void }) {
  const tried = useSignal<Tried | null>(null)
  const deed = useDeed()
  const { candidates, desk } = tools
  useEffect(() => candidates.forget, [])
  const choose = (other: Contact) => void deed.run(async () => { tried.value = { other, merge: await desk.preview(contact, other) } })
  const sure = async (other: Contact) => { if (await deed.run(() => desk.merge(contact, other))) close() }
  return (
    <Dialog title={tried.value ? `Merge ${contactName(contact)} and ${contactName(tried.value.other)}?` : `Merge ${contactName(contact)} with…`} wide close={close}>
      {tried.value
        ? <Preview contact={contact} {...tried.value} />
        : <Find contact={contact} tools={tools} busy={deed.busy} choose={choose} />}
      <Wrong error={deed.failure} />
      {tried.value && (
        <div class="dialog-foot">
          <button class="button" type="button" onClick={() => { tried.value = null }}>Back</button>
          <button class="button button-main" type="button" disabled={deed.busy} onClick={() => void sure(tried.value!.other)}>{deed.busy ? 'One moment…' : 'Merge'}</button>
        </div>
      )}
    </Dialog>
  )
}

interface FindProps { contact: Contact; tools: Tools; busy: boolean; choose(other: Contact): void }

function Find({ contact, tools: { candidates, people }, busy, choose }: FindProps) {
  const typed = candidates.query.value.trim()
  const rivals = rivalsOf(contact, people.known.value)
  const found = (typed ? candidates.list.value : rivals)?.filter(c => c.id !== contact.id)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.focus(), [])
  return (
    <div class="dialog-body">
      <label class="search">
        <Search />
        <span class="ears">Email or id of the other person</span>
        <input ref={input} type="search" value={candidates.query.value} placeholder="Email or id of the other person" autocomplete="off" spellcheck={false} autofocus
          onInput={event => candidates.search(event.currentTarget.value)} />
      </label>
      {typed && <Wrong error={candidates.failure.value} />}
      <div aria-live="polite">
        {!typed && <p class="sub">{rivals.length ? 'In conflict with this person:' : 'Their email or id begins with what you type. You see what changes before anything does.'}</p>}
        {typed && found?.length === 0 && !candidates.busy.value && <p class="sub">Nobody else’s email or id starts with “<bdi>{typed}</bdi>”.</p>}
      </div>
      <ul class={'candidates' + (candidates.busy.value ? ' contacts-busy' : '')} aria-label="People to merge with">
        {found?.slice(0, mostShown).map(c => <Candidate key={c.id} contact={c} busy={busy} choose={choose} />)}
      </ul>
    </div>
  )
}

const mostShown = 8

/** Who has what is in question: the likeliest to be the same person. */
function rivalsOf(contact: Contact, known: ReadonlyMap<string, Contact>): Contact[] {
  const rivals = contact.conflicts.map(k => known.get(k.other_id ?? '')).filter(c => c !== undefined)
  return [...new Map(rivals.map(c => [c.id, c])).values()]
}

function Candidate({ contact, busy, choose }: { contact: Contact; busy: boolean; choose(other: Contact): void }) {
  const name = contactName(contact)
  const rest = [contact.external_id !== name && contact.external_id && `id ${contact.external_id}`, contact.email !== name && contact.email].filter(Boolean)
  return (
    <li>
      <button class="candidate" type="button" disabled={busy} onClick={() => choose(contact)} data-candidate={contact.id}>
        <Avatar id={contact.visitors[0]?.id ?? contact.id} name={name} trust={contact.trust === 'anonymous' ? 'claimed' : contact.trust} picture={contact.avatar} />
        <span class="line-what">
          <span class="line"><bdi class="clip">{name}</bdi><Shield trust={contact.trust} name={name} /></span>
          <span class="sub clip"><bdi>{rest.join(' · ') || 'nothing else is known'}</bdi></span>
        </span>
      </button>
    </li>
  )
}

function Preview({ contact, other, merge }: Tried & { contact: Contact }) {
  const [stays, goes] = merge.contact.id === contact.id ? [contact, other] : [other, contact]
  const lines = mergeLines(stays, goes, merge)
  const table = useRef<HTMLDivElement>(null)
  useEffect(() => table.current?.focus(), [])
  return (
    <div class="dialog-body">
      <p>
        <b><bdi>{contactName(stays)}</bdi></b> stays, <b><bdi>{contactName(goes)}</bdi></b> becomes a part of them
        {stays !== contact && ', since only the one who stays has an id'}. It can be undone.
      </p>
      <div class="preview" ref={table} tabIndex={0} role="group" aria-label="What the merge changes, field by field">
        <dl>{lines.map(line => <PreviewLine key={line.key} line={line} />)}</dl>
      </div>
    </div>
  )
}

function PreviewLine({ line: { key, after, note, kind } }: { line: MergeLine }) {
  return (
    <div class={'value preview-' + kind} data-preview={key}>
      <dt><bdi>{label(key)}</bdi></dt>
      <dd>
        <bdi class="preview-after">{after || '–'}</bdi>
        {note ? <span class="preview-note"><bdi>{note}</bdi></span> : <span class="ears"> unchanged</span>}
      </dd>
    </div>
  )
}
