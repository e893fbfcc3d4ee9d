import './facts.ts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { byteLength, wellFormed } from '../src/json.ts'
import { batchBytes } from '../src/limits.ts'
import { batch, put, queue, settle } from '../src/outbox.ts'
import type { Entry } from '../src/outbox.ts'

const entry = (name: string, n: number): Entry => ({ c: { id: 'c' + n, call: 'update', args: { traits: { name } } }, t: n })
const size = (e: Entry) => byteLength(e.c)

test('batches keep the order, lose nothing and stay below 15 KiB', () => {
  const names = fc.array(fc.string({ unit: 'binary', maxLength: 6000 }), { maxLength: 12 })
  fc.assert(fc.property(names, names => {
    const all = names.map(entry)
    const seen: Entry[] = []
    for (let rest = all; rest.length; rest = rest.slice(batch(rest).length)) {
      const first = batch(rest)
      assert.ok(first.length > 0)
      assert.ok(first.length === 1 || first.reduce((sum, e) => sum + size(e), 0) <= batchBytes)
      seen.push(...first)
    }
    assert.deepEqual(seen, all)
  }), { numRuns: 50 })
})

test('a call that no batch could hold is rejected at once and not queued', async () => {
  const call = put({ call: 'update', args: { traits: { name: 'é'.repeat(batchBytes / 2) } } })
  await assert.rejects(call, { code: 'too_large', limit: batchBytes })
  assert.equal(queue.length, 0)
})

test('calls are queued in order with ids of their own, whatever the clock says', () => {
  for (let i = 0; i < 20; i++) void put({ call: 'lookup_code' })
  assert.equal(new Set(queue.map(e => e.c.id)).size, 20)
  assert.ok(queue.every((e, i) => !i || e.t > queue[i - 1]!.t))
  assert.ok(queue.every(e => /^[\x21-\x7e]{16,64}$/.test(e.c.id)))
  for (const e of queue) settle(e, {})
  assert.equal(queue.length, 0)
})

test('JSON never holds half of a surrogate pair', () => {
  const halves: [unknown, string][] = [
    ['a\ud83d', '"a\ufffd"'],
    [{ '\udc00': 1 }, '{"\ufffd":1}'],
    ['\ud83d\ude00', '"\ud83d\ude00"'],
    ['\\ud83d', String.raw`"\\ud83d"`],
    ['\\\ud83d', String.raw`"\\` + '\ufffd"'],
    ['\u0000\n"', String.raw`"\u0000\n\""`],
  ]
  for (const [value, want] of halves) assert.equal(wellFormed(value), want)
  fc.assert(fc.property(fc.jsonValue(), value => assert.deepEqual(JSON.parse(wellFormed(value)), JSON.parse(JSON.stringify(value)))))
})
