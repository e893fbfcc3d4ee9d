// What developers do wrong with the calls, and how developer's mode says it. Each code has a section of that name on the
// server's page /help; what the server itself says of a mistake is repeated as it is.
import type { ApiError, Identified, Rejection } from '../../internal/wire/wire.ts'

/** A code, what is wrong and what to do, and what tells it from another mistake in the same words. */
export type Mistake = [code: string, text: string, about?: string]
export type Code = keyof typeof words

export const words = {
  id_missing: 'identify was called without an id, so nobody is named. Call it when you know who is logged in; at log-out call reset.',
  id_is_email: 'The id looks like an email address, but is only an id. Pass the user\'s own id, and the address as email.',
  email_missing: 'identify was called without an email, so people can be found by their ids only. Pass the email if you know it.',
  two_ids: 'identify was called with two different ids on one page. Call reset at log-out, before the next person is identified.',
  identify_arguments: 'identify takes (id, {traits}, proof), or all of it in one object: the second argument was neither. Put the proof third.',
  proof_failed: 'The proof wasn\'t accepted, so the person is only claimed. Turn on the site\'s development mode, and this warning says why.',
  tag_pattern: 'The tag isn\'t a badge like PAID_PLAN, so it gets no icon. Write PAID_PLAN, NEW_PLAN or TRIAL_PLAN; several words belong in tags.',
  tags_pattern: 'Not all of tags are hashtags such as #vip. Write a list of single words.',
  integration_ids_pattern: 'Not all of integration_ids are written name:id. Write a list such as ["crm:8817"].',
  script_twice: 'The page loads nametag.js more than once; the first copy works, the others do nothing. Leave one script tag.',
}

// Why a field was left out of a claim that was taken otherwise.
const left: { [reason: string]: string } = {
  too_large: 'it is too large, so nothing of the change was kept. Keep less in it',
  too_long: 'it is too long. Shorten it',
  too_many: 'it has too many entries. Send fewer',
  wrong_type: 'it has the wrong type. See which it takes',
  unknown_field: 'there is no such field. Check the spelling; your own keys belong in custom_data',
  bad_email: 'it is no email address. Send one like jane@example.com',
  control_character: 'there is a NUL in it. Take that out',
  differs: 'it differs from the one beside traits. Say it once',
}

// What is nobody's mistake: another tab, another person, the visitor's word, or the server, which the widget asks again.
const nobodys = /^(denied|fenced|expired|stale_token|rate_limited|unavailable|internal)$/

const opaque = 'This page is in a sandboxed frame, or a file: its origin is null.'

/** What a call says of a person, however it is spelt. */
export interface Said { id?: unknown; email?: unknown; tag?: unknown; tags?: unknown; integration_ids?: unknown; proof: boolean; token: boolean }

type Fields = { [key: string]: unknown }

/** Returns undefined for a call that says nothing of a person. */
export const said = (call: string, args: unknown[]): Said | undefined => {
  if (!/^(identify|updateConnection|setAttributes)$/.test(call)) return
  const [first, second, third] = args
  const person = (call !== 'identify' || isObject(first) ? first : { ...second as Fields, external_id: first }) as Fields | null
  const proof = typeof third === 'string' ? third.includes('.') ? { token: third } : { hash: third } : third as Fields
  const { traits, uniqueId, integrationIds, ...rest } = person ?? {}
  const all: Fields = { external_id: uniqueId, integration_ids: integrationIds, ...traits as Fields, ...rest, ...proof }
  return { ...all, id: all['external_id'], token: !!all['token'], proof: !!(all['hash'] ?? all['user_hash'] ?? all['token']) }
}

/** What can be told from a call by itself. */
export const inCall = (call: string, [first, second]: unknown[], of?: Said): Mistake[] => {
  if (!of) return []
  const { id, email, tag, tags, integration_ids, token } = of
  const whole = isObject(first)
  const found: { [code in Code]?: unknown } = {
    identify_arguments: call === 'identify' && second != null && (whole || !isObject(second)),
    id_missing: call === 'identify' && (id == null || id === '') && !token && !(whole && email),
    id_is_email: /^\s*[^\s@]+@[^\s@]+\.[^\s@]+\s*$/.test(id as string),
    tag_pattern: tag && !/^[A-Z0-9_]+$/.test(tag as string),
    tags_pattern: listed(tags).some(one => !/^#?[\p{L}\p{N}_-]+$/u.test(one)),
    integration_ids_pattern: listed(integration_ids).some(one => !/^[\w-]+:./.test(one)),
  }
  return (Object.keys(found) as Code[]).filter(code => found[code]).map(code => [code, words[code]])
}

/** What the answer to a claim complains of, and what it only shows. */
export const inAnswer = ({ trust, rejected = [], warnings = [] }: Identified, proof: boolean): Mistake[] => [
  ...warnings.map(({ code, message, help }): Mistake => [code, sentences(message, help)]),
  ...rejected.filter(({ field }) => !/^\d+$/.test(field)).map(leftOut), // a text in place of traits has its letters as fields
  ...proof && !warnings.length && /^(anonymous|claimed)$/.test(trust) ? [['proof_failed', words.proof_failed] as Mistake] : [],
]

/** Why a call was refused. A second wrong id is a second mistake. */
export const inRefusal = (call: string, { code, message, field, help }: ApiError, id: string): Mistake[] => {
  if (nobodys.test(code)) return []
  if (code === 'unknown_call') return [[code, `There is no call "${call}". Check its spelling.`]]
  const about = field === 'external_id' ? id : ''
  if (code !== 'origin_not_allowed') return [[code, sentences(message, help), about]]
  const { origin } = self // in a sandboxed frame not that of its address
  return [[code, sentences(message, origin === 'null' && opaque, help?.replace('ORIGIN', origin)), about]]
}

const leftOut = ({ field, reason, limit, size }: Rejection): Mistake => {
  const bounds = limit ? ` (${size}, at most ${limit})` : ''
  return [reason, `${field} was left out${bounds}: ${left[reason] ?? reason}.`, field]
}

const sentences = (...all: (string | false | undefined)[]) => all.filter(Boolean).join(' ')

const isObject = (value: unknown): value is Fields => !!value && typeof value === 'object'

/** The texts of a list; what isn't one, the server says. */
const listed = (value: unknown) => Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
