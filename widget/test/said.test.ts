import './facts.ts'
import assert from 'node:assert/strict'
import { afterEach, beforeEach, mock, test } from 'node:test'
import type { Identified, Outcome } from '../../internal/wire/wire.ts'
import { put, queue, settle } from '../src/outbox.ts'
import { answered, forget } from '../src/said.ts'
import { become, save, who } from '../src/visitor.ts'

const start = Date.parse('2026-11-20T12:00:00Z')
const until = start + 3_600_000
const jane = { 0: '42', 1: { name: 'Jane' } }
const ok: Identified = { visitor_id: 'v_1', trust: 'verified', switched: false }
const identity = { visitor_id: 'v_1', trust: 'verified' } as const

const say = (call: string, said: object, outcome: Outcome) => {
  void put(call, said).catch(() => {})
  settle(queue[0]!, outcome)
}

beforeEach(() => {
  mock.timers.enable({ apis: ['Date'], now: start })
  become({ token: '' })
  save({ id: 'v_1', token: 't1', identity })
  say('identify', jane, { ok, until })
})
afterEach(() => {
  queue.forEach(entry => settle(entry, {}))
  mock.timers.reset()
})

test('an equal claim has its answer, however often, until the time that the server said', () => {
  assert.deepEqual(answered('identify', { ...jane }), ok)
  mock.timers.tick(3_599_999)
  assert.deepEqual(answered('identify', jane), ok)
  mock.timers.tick(1)
  assert.equal(answered('identify', jane), false)
})

for (const [what, call, said] of [
  ['another call', 'updateConnection', jane], ['with a proof', 'identify', { ...jane, 2: 'ff' }], ['another person', 'identify', { ...jane, 0: '43' }],
] as const) {
  test(`another claim has no answer: ${what}`, () => assert.equal(answered(call, said), false))
}

test('an equal claim behind one that waits is another change', () => {
  void put('setAttributes', { 0: { name: 'Mei' } })
  assert.equal(answered('identify', jane), false)
  settle(queue[0]!, {})
  assert.deepEqual(answered('identify', jane), ok)
})

test('only the latest claim counts; what is no claim, or failed, leaves it', () => {
  say('lookupCode', {}, { ok: { code: '1234', expires_at: '' } })
  say('identify', { 0: 'undefined' }, { error: { code: 'placeholder_id', message: '' } })
  assert.deepEqual(answered('identify', jane), ok)
  say('setAttributes', { 0: { name: 'Mei' } }, { ok, until })
  assert.equal(answered('identify', jane), false)
})

test('it counts no more when another tab has done something', () => {
  forget()
  assert.equal(answered('identify', jane), false)
})

test('it counts no more when the browser is trusted otherwise, or is another visitor', () => {
  save({ ...who, identity: { visitor_id: 'v_1', trust: 'claimed' } })
  assert.equal(answered('identify', jane), false)
  save({ ...who, id: 'v_2', identity: { visitor_id: 'v_2', trust: 'verified' } })
  assert.equal(answered('identify', jane), false)
})
