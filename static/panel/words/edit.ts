import type { Contact, ContactChange, Json } from '../../../internal/wire/wire.ts'
import { text } from './values.ts'

// What an agent types about a person, and what is meant by it.

/** Profile fields that hold one text, and those that hold a list: a line each. */
export const single = ['external_id', 'email', 'name', 'first_name', 'last_name', 'company', 'phone', 'avatar_url', 'tag'] as const
export const lists = ['tags', 'integration_ids', 'identities'] as const
export type Field = typeof single[number] | typeof lists[number]
const isList = (field: Field): field is typeof lists[number] => (lists as readonly string[]).includes(field)

/** What stands in the form: texts by field, and the custom data by key. */
export interface Draft { fields: { [field: string]: string }; custom: { key: string; text: string }[] }

export function draftOf(contact: Contact): Draft {
  const fields = Object.fromEntries([...single, ...lists].map(field => [field, shown(contact, field)]))
  const custom = Object.keys(contact.custom_data).sort().map(key => ({ key, text: spell(contact.custom_data[key]!) }))
  return { fields, custom }
}

/** A field as it stands in the form. */
export function shown(contact: Contact, field: Field): string {
  if (field === 'external_id' || field === 'email') return contact[field] ?? ''
  const value = contact.traits[field]?.value
  return isList(field) && Array.isArray(value) ? value.join('\n') : text(value)
}

/** Anything that reads as JSON is that, all else is a text: `42` a number, `"42"` a text, `on hold` a text too. */
export function spell(value: Json): string {
  return typeof value === 'string' && read(value) === value ? value : JSON.stringify(value)
}

export function read(typed: string): Json {
  const trimmed = typed.trim()
  try {
    return JSON.parse(trimmed) as Json
  } catch {
    return trimmed
  }
}

/** What a typed value is taken for. */
export function kindOf(typed: string): string {
  const value = read(typed)
  if (value === null || value === '') return 'removed'
  if (Array.isArray(value)) return 'list'
  return { string: 'text', number: 'number', boolean: 'yes or no', object: 'object' }[typeof value as 'string'] ?? 'text'
}

/** What differs between a draft and how it began: only that is sent, so that what others change meanwhile stays. */
export function changeOf(before: Draft, after: Draft): ContactChange {
  const change: { [field: string]: Json } = {}
  for (const field of [...single, ...lists]) {
    const typed = after.fields[field] ?? ''
    if (typed === before.fields[field]) continue
    change[field] = isList(field) ? lines(typed) : typed.trim() || null
  }
  const custom = customChange(before, after)
  if (Object.keys(custom).length) change['custom_data'] = custom
  return change as ContactChange
}

function lines(typed: string): string[] | null {
  const list = typed.split('\n').map(line => line.trim()).filter(Boolean)
  return list.length ? list : null
}

function customChange(before: Draft, after: Draft): { [key: string]: Json } {
  const [was, is] = [textsOf(before), textsOf(after)]
  const change: { [key: string]: Json } = Object.create(null)
  for (const [key, typed] of is) if (was.get(key) !== typed) change[key] = removes(typed) ? null : read(typed)
  for (const key of was.keys()) if (!is.has(key)) change[key] = null
  return change
}

function textsOf({ custom }: Draft): Map<string, string> {
  return new Map(custom.filter(({ key }) => key.trim()).map(({ key, text }) => [key.trim(), text]))
}

function removes(typed: string): boolean {
  const value = read(typed)
  return value === null || value === ''
}

/** What the custom data would weigh, as JSON in UTF-8. */
export function weigh({ custom }: Draft): number {
  const all: { [key: string]: Json } = Object.create(null)
  for (const { key, text } of custom) if (key.trim() && !removes(text)) all[key.trim()] = read(text)
  return new TextEncoder().encode(JSON.stringify(all)).length
}

/** Keys that stand in the form twice. */
export function doubled({ custom }: Draft): Set<string> {
  const keys = custom.map(({ key }) => key.trim()).filter(Boolean)
  return new Set(keys.filter((key, i) => keys.indexOf(key) !== i))
}

/** Which field of the form an error of the server is about; "" for none of them. */
export function fieldOf(field: string | undefined): string {
  const name = (field ?? '').split(/[.[]/)[0]!
  return name === 'custom_data' || (single as readonly string[]).includes(name) || (lists as readonly string[]).includes(name) ? name : ''
}
