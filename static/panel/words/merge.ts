import type { Contact, Merge } from '../../../internal/wire/wire.ts'
import { contactName, isolate } from './people.ts'
import { fields, text } from './values.ts'

// A merge before it is made, field by field.

export interface MergeLine {
  key: string // a field, or "custom_data.KEY"
  after: string // what it will say; "" for nothing
  note: string // where that comes from, or what becomes of the other's
  kind: 'filled' | 'kept' | 'same' // taken from the other, unlike the other's, or nothing to tell
}

/** Reads a preview of merging `goes` into `stays`. */
export function mergeLines(stays: Contact, goes: Contact, merge: Merge): MergeLine[] {
  const other = isolate(contactName(goes))
  const filled = new Set(merge.changes.map(c => c.key))
  return keysOf(stays, goes).map(key => {
    const [ours, theirs, after] = [valueOf(stays, key), valueOf(goes, key), valueOf(merge.contact, key)]
    if (filled.has(key)) return { key, after, note: `from ${other}`, kind: 'filled' }
    if (!theirs || theirs === ours) return { key, after, note: '', kind: 'same' }
    if (isIdentifier(key)) return { key, after, note: `${theirs} leads here too`, kind: 'kept' }
    return { key, after, note: after ? `instead of ${theirs}` : `no room for ${theirs}`, kind: 'kept' }
  })
}

const isIdentifier = (key: string) => key === 'external_id' || key === 'email'

function keysOf(...contacts: Contact[]): string[] {
  const traits = new Set(contacts.flatMap(c => Object.keys(c.traits)))
  const custom = new Set(contacts.flatMap(c => Object.keys(c.custom_data)))
  const identifiers = ['external_id', 'email'].filter(key => contacts.some(c => valueOf(c, key)))
  return [
    ...identifiers, ...fields.filter(key => traits.has(key)), ...[...traits].filter(key => !fields.includes(key)).sort(),
    ...[...custom].sort().map(key => 'custom_data.' + key),
  ]
}

function valueOf(contact: Contact, key: string): string {
  if (key === 'external_id' || key === 'email') return contact[key] ?? ''
  if (key.startsWith('custom_data.')) return text(contact.custom_data[key.slice('custom_data.'.length)])
  return text(contact.traits[key]?.value)
}
