import './facts.ts'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { put, queue, settle } from '../src/outbox.ts'
import { answered, digest } from '../src/said.ts'
import { recognise, save } from '../src/visitor.ts'

// The server computes the same numbers: internal/wire/digest_test.go reads the same file.
const samples: { call: string; said: string; digest: number }[] =
  JSON.parse(readFileSync(new URL('../../internal/wire/testdata/digest/said.json', import.meta.url), 'utf8'))

for (const { call, said, digest: want } of samples) {
  test(`the digest of ${call} ${said}`, () => {
    assert.equal(JSON.stringify(JSON.parse(said)), said, 'spelt as browsers spell it')
    assert.equal(digest(call, JSON.parse(said)), want)
  })
}

const start = Date.parse('2026-11-20T12:00:00Z')
const jane = { 0: '42', 1: { name: 'Jane' } }
const ok = { visitor_id: 'v_1', trust: 'verified' }
recognise()
save({ id: 'v_1', token: 't1', said: [digest('identify', jane), start + 3_600_000, ok] })

test('an equal claim has its answer, until the time that the server said', t => {
  t.mock.timers.enable({ apis: ['Date'], now: start + 3_599_999 })
  assert.deepEqual(answered('identify', { ...jane }), ok)
  t.mock.timers.tick(1)
  assert.ok(!answered('identify', jane))
})

test('another claim, or the same by another call, has no answer', t => {
  t.mock.timers.enable({ apis: ['Date'], now: start })
  assert.ok(!answered('updateConnection', jane))
  assert.ok(!answered('identify', { ...jane, 2: 'ff' }))
  assert.ok(!answered('identify', { ...jane, 0: '43' }))
})

test('an equal claim behind one that waits is another change: it waits, too', t => {
  t.mock.timers.enable({ apis: ['Date'], now: start })
  void put('setAttributes', { 0: { name: 'Mei' } })
  assert.ok(!answered('identify', jane))
  settle(queue[0]!, {})
  assert.deepEqual(answered('identify', jane), ok)
})

test('nobody has said anything yet', () => {
  save({})
  assert.ok(!answered('identify', jane))
})
