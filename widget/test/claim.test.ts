import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { answered, digest, note, spell } from '../src/claim.ts'
import type { Person, Proof } from '../src/claim.ts'
import { fromConnection } from '../src/update.ts'
import type { Visitor } from '../src/visitor.ts'

/** As it goes over the wire. */
const sent = (person?: Person | null, proof?: Proof | null): unknown => JSON.parse(JSON.stringify(spell(person, proof)))

const spellings: [string, Person | null | undefined, Proof | null | undefined, unknown][] = [
  ['nothing', undefined, undefined, { traits: {} }],
  ['an id', { external_id: 42 }, undefined, { external_id: 42, traits: {} }],
  ['id, email and traits', { external_id: '42', email: 'j@x.y', name: 'J' }, undefined, { external_id: '42', email: 'j@x.y', traits: { name: 'J' } }],
  ['undefined is skipped, null kept', { external_id: undefined, email: null, name: undefined, company: null }, undefined, { email: null, traits: { company: null } }],
  ['NaN is no reset', { external_id: NaN }, undefined, { external_id: true, traits: {} }],
  ['a bigint', { external_id: 10n }, undefined, { external_id: true, traits: {} }],
  ['a boolean', { external_id: true }, undefined, { external_id: true, traits: {} }],
  ['an object as id', { external_id: {} }, undefined, { external_id: true, traits: {} }],
  ['a function whose call was forgotten', { external_id: () => 1 }, undefined, { external_id: true, traits: {} }],
  ['null removes', { external_id: null }, undefined, { external_id: null, traits: {} }],
  ['a hash', { external_id: '1' }, 'c0ffee', { external_id: '1', hash: 'c0ffee', traits: {} }],
  ['a token', { external_id: '1' }, 'a.b.c', { external_id: '1', token: 'a.b.c', traits: {} }],
  ['a proof object', { external_id: '1' }, { user_hash: 'ff' }, { external_id: '1', hash: 'ff', traits: {} }],
  ['user_hash', { external_id: '1', user_hash: 'ff' }, null, { external_id: '1', hash: 'ff', traits: {} }],
  ['custom data', { custom_data: { plan: 'pro', old: null } }, undefined, { traits: { custom_data: { plan: 'pro', old: null } } }],
  ['traits in traits', { external_id: '1', traits: { name: 'J', email: 'j@x.y' } }, undefined, { external_id: '1', traits: { name: 'J', email: 'j@x.y' } }],
]

for (const [name, person, proof, want] of spellings) test(`spell ${name}`, () => assert.deepEqual(sent(person, proof), want))

test("updateConnection maps Upscope's words", () => {
  const got = sent(fromConnection({
    uniqueId: '42', identities: ['Jane', 'acme.com'], tags: ['#VIP'], integrationIds: ['acmechat:1'], metadata: { plan: 'pro' }, email: 'j@x.y',
  }))
  const want = {
    external_id: '42', email: 'j@x.y',
    traits: { identities: ['Jane', 'acme.com'], tags: ['#VIP'], integration_ids: ['acmechat:1'], custom_data: { plan: 'pro' } },
  }
  assert.deepEqual(got, want)
})

test('updateConnection skips undefined and removes null', () => {
  assert.deepEqual(sent(fromConnection({ uniqueId: undefined, tags: null, metadata: undefined })), { traits: { tags: null } })
  assert.deepEqual(sent(fromConnection({ uniqueId: null })), { external_id: null, traits: {} })
  assert.deepEqual(sent(fromConnection()), { traits: {} })
})

const start = Date.parse('2026-11-20T12:00:00Z')
const jane = { external_id: '42', traits: { name: 'Jane' } }

const noted = (expires_at?: string, rejected?: { field: string; reason: string }[]): Visitor => {
  const visitor: Visitor = {}
  note(visitor, 'identify', jane, { visitor_id: 'v_1', trust: 'verified', switched: false, expires_at, rejected })
  return visitor
}

test('an equal claim has its answer until half of its link is over', t => {
  mock.timers.enable({ apis: ['Date'], now: start })
  t.after(() => mock.timers.reset())
  const { said } = noted('2026-11-20T14:00:00Z')
  mock.timers.setTime(start + 3_599_999)
  assert.equal((answered(said, 'identify', jane) || undefined)?.visitor_id, 'v_1')
  mock.timers.setTime(start + 3_600_000)
  assert.equal(answered(said, 'identify', jane), false)
})

test('an equal claim without expiry has its answer for good', () => {
  const said = JSON.parse(JSON.stringify(noted().said)) // as storage keeps it
  assert.ok(answered(said, 'identify', jane))
})

test('another claim, or the same by another call, has no answer', () => {
  const { said } = noted()
  assert.ok(!answered(said, 'update', jane))
  assert.ok(!answered(said, 'identify', { ...jane, hash: 'ff' }))
  assert.ok(!answered(said, 'identify', { external_id: '43', traits: { name: 'Jane' } }))
  assert.ok(!answered(undefined, 'identify', jane))
})

test('a digest holds nothing of the claim', () => {
  assert.equal(typeof digest('identify', { email: 'jane@example.com', hash: 'c0ffee' }), 'number')
})

test('what was rejected was not said', () => {
  assert.equal(noted().external_id, '42')
  assert.equal(noted(undefined, [{ field: 'external_id', reason: 'wrong_type' }]).external_id, undefined)
})
