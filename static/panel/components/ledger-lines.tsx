import { useSignal } from '@preact/signals'
import type { LedgerEntry } from '../../../internal/wire/wire.ts'
import { line, type Line } from '../words/ledger.ts'
import { isolate } from '../words/people.ts'
import { parse } from '../words/time.ts'
import * as icons from './icons.tsx'
import { Ago } from './time.tsx'

const shortList = 8

/** What happened to a person, newest first, in sentences. */
export function LedgerLines({ entries, name, open }: { entries: readonly LedgerEntry[]; name: string; open: string | undefined }) {
  const all = useSignal(false)
  const visible = all.value ? entries : entries.slice(0, shortList)
  return (
    <section class="card">
      <h3>Ledger</h3>
      {!entries.length && <p class="sub">Nothing has been recorded. Claims, links and fences will be, with their reasons.</p>}
      <ol class="ledger">
        {visible.map(entry => <Entry key={entry.seq} at={parse(entry.at)} line={line(entry, isolate(name), open)} />)}
      </ol>
      {visible.length < entries.length && (
        <button class="button button-quiet" type="button" onClick={() => { all.value = true }}>Show all {entries.length} entries</button>
      )}
    </section>
  )
}

const marks: { [kind in Line['kind']]: () => unknown } = {
  created: icons.Plus, identified: icons.Person, updated: icons.Pencil, noted: icons.Pencil, reset: icons.Exit, switched: icons.Fence,
}

function Entry({ at, line: { kind, says, notes, changes } }: { at: number; line: Line }) {
  const Mark = (marks[kind] ?? icons.Pencil) as typeof icons.Pencil
  return (
    <li class={'entry entry-' + kind}>
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
        {notes.map(note => <p class="sub" key={note}>{note}</p>)}
      </div>
      <span class="sub entry-at"><Ago at={at} /></span>
    </li>
  )
}
