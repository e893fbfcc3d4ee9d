import './facts.ts'
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import type { BatchAnswer, IdentifyArgs } from '../../internal/wire/wire.ts'
import { accept } from '../src/answer.ts'
import { spell } from '../src/claim.ts'
import { page } from '../src/page.ts'
import { hear } from '../src/push.ts'
import { identity, recognise, who } from '../src/visitor.ts'

/** What a value of the protocol looks like: a JSON type, one of some texts, a list, or an object ("?" marks what may be absent). */
type Shape = 'string' | 'number' | 'boolean' | 'any' | { one: (string | null)[] } | { list: Shape } | { or: Shape[] } | { [key: string]: Shape }

const trust: Shape = { one: ['anonymous', 'claimed', 'verified', 'acting'] }
const nullable = (shape: Shape): Shape => ({ or: [shape, { one: [null] }] })
const where: Shape = { url: 'string', 'title?': 'string', 'referrer?': 'string' }
const id: Shape = nullable({ or: ['string', 'number'] })
const text = nullable('string')
const texts = nullable({ list: 'string' })
const traits: Shape = {
  'name?': text, 'first_name?': text, 'last_name?': text, 'company?': text, 'phone?': text, 'avatar_url?': text, 'tag?': text,
  'tags?': texts, 'integration_ids?': texts, 'identities?': texts, 'custom_data?': 'any', 'external_id?': id, 'email?': text,
}
const args: Shape = { 'external_id?': id, 'email?': text, 'hash?': 'string', 'token?': 'string', 'traits?': traits }
const error: Shape = { code: 'string', message: 'string', 'field?': 'string', 'limit?': 'number', 'help?': 'string' }
const identified: Shape = {
  visitor_id: 'string', trust, switched: 'boolean', 'expires_at?': 'string',
  'rejected?': { list: { field: 'string', reason: 'string', 'limit?': 'number', 'size?': 'number' } },
  'warnings?': { list: { code: 'string', message: 'string', 'help?': 'string' } },
}
const ok: Shape = { or: [identified, { visitor_id: 'string' }, { code: 'string', expires_at: 'string' }, { token: 'string', expires_at: 'string' }] }

/** The browser's side of the protocol, as widget/src takes it. */
const shapes: { [name: string]: Shape } = {
  Batch: {
    site: 'string', visitor: text, 'page?': where, 'sent_at?': 'number',
    'commands?': { list: { or: [
      { id: 'string', call: { one: ['identify', 'update'] }, args },
      { id: 'string', call: { one: ['reset', 'lookup_code'] } },
      { id: 'string', call: { one: ['token'] }, args: { for: 'string' } },
      { id: 'string', call: { one: ['carry'] }, args: { token: 'string' } },
    ] } },
  },
  BatchAnswer: {
    visitor: { id: 'string', token: 'string', trust },
    site: { 'dev?': 'boolean', 'cookie_domain?': 'string', 'linked?': { list: 'string' } },
    answers: { list: { or: [{ id: 'string', ok }, { id: 'string', error }] } },
  },
  ErrorAnswer: { error },
  VisitorFrame: { or: [{ hello: { visitor: 'string', page: where, tab: 'string', visible: 'boolean' } }, { page: where }, { visible: 'boolean' }, { alive: { one: [true as never] } }] },
  VisitorPush: { or: [{ welcome: { visitor_id: 'string', trust } }, { fence: {} }, { identity: { trust } }, { expired: { trust } }] },
  Heartbeat: { site: 'string', visitor: 'string', tab: 'string', page: where, visible: 'boolean', 'gone?': 'boolean' },
}

const fits = (value: unknown, shape: Shape): boolean => {
  if (shape === 'any') return true
  if (typeof shape === 'string') return typeof value === shape
  if ('one' in shape) return (shape.one as unknown[]).includes(value)
  if ('or' in shape) return (shape.or as Shape[]).some(s => fits(value, s))
  if ('list' in shape) return Array.isArray(value) && value.every(v => fits(v, shape.list as Shape))
  if (typeof value !== 'object' || !value || Array.isArray(value)) return false
  const fields = Object.entries(shape)
  const known = fields.map(([key]) => key.replace('?', ''))
  return Object.keys(value).every(key => known.includes(key)) && fields.every(([key, s]) => {
    const field = (value as { [key: string]: unknown })[key.replace('?', '')]
    return field === undefined ? key.endsWith('?') : fits(field, s)
  })
}

const folder = new URL('../../internal/wire/testdata/', import.meta.url)
const golden: { [name: string]: unknown[] } = Object.assign({}, ...readdirSync(folder).filter(f => f.endsWith('.json'))
  .map(f => JSON.parse(readFileSync(new URL(f, folder), 'utf8'))))

for (const [name, shape] of Object.entries(shapes)) {
  test(`golden ${name} is what the widget knows`, () => {
    assert.ok(golden[name]?.length, 'no golden frames')
    for (const frame of golden[name]!) assert.ok(fits(frame, shape), JSON.stringify(frame))
  })
}

const commands = () => golden.Batch!.flatMap(b => (b as { commands?: { call: string; args?: IdentifyArgs }[] }).commands || [])

test('what a page says is spelled as the golden commands are', () => {
  for (const { call, args } of commands()) {
    if (!args || !/identify|update/.test(call)) continue
    const { traits, ...claim } = args
    assert.deepEqual(JSON.parse(JSON.stringify(spell({ ...traits, ...claim }))), args)
  }
})

test('the page is spelled as golden pages are', () => assert.ok(fits(page(), where)))

test('golden answers are understood', () => {
  recognise()
  for (const answer of golden.BatchAnswer as BatchAnswer[]) {
    accept(structuredClone(answer), who.token)
    assert.deepEqual([identity().visitor_id, identity().trust, who.token], [answer.visitor.id, answer.visitor.trust, answer.visitor.token])
  }
})

test('golden pushes are understood', t => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  Object.assign(globalThis, { navigator: {} })
  for (const push of golden.VisitorPush!) hear(push as never)
  assert.equal(identity().trust, 'anonymous', 'a fence forgets')
})
