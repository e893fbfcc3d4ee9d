import { useEffect } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import type { Conflict, Contact, LedgerEntry } from '../../../internal/wire/wire.ts'
import { line, withoutEchoes, type Cast, type Line } from '../words/ledger.ts'
import { aliasName, contactName, isolate } from '../words/people.ts'
import { parse } from '../words/time.ts'
import * as icons from './icons.tsx'
import { Ago } from './time.tsx'
import type { Tools } from './tools.ts'
import { Undo } from './undo.tsx'

const shortList = 8

export interface LedgerLinesProps {
  entries: readonly LedgerEntry[]
  name: string
  contact: Contact | undefined
  open: string | undefined
  tools: Tools
}

/** What happened to a person, newest first, in sentences. */
export function LedgerLines({ entries, name, contact, open, tools }: LedgerLinesProps) {
  const all = useSignal(false)
  const told = withoutEchoes(entries)
  const visible = all.value ? told : told.slice(0, shortList)
  const cast = castOf(entries, name, contact, open, tools)
  return (
    <section class="card">
      <h3>Ledger</h3>
      {!told.length && <p class="sub">Nothing has been recorded. Claims, links and fences will be, with their reasons.</p>}
      <ol class="ledger">
        {visible.map(entry => (
          <Entry key={entry.seq} entry={entry} line={line(entry, cast(entry))} contact={contact} tools={tools} />
        ))}
      </ol>
      {visible.length < told.length && (
        <button class="button button-quiet" type="button" onClick={() => { all.value = true }}>Show all {told.length} entries</button>
      )}
    </section>
  )
}

/** How people are called in an entry. One of a contact that was merged into this one is about that contact. */
function castOf(entries: readonly LedgerEntry[], name: string, contact: Contact | undefined, open: string | undefined, tools: Tools): (entry: LedgerEntry) => Cast {
  const parked = new Map<string, Conflict>()
  for (const entry of entries) for (const conflict of entry.parked ?? []) parked.set(conflict.id, conflict)
  const known = tools.people.known.value
  function called(id: string): string | undefined {
    if (id === contact?.id) return isolate(name)
    const alias = contact?.aliases.find(a => a.id === id)
    const other = known.get(id)
    return alias ? isolate(aliasName(alias)) : other && isolate(contactName(other))
  }
  return ({ contact_id }) => ({ name: (contact_id && called(contact_id)) || isolate(name), open, called, parked: id => parked.get(id) })
}

const marks: { [kind in Line['kind']]: typeof icons.Pencil } = {
  created: icons.Plus, identified: icons.Person, updated: icons.Pencil, noted: icons.Pencil, reset: icons.Exit, switched: icons.Fence,
  refused: icons.Close, detached: icons.Unlink, displaced: icons.Split, merged: icons.Merge, joined: icons.Merge, unmerged: icons.Split,
  left: icons.Split, edited: icons.Pencil, resolved: icons.Check, revoked: icons.Exit, carried: icons.Link, erased: icons.Erase,
}

interface EntryProps { entry: LedgerEntry; line: Line; contact: Contact | undefined; tools: Tools }

function Entry({ entry, line: { kind, says, notes, changes }, contact, tools }: EntryProps) {
  const Mark = marks[kind] ?? icons.Pencil
  return (
    <li class={'entry entry-' + kind} data-kind={entry.kind}>
      <span class="entry-mark"><Mark /></span>
      <div class="entry-body">
        <p class="entry-says"><bdi>{says}</bdi></p>
        {changes.length > 0 && (
          <ul class="changes">
            {changes.map(({ key, old, new: now }) => (
              <li key={key}>
                <bdi class="change-key">{key}</bdi>{': '}
                {old && <><del><bdi>{old}</bdi></del><span aria-hidden="true"> → </span></>}
                {now ? <ins><bdi>{now}</bdi></ins> : <span class="sub">removed</span>}
              </li>
            ))}
          </ul>
        )}
        {notes.map(note => <p class="sub" key={note}><bdi>{note}</bdi></p>)}
        <More entry={entry} contact={contact} tools={tools} />
      </div>
      <span class="sub entry-at"><Ago at={parse(entry.at)} /></span>
    </li>
  )
}

/** What can be done about an entry: open the other one, take a merge back. */
function More({ entry, contact, tools }: Omit<EntryProps, 'line'>) {
  const other = entry.other_id ?? entry.parked?.find(k => k.other_id)?.other_id
  const elsewhere = other && other !== contact?.id && !contact?.aliases.some(a => a.id === other) && entry.kind !== 'erased'
  useEffect(() => { if (elsewhere) tools.people.ask(other) }, [elsewhere && other])
  return (
    <>
      {elsewhere && <p class="sub"><a href={tools.href({ page: 'contacts', contact: other })}>Open the other contact</a></p>}
      {entry.kind === 'merged' && entry.merge_id && <div class="entry-undo"><Undo tools={tools} contact={contact} merge={entry.merge_id} /></div>}
    </>
  )
}
