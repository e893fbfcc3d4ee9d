import type { LedgerEntry } from '../../../internal/wire/wire.ts'
import { nickname } from './people.ts'
import { label, text } from './values.ts'

// The ledger as sentences: what happened, and what it changed, key by key.

export interface Line {
  kind: LedgerEntry['kind'] | 'created'
  says: string
  notes: string[] // what else is to be known
  changes: { key: string; old: string; new: string }[] // blanks are ""
}

/** Reads one entry. `name` is what the person is called, `open` the visitor that the reader is looking at. */
export function line(entry: LedgerEntry, name: string, open?: string): Line {
  return {
    kind: entry.created ? 'created' : entry.kind,
    says: sentence(entry, name, entry.visitor_id === open ? 'this browser' : nickname(entry.visitor_id)),
    notes: notes(entry),
    changes: (entry.changes ?? []).map(c => ({ key: label(c.key), old: text(c.old), new: text(c.new) })),
  }
}

function sentence(entry: LedgerEntry, name: string, browser: string): string {
  const then = entry.successor_id ? `, now ${nickname(entry.successor_id)}` : ''
  switch (entry.kind) {
    case 'identified': return `${name} was identified by ${browser}, ${proof(entry)}`
    case 'updated': return `${capital(browser)} changed what is known of ${name}`
    case 'noted': return `${capital(browser)} said this while it was anonymous`
    case 'reset': return `${name} logged out of ${browser}${then}`
    case 'switched': return `Another person at ${browser}: fenced${then}`
    default: return capital(String(entry.kind)) // a newer server than this page
  }
}

function proof({ trust }: LedgerEntry): string {
  if (trust === 'acting') return 'by somebody acting for them'
  return trust === 'verified' ? 'proven' : 'unproven'
}

function notes(entry: LedgerEntry): string[] {
  const said: string[] = []
  if (entry.created) said.push('The contact was created.')
  if (entry.link && entry.kind === 'identified') said.push(linkNote(entry.link.from))
  if (entry.protected?.length) said.push(`Kept as it was: ${entry.protected.map(label).join(', ')}. A surer source holds it.`)
  if (entry.reason) said.push(`Why: ${entry.reason.replaceAll('_', ' ')}.`)
  return said
}

function linkNote(from: string | null): string {
  return from ? 'The browser was linked to another contact before.' : 'The browser’s earlier visits came along.'
}

function capital(phrase: string): string {
  return phrase.charAt(0).toUpperCase() + phrase.slice(1)
}
