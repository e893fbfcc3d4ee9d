import type { Json } from '../../../internal/wire/wire.ts'

// Values and keys as text.

/** A value as people read it: texts without quotes, lists with commas, the rest as JSON. Blank is "". */
export function text(value: Json | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every(item => typeof item === 'string')) return value.join(', ')
  return JSON.stringify(value)
}

const labels: { [key: string]: string } = {
  external_id: 'Your id', email: 'Email', name: 'Name', first_name: 'First name', last_name: 'Last name',
  company: 'Company', phone: 'Phone', avatar_url: 'Avatar', tag: 'Badge', tags: 'Hashtags',
  integration_ids: 'Integrations', identities: 'Identities',
}

/** Profile fields in the order in which people expect to read them. */
export const fields = Object.keys(labels)

export function label(key: string): string {
  return labels[key] ?? key.replace(/^custom_data\./, '')
}

/** "email" or "id", inside a sentence. */
export function identifier(key: string): string {
  return key === 'external_id' ? 'id' : label(key).toLowerCase()
}

export function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
}

export function hashtag(tag: string): string {
  return tag.startsWith('#') ? tag : '#' + tag
}

/** A phrase as it begins a sentence. */
export function capital(phrase: string): string {
  return phrase.charAt(0).toUpperCase() + phrase.slice(1)
}
