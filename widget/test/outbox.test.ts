import './facts.ts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ApiError } from '../../internal/wire/wire.ts'
import { on } from '../src/events.ts'
import { batchBytes } from '../src/limits.ts'
import { batch, put, queue, recall, room, settle } from '../src/outbox.ts'
import type { Entry } from '../src/outbox.ts'
import { configure, name } from '../src/site.ts'
import { climb, stepDown } from '../src/storage.ts'
import { recognise, save } from '../src/visitor.ts'

const shelf: { [key: string]: string } = {}
Object.defineProperty(globalThis, 'localStorage', { value: shelf })
configure({ autoload: false }) // nothing is sent from here
climb()
recognise()

const entry = (name: string, n: number): Entry => ({ id: 'c' + n, call: 'setAttributes', said: { 0: { name } }, at: n })
const bytes = (e: Entry) => Buffer.byteLength(JSON.stringify(e))
const settleAll = () => queue.forEach(e => settle(e, {}))
/** What is kept of calls that wait. */
const kept = () => Object.entries(shelf).filter(([key]) => key.includes(':')).map(([, text]): Entry => JSON.parse(text))
/** An earlier page ended before these were answered. */
const leave = (...entries: Entry[]) => {
  for (const e of entries) shelf[name + ':' + e.id] = JSON.stringify(e)
}

test('batches keep the order, lose nothing and stay below 15 KiB', () => {
  const names = fc.array(fc.string({ unit: 'binary', maxLength: 6000 }), { maxLength: 12 })
  fc.assert(fc.property(names, names => {
    const all = names.map(entry)
    const seen: Entry[] = []
    for (let rest = all; rest.length; rest = rest.slice(batch(rest).length)) {
      const first = batch(rest)
      assert.deepEqual(first, rest.slice(0, first.length))
      assert.ok(first.length > 0)
      assert.ok(first.length === 1 || first.reduce((sum, e) => sum + bytes(e), 0) <= batchBytes)
      seen.push(...first)
    }
    assert.deepEqual(seen, all)
  }), { numRuns: 50 })
})

test('a batch is full to the byte, and whatever is larger travels alone', () => {
  const fill = (n: number) => entry('x'.repeat(n - bytes(entry('', 1))), 1)
  const half = batchBytes / 2
  assert.equal(batch([fill(half), fill(half)]).length, 2)
  assert.equal(batch([fill(half), fill(half + 1)]).length, 1)
  assert.equal(batch([fill(batchBytes + 1), fill(100)]).length, 1)
})

test('what is left of a request is known beside its batch', () => {
  const all = [entry('é'.repeat(1000), 1), entry('', 2)]
  batch(all)
  assert.equal(room, batchBytes - bytes(all[0]!) - bytes(all[1]!))
})

test('a call is kept as the page made it, whatever the page does with its objects later', t => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_795_224_000_000 })
  save({ id: 'v_1', token: 't1' })
  const person = { name: 'Jane', company: undefined, tags: ['#vip'] }
  void put('setAttributes', { 0: person })
  person.name = 'Mei'
  const { id } = queue[0]!
  const want = { id, call: 'setAttributes', said: { 0: { name: 'Jane', tags: ['#vip'] } }, as: 'v_1', at: 1_795_224_000_000.001 }
  assert.deepEqual(JSON.parse(JSON.stringify(queue)), [want])
  assert.deepEqual(kept(), [want])
  settleAll()
})

test('a call that no batch could hold is rejected at once, and neither queued nor kept', async () => {
  const call = put('setAttributes', { 0: { name: 'é'.repeat(batchBytes / 2) } })
  await assert.rejects(call, { code: 'too_large', limit: batchBytes })
  assert.deepEqual([queue, kept()], [[], []])
})

test('calls are queued in order, with ids of their own that nobody guesses', () => {
  for (let i = 0; i < 20; i++) void put('lookupCode', { 0: i })
  assert.deepEqual(queue.map(e => e.said[0]), [...Array(20).keys()])
  assert.equal(new Set(queue.map(e => e.id)).size, 20)
  for (const e of queue) assert.match(e.id, /^\d+-\d+-\d+-\d+$/)
  settleAll()
})

test('a call that is answered goes, from storage too, and its promise settles', async () => {
  const calls = [put('linkTo', {}), put('linkTo', {}), put('reset', {})]
  const [first, second] = queue as [Entry, Entry]
  settle(first, { ok: 'https://help.example/' })
  assert.equal(await calls[0], 'https://help.example/')
  settle(second, { error: { code: 'not_linked', message: 'no' } })
  await assert.rejects(calls[1]!, { code: 'not_linked' })
  assert.deepEqual([queue.map(e => e.call), kept().map(e => e.call)], [['reset'], ['reset']])
  settleAll()
  assert.deepEqual(kept(), [])
})

test('the page is told of what the server names, and of nothing else', async () => {
  const events: unknown[] = []
  const off = on('identityRejected', e => events.push(e))
  const error = { code: 'fenced', message: 'dead' }
  const calls = [put('identify', { 0: '42' }), put('linkTo', {})]
  calls.forEach(call => call.catch(() => {}))
  const [first, second] = queue as [Entry, Entry]
  settle(first, { error, event: 'identityRejected' })
  settle(second, { error })
  await Promise.allSettled(calls)
  assert.deepEqual(events, [error])
  off()
})

test('what earlier pages left comes back, oldest first and before what this page has said', async () => {
  leave(entry('b', 2), entry('a', 1))
  shelf[name + ':c'] = '{'
  stepDown()
  const own = put('lookupCode', {}) // before the widget begins
  climb()
  recall()
  assert.deepEqual(queue.map(e => e.call), ['setAttributes', 'setAttributes', 'lookupCode'])
  assert.deepEqual(queue.map(e => e.at).slice(0, 2), [1, 2])
  delete shelf[name + ':c']
  assert.equal(kept().length, 3, 'the later page finds all of it')
  settleAll()
  await own
  assert.deepEqual(kept(), [])
})

test('a call that this page keeps in memory is not doubled', () => {
  void put('lookupCode', {})
  recall()
  const { length } = queue
  settleAll()
  assert.equal(length, 1)
})

test('whose page is gone has no promise that waits', () => {
  const refused: ApiError = { code: 'expired', message: 'late' }
  leave(entry('a', 1))
  recall()
  assert.doesNotThrow(() => settle(queue[0]!, { error: refused }))
})
