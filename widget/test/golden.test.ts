import './facts.ts'
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { after, before, test } from 'node:test'
import type { BatchAnswer, Said } from '../../internal/wire/wire.ts'
import { take } from '../src/answer.ts'
import { call, calls } from '../src/calls.ts'
import { end, init, tick } from '../src/life.ts'
import { queue, settle } from '../src/outbox.ts'
import { page } from '../src/page.ts'
import { become, identity, save, who } from '../src/visitor.ts'

/** What a value of the protocol looks like: a JSON type, one of some texts, a list, a tuple, or an object ("?" marks what may be absent). */
type Shape = 'string' | 'number' | 'boolean' | 'any' | { one: (string | null)[] } | { list: Shape } | { tuple: Shape[] } | { or: Shape[] } | { [key: string]: Shape }

const trust: Shape = { one: ['anonymous', 'claimed', 'verified', 'acting'] }
const where: Shape = { url: 'string', 'title?': 'string', 'referrer?': 'string' }
const hello = { visitor: 'string', 'own?': 'string', page: where, tab: 'string', visible: 'boolean', 'alive?': 'number' } satisfies Shape
const nullable = (shape: Shape): Shape => ({ or: [shape, { one: [null] }] })
const id: Shape = nullable({ or: ['string', 'number'] })
const text = nullable('string')
const texts = nullable({ list: 'string' })
const traits: Shape = {
  'name?': text, 'first_name?': text, 'last_name?': text, 'company?': text, 'phone?': text, 'avatar_url?': text, 'tag?': text,
  'tags?': texts, 'integration_ids?': texts, 'identities?': texts, 'custom_data?': 'any', 'external_id?': id, 'email?': text,
}
const args: Shape = { 'external_id?': id, 'email?': text, 'hash?': 'string', 'token?': 'string', 'fill_blanks?': 'boolean', 'traits?': traits }
const said: Shape = { '0?': 'any', '1?': 'any', '2?': 'any' }
const error: Shape = { code: 'string', message: 'string', 'field?': 'string', 'limit?': 'number', 'help?': 'string' }
const identified: Shape = {
  visitor_id: 'string', trust, switched: 'boolean', 'expires_at?': 'string',
  'rejected?': { list: { field: 'string', reason: 'string', 'limit?': 'number', 'size?': 'number' } },
  'warnings?': { list: { code: 'string', message: 'string', 'help?': 'string' } },
}
const ok: Shape = { or: [identified, { visitor_id: 'string' }, { code: 'string', expires_at: 'string' }, { token: 'string', expires_at: 'string' }, 'string'] }
const latest: Shape = { tuple: ['number', 'number', identified] }

/** The browser's side of the protocol, as widget/src takes it. */
const shapes: { [name: string]: Shape } = {
  Batch: {
    site: 'string', visitor: text, 'page?': where, 'sent_at?': 'number',
    'commands?': { list: { or: [
      { id: 'string', call: { one: Object.keys(calls) }, said, 'as?': 'string', at: 'number' },
      // as other programs say them:
      { id: 'string', call: { one: ['identify', 'update'] }, args },
      { id: 'string', call: { one: ['reset', 'lookup_code'] } },
      { id: 'string', call: { one: ['token'] }, args: { for: 'string' } },
      { id: 'string', call: { one: ['carry'] }, args: { token: 'string' } },
    ] } },
  },
  BatchAnswer: {
    visitor: {
      id: 'string', token: 'string', trust, 'stale?': 'boolean', 'said?': latest,
      identity: { visitor_id: 'string', trust, 'external_id?': 'string', 'email?': 'string' },
    },
    site: { 'dev?': 'boolean', 'linked?': { list: 'string' } },
    answers: { list: { or: [{ id: 'string', ok }, { id: 'string', error, 'event?': { one: ['identityRejected'] } }] } },
  },
  ErrorAnswer: { error },
  VisitorFrame: { or: [{ hello }, { page: where }, { visible: 'boolean' }, { alive: { one: [true as never] } }] },
  VisitorPush: { or: [{ welcome: { visitor_id: 'string', trust } }, { fence: {} }, { identity: { trust } }, { expired: { trust } }] },
  Heartbeat: { site: 'string', ...hello, 'gone?': 'boolean' },
}

const fits = (value: unknown, shape: Shape): boolean => {
  if (shape === 'any') return true
  if (typeof shape === 'string') return typeof value === shape
  if ('one' in shape) return (shape.one as unknown[]).includes(value)
  if ('or' in shape) return (shape.or as Shape[]).some(s => fits(value, s))
  if ('list' in shape) return Array.isArray(value) && value.every(v => fits(v, shape.list as Shape))
  if ('tuple' in shape) return Array.isArray(value) && value.length === (shape.tuple as Shape[]).length && value.every((v, i) => fits(v, (shape.tuple as Shape[])[i]!))
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

become({ token: '' })
const saids = golden.Batch!.flatMap(b => (b as { commands?: Said[] }).commands || []).filter(command => command.said)

for (const { call: name, said, as } of saids) {
  test(`${name}, as a page says it, is spelled as the golden command is`, () => {
    save(as ? { id: as, token: 'vt_AAAA' } : { token: '' })
    void call(name, ...Object.values(said))
    const { call: called, said: spelt, as: by } = queue[0]!
    settle(queue[0]!, {})
    assert.deepEqual({ call: called, said: spelt, as: by }, { call: name, said, as: as ?? '' })
  })
}

test('the page is spelled as golden pages are', () => assert.ok(fits(page(), where)))

// The page runs, and its requests are never answered: answers come from here.
before(() => {
  globalThis.fetch = () => new Promise(() => {})
  Object.assign(document, { readyState: 'loading' })
  init({ site: 'k_1', host: 'https://n.example' })
  tick()
})
after(end)

for (const answer of golden.BatchAnswer as BatchAnswer[]) {
  test(`the golden answer to ${answer.answers.length} calls is understood`, async () => {
    const calls = answer.answers.map(() => call('lookupCode'))
    take(structuredClone(answer), [...queue], who.token)
    assert.deepEqual([identity(), who.token], [answer.visitor.identity, answer.visitor.token])
    const outcomes = (await Promise.allSettled(calls)).map(o => o.status === 'fulfilled' ? { ok: o.value } : { error: o.reason })
    assert.deepEqual(outcomes, answer.answers.map(({ ok, error }) => error ? { error } : { ok }))
  })
}
