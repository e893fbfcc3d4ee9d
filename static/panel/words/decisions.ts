import type { ApiError, Alias, Conflict, Contact, Revocation } from '../../../internal/wire/wire.ts'
import { aliasName, contactName, isolate } from './people.ts'
import { identifier, plural } from './values.ts'

// What agents decide about people, in words.

export type Resolution = 'merge' | 'take' | 'dismiss'

/** The ways out of a conflict, three where all are open: what stands on the button, and what it does. */
export function ways(conflict: Conflict, contact: Contact, holder: string): { how: Resolution; label: string; hint: string }[] {
  const name = isolate(contactName(contact))
  const possible = conflict.key !== 'external_id' || !contact.external_id // nobody has two ids
  const what = `The ${identifier(conflict.key)}`
  return [
    ...(conflict.other_id ? [{ how: 'merge' as const, label: 'Same person', hint: `${name} and ${holder} are one: merge them` }] : []),
    ...(possible ? [{ how: 'take' as const, label: 'Theirs', hint: conflict.other_id ? `${what} is ${name}’s: ${holder} loses it` : `${what} is ${name}’s from now on` }] : []),
    { how: 'dismiss', label: 'Not theirs', hint: conflict.other_id ? `${what} stays with ${holder}` : `${what} isn’t ${name}’s: nothing changes` },
  ]
}

export function settled(conflict: Conflict, contact: Contact, how: Resolution): string {
  const name = isolate(contactName(contact))
  if (how === 'merge') return `Merged: they are one person now, ${name}.`
  return how === 'take' ? `${conflict.value} is ${name}’s now.` : `${conflict.value} isn’t ${name}’s: settled.`
}

/** What signing somebody out everywhere came to. A hash has no end: only tokens can be revoked for good. */
export function signedOut(contact: Contact, { fenced, durable }: Revocation): string {
  const done = `${isolate(contactName(contact))} is signed out: ${fenced ? plural(fenced, 'browser') + ' ended' : 'no browser was proven to be theirs'}.`
  return durable ? done : done + ' This site takes hashes, which never end: a page that still has one can come back with it.'
}

/** Why a merge can't be undone. One that must be undone before is called by who came with it. */
export function undoRefusal(error: ApiError, aliases: readonly Alias[]): ApiError {
  if (error.code !== 'merge_built_upon') return error
  const later = aliases.find(alias => alias.merge_id === error.field)
  const first = later ? `Undo the merge with ${isolate(aliasName(later))} first.` : 'Undo that one first.'
  return { ...error, message: 'A later merge builds on this one.', help: first }
}
