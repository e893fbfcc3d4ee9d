import type { Alias, Contact, PersonFrame, Row, Trust } from '../../../internal/wire/wire.ts'
import { text } from './values.ts'

// What we call people, and how they look in a list.

const turning = /[\p{Script=Hebrew}\p{Script=Arabic}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

/** A name for use inside a sentence: its direction, and what it does to directions, ends with it. */
export function isolate(name: string): string {
  return turning.test(name) ? `\u2068${name}\u2069` : name
}

/** "Visitor 4F2A": the last four letters of a visitor's id are chance, so they tell neighbours apart. */
export function nickname(visitor: string): string {
  return 'Visitor ' + visitor.slice(-4).toUpperCase()
}

const unseen = /^[\p{C}\p{Z}\s]*$/u

/** A name that can be seen, else "". */
function visible(name = ''): string {
  return unseen.test(name) ? '' : name
}

/** What a row is called. An anonymous visitor keeps its nickname whatever its browser says of it. */
export function rowName(row: Row): string {
  if (row.trust === 'anonymous') return nickname(row.visitor)
  return visible(row.name) || row.email || row.external_id || nickname(row.visitor)
}

/** Whom else a row shows: the visitors that its browsers keep, where its pages keep nothing. */
export function alsoShown(own: readonly string[]): string {
  return own.length === 1 ? 'also ' + nickname(own[0]!) : `also ${own.length} visitors`
}

/** The same as a row's title: who acts as somebody else is named first. */
export function rowTitle(row: Row): string {
  return title(row.trust, rowName(row), row.actor)
}

function title(trust: Trust, name: string, actor?: string): string {
  return trust === 'acting' ? actingAs(name, actor) : name
}

/** "Sam acting as Jane". */
export function actingAs(name: string, actor?: string): string {
  return `${actor ? isolate(actor) : 'Somebody'} acting as ${isolate(name)}`
}

export function contactName(contact: Contact): string {
  return fullName(contact) || aliasName(contact)
}

/** What a contact is called of which nothing but its identifiers is known. */
export function aliasName(alias: Pick<Alias, 'id' | 'email' | 'external_id'>): string {
  return alias.email || alias.external_id || contactNick(alias.id)
}

/** "Contact 2B2Q", for one of whom nothing is known. */
export function contactNick(id: string): string {
  return 'Contact ' + id.slice(-4).toUpperCase()
}

/** The name above a person's page. */
export function personTitle(person: PersonFrame): string {
  return title(person.visitor?.trust ?? 'anonymous', personName(person), person.visitor?.actor)
}

export function personName(person: PersonFrame): string {
  if (person.contact) return contactName(person.contact)
  return person.visitor ? nickname(person.visitor.id) : 'Somebody'
}

function fullName({ traits }: Contact): string {
  const said = (key: string) => text(traits[key]?.value)
  return visible(said('name')) || [said('first_name'), said('last_name')].filter(visible).join(' ')
}

const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** One or two letters (whole graphemes: an emoji stays whole) of a name or an email address. */
export function initials(name: string): string {
  const words = name.replace(/@.*$/, '').split(/[\s._-]+/).filter(Boolean)
  const ends = words.length > 1 ? [words[0], words[words.length - 1]] : [words[0]]
  return ends.map(firstLetter).join('').toLocaleUpperCase()
}

function firstLetter(word = ''): string {
  for (const { segment } of segments.segment(word.replace(/^[\p{P}\p{Sm}\p{Cf}]+/u, ''))) return segment
  return ''
}

const hues = [25, 55, 85, 130, 155, 180, 205, 235, 265, 295, 325, 350]

/** A hue in degrees that is always the same for the same id, and far from its neighbours'. */
export function hue(id: string): number {
  let sum = 0x811c9dc5 // FNV-1a, then stirred: neighbours in time differ in their last letters only
  for (let i = 0; i < id.length; i++) sum = Math.imul(sum ^ id.charCodeAt(i), 0x01000193)
  sum = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b)
  return hues[((sum ^ (sum >>> 13)) >>> 0) % hues.length] ?? 0
}
