import { useEffect } from 'preact/hooks'
import type { Conflict, Contact, LedgerEntry } from '../../../../internal/wire/wire.ts'
import { line, type Cast, type Line } from '../../words/ledger.ts'
import { aliasName, contactName, isolate } from '../../words/people.ts'
import { parse } from '../../words/time.ts'
import * as icons from '../parts/icons.tsx'
import { shields } from '../parts/person-parts.tsx'
import { Ago } from '../parts/time.tsx'
import type { Tools } from './tools.ts'
import { Undo } from './undo.tsx'

/** How the people of an entry are called. */
export type Casting = (entry: LedgerEntry) => Cast

/** How people are called in an entry. One of a contact that was merged into this one is about that contact. */
export function castOf(entries: readonly LedgerEntry[], name: string, contact: Contact | undefined, open: string | undefined, tools: Tools): Casting {
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

/** A proof is told by its shield, anything else by what happened. */
function markOf(entry: LedgerEntry, kind: Line['kind']): typeof icons.Pencil {
  return entry.kind === 'identified' ? shields[entry.trust] : marks[kind] ?? icons.Pencil
}

interface EntryProps { entry: LedgerEntry; cast: Casting; contact: Contact | undefined; tools: Tools }

/** One entry of the ledger as a sentence, with what it changed. */
export function Entry({ entry, cast, contact, tools }: EntryProps) {
  const { kind, says, notes, changes } = line(entry, cast(entry))
  const Mark = markOf(entry, kind)
  return (
    <li class={`entry entry-${kind} entry-${entry.trust}`} data-kind={entry.kind}>
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
function More({ entry, contact, tools }: Omit<EntryProps, 'cast'>) {
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
