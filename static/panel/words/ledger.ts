import type { Change, Conflict, LedgerEntry } from '../../../internal/wire/wire.ts'
import { contactNick, nickname } from './people.ts'
import { reasonWords } from './reasons.ts'
import { hubSpot, keyName, saidBy, trustName } from './trust.ts'
import { capital, identifier, label, text } from './values.ts'

// The ledger as sentences: what happened, and what it changed, key by key.

export interface Line {
  kind: LedgerEntry['kind'] | 'created'
  says: string
  notes: string[] // what else is to be known
  changes: { key: string; old: string; new: string }[] // blanks are ""
}

/** Whom the entries are about, as the reader knows them. */
export interface Cast {
  name: string // what the person is called
  open?: string | undefined // the visitor that the reader is looking at
  called?(contact: string): string | undefined // what another contact is called
  parked?(conflict: string): Conflict | undefined // what a conflict was about
}

/** Reads one entry. */
export function line(entry: LedgerEntry, cast: Cast): Line {
  return {
    kind: entry.created ? 'created' : entry.kind,
    says: sentence(entry, cast),
    notes: notes(entry, cast),
    changes: (entry.changes ?? []).map(change),
  }
}

function sentence(entry: LedgerEntry, cast: Cast): string {
  const { name } = cast
  const browser = entry.visitor_id === cast.open ? 'this browser' : nickname(entry.visitor_id ?? '')
  const by = entry.by ? saidBy(entry.by) : entry.visitor_id ? browser : 'somebody'
  const other = entry.other_id ? called(cast, entry.other_id) : 'another contact'
  const then = entry.successor_id ? `, now ${nickname(entry.successor_id)}` : ''
  switch (entry.kind) {
    case 'identified': return `${name} was identified by ${browser}, ${proof(entry)}`
    case 'updated': return entry.changes?.length ? `${capital(browser)} changed what is known of ${name}` : `${capital(browser)} said of ${name} what can’t be taken over`
    case 'noted': return `${capital(browser)} said this while it was anonymous`
    case 'reset': return `${name} logged out of ${browser}${then}`
    case 'switched': return `Another person at ${browser}: fenced${then}`
    case 'refused': return `A claim by ${browser} was refused`
    case 'revoked': return entry.visitor_id ? `${capital(browser)} was signed out${then}` : `${capital(by)} signed ${name} out everywhere`
    case 'carried': return `${name} came to ${browser} by a link from ${nickname(entry.journey_id ?? '')}, on another of your domains`
    case 'detached': return `${capital(by)} detached ${browser} from ${name}`
    case 'displaced': return entry.by ? `${capital(by)} gave ${lost(entry)} of ${name} to ${other}` : `${name} lost ${lost(entry)}: ${other} proved it`
    case 'merged': return entry.by ? `${capital(by)} merged ${other} into ${name}` : `${other} turned out to be ${name}: merged`
    case 'joined': return entry.by ? `${capital(by)} merged ${name} into ${other}` : `${name} turned out to be ${other}: merged`
    case 'unmerged': return `${capital(by)} undid the merge of ${other} into ${name}`
    case 'left': return `${capital(by)} took ${name} out of ${other} again`
    case 'edited': return `${capital(by)} edited ${name}`
    case 'resolved': return `${capital(by)} ${settlement(entry, cast)}`
    case 'erased': return entry.other_id ? 'What named another person here was erased with them' : `${capital(by)} erased ${name}`
    default: return capital(String(entry.kind)) // a newer server than this page
  }
}

function called(cast: Cast, contact: string): string {
  return cast.called?.(contact) ?? contactNick(contact)
}

function proof({ trust }: LedgerEntry): string {
  if (trust === 'acting') return 'by somebody acting for them'
  return trust === 'verified' ? 'proven' : 'unproven'
}

/** "the email jane@x.example": what somebody else has by now. */
function lost({ changes = [] }: LedgerEntry): string {
  return changes.filter(c => c.new === null && c.old !== null).map(c => `the ${identifier(c.key)} ${text(c.old)}`).join(' and ') || 'an identifier'
}

function settlement(entry: LedgerEntry, cast: Cast): string {
  const settled = entry.settled?.map(id => cast.parked?.(id)).find(Boolean)
  const taken = entry.changes?.find(c => c.key === 'email' || c.key === 'external_id')
  const what = settled ? `the ${identifier(settled.key)} ${settled.value}` : taken ? `the ${identifier(taken.key)} ${text(taken.new)}` : 'what was in question'
  switch (entry.reason) {
    case 'take': return `decided that ${what} is ${cast.name}’s`
    case 'dismiss': return `decided that ${what} isn’t ${cast.name}’s`
    case 'merge': return `decided that whoever has ${what} is ${cast.name} too`
    default: return `settled a conflict of ${cast.name}`
  }
}

function notes(entry: LedgerEntry, cast: Cast): string[] {
  const said: string[] = []
  if (entry.created) said.push('The contact was created.')
  if (entry.link && entry.kind === 'identified') said.push(linkNote(entry.link.from))
  if (entry.key_id) said.push(`Proved with ${keyName(entry.key_id)}.`)
  if (entry.protected?.length) said.push(`Kept as it was: ${entry.protected.map(label).join(', ')}. ${keptBecause(entry)}.`)
  for (const conflict of entry.parked ?? []) said.push(parkedNote(conflict, cast))
  if (entry.kind !== 'resolved') said.push(...(entry.settled ?? []).map(id => settledNote(cast.parked?.(id))))
  if (entry.kind === 'detached' && entry.reason === 'revoked') said.push('It was never proven, and was undone when the person was signed out everywhere.')
  else if (entry.reason && entry.kind !== 'resolved') said.push(`${entry.kind === 'refused' ? 'Why' : 'About the proof'}: ${reasonWords(entry.reason)}.`)
  return said
}

/** A HubSpot token's names give way to whatever is known, however surely. */
function keptBecause({ key_id }: LedgerEntry): string {
  return key_id === hubSpot ? 'It was known already' : 'A surer source holds it'
}

function linkNote(from: string | null): string {
  return from ? 'The browser was linked to another contact before.' : 'The browser’s earlier visits came along.'
}

function parkedNote({ key, value, other_id }: Conflict, cast: Cast): string {
  const why = other_id ? `${called(cast, other_id)} has it` : 'unproven words can’t replace what is known'
  return `In question: the ${identifier(key)} ${value}. ${capital(why)}.`
}

function settledNote(conflict: Conflict | undefined): string {
  return conflict ? `Settled: the ${identifier(conflict.key)} ${conflict.value} is in question no more.` : 'A conflict was settled by this.'
}

// Where only the trust rose there is nothing to strike out.
function change({ key, old, new: now, trust }: Change): Line['changes'][number] {
  const [before, after] = [text(old), text(now)]
  const rose = before !== '' && before === after
  return { key: label(key), old: rose ? '' : before, new: rose && trust ? `${after}, now ${trustName(trust).toLowerCase()}` : after }
}

/** The newest entries without those that say again, from the other side, what another entry says. */
export function withoutEchoes(entries: readonly LedgerEntry[]): LedgerEntry[] {
  const merges = new Set(entries.filter(e => e.kind === 'merged').map(e => e.merge_id))
  return entries.filter(e => e.kind !== 'joined' || !merges.has(e.merge_id))
}
