import './facts.ts'
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { ApiError, Outcome } from '../../internal/wire/wire.ts'
import { on } from '../src/events.ts'
import { batchBytes, mostCalls } from '../src/limits.ts'
import { journal, put, queue, recall, settle } from '../src/outbox.ts'
import type { Entry } from '../src/outbox.ts'
import { tab } from '../src/presence.ts'
import { end, init, tick } from '../src/life.ts'
import { name } from '../src/site.ts'
import { write, writeCookie } from '../src/storage.ts'
import { save, sync } from '../src/visitor.ts'

let erasing = () => {}
/** The browser's storage. */
const shelf = new Proxy<{ [key: string]: string }>({}, {
  deleteProperty: (kept, key) => {
    erasing()
    return Reflect.deleteProperty(kept, key)
  },
})
Object.defineProperty(globalThis, 'localStorage', { value: shelf })
Object.assign(document, { readyState: 'loading' })
globalThis.fetch = () => new Promise(() => {}) // nothing is answered from here
init({ site: 'k_1', host: 'https://n.example' })
tick()

const entry = (name: string, n: number): Entry => ({ id: 'c' + n, call: 'setAttributes', said: { 0: { name } }, at: n })
const settleAll = () => queue.forEach(e => settle(e, {}))
const journals = () => Object.entries(shelf).filter(([key]) => key.includes(':'))
/** What is kept of calls that wait. */
const kept = () => journals().flatMap(([, text]): Entry[] => JSON.parse(text))
/** Another page has these in its journal. */
const leave = (page: string, ...entries: Entry[]) => { shelf[`${name}:${page}`] = JSON.stringify(entries) }
const as = () => queue.map(e => e.as)

test('a call is kept as the page made it, whatever the page does with its objects later', t => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_795_224_000_000 })
  save({ id: 'v_1', token: 't1' })
  const person = { name: 'Jane', company: undefined, tags: ['#vip'] }
  void put('setAttributes', { 0: person })
  person.name = 'Mei'
  journal()
  const { id } = queue[0]!
  const want = { id, call: 'setAttributes', said: { 0: { name: 'Jane', tags: ['#vip'] } }, as: 'v_1', at: 1_795_224_000_000 }
  assert.deepEqual(JSON.parse(JSON.stringify(queue)), [want])
  assert.deepEqual(kept(), [want])
  settleAll()
})

test('a call that no batch could hold is rejected at once, and neither queued nor kept', async () => {
  const call = put('setAttributes', { 0: { name: 'é'.repeat(batchBytes / 2) } })
  await assert.rejects(call, { code: 'too_large' })
  journal()
  assert.deepEqual([queue, journals()], [[], []])
})

test('so is one behind more than anybody makes, until there is room again', async () => {
  const early = Array.from({ length: mostCalls + 1 }, () => put('lookupCode', {}))
  await assert.rejects(put('lookupCode', {}), { code: 'too_large' })
  assert.equal(queue.length, mostCalls + 1)
  settle(queue[0]!, {})
  const late = put('lookupCode', {})
  assert.equal(queue.length, mostCalls + 1)
  void put('reset', {})
  assert.equal(queue.at(-1)!.call, 'reset', 'whoever is next must not be taken for who was here')
  settleAll()
  await Promise.all([...early, late])
})

test('a call is said as the one before, while that one waits; else as whom the page takes itself for', () => {
  save({ id: 'v_1', token: 't1' })
  for (const id of ['42', '43', '44']) void put('identify', { 0: id })
  assert.deepEqual(as(), ['v_1', queue[0]!.id, queue[1]!.id])
  settleAll()
  void put('lookupCode', {})
  assert.deepEqual(as(), ['v_1'])
  settleAll()
})

const answers: [what: string, outcome: Outcome, as: string][] = [
  ['whom its answer named', { ok: { visitor_id: 'v_2', trust: 'claimed', switched: true } }, 'v_2'],
  ['whom it was said as itself, where that names nobody', { ok: 'https://help.example/' }, 'v_1'],
  ['whom it was said as itself, where nothing came of it', { error: { code: 'fenced', message: 'dead' } }, 'v_1'],
]
for (const [what, outcome, whom] of answers) {
  test(`what was said behind a call goes on as ${what}`, () => {
    save({ id: 'v_1', token: 't1' })
    for (const id of ['42', '43', '44']) put('identify', { 0: id }).catch(() => {})
    const [first, second] = queue as [Entry, Entry]
    settle(first, outcome)
    assert.deepEqual(as(), [whom, second.id], 'and only what came next')
    settleAll()
  })
}

test('calls are queued in order, with ids of their own that nobody guesses', () => {
  for (let i = 0; i < 20; i++) void put('lookupCode', { 0: i })
  assert.deepEqual(queue.map(e => e.said[0]), [...Array(20).keys()])
  assert.equal(new Set(queue.map(e => e.id)).size, 20)
  for (const e of queue) assert.match(e.id, /^\d+-\d+-\d+-\d+$/)
  settleAll()
})

test('a call that is answered goes, from storage too, and its promise settles', async () => {
  const calls = [put('linkTo', {}), put('linkTo', {}), put('reset', {})]
  journal()
  const [first, second] = queue as [Entry, Entry]
  settle(first, { ok: 'https://help.example/' })
  settle(second, { error: { code: 'not_linked', message: 'no' } })
  assert.deepEqual([queue.length, kept().length], [1, 3], 'in storage not before the answer was taken in whole')
  await assert.rejects(calls[1]!, { code: 'not_linked' })
  assert.equal(await calls[0], 'https://help.example/')
  journal()
  assert.deepEqual(kept().map(e => e.call), ['reset'])
  settleAll()
  journal()
  assert.deepEqual(journals(), [])
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

/** The page has just loaded: what it has said so far, it said while it knew nothing. It begins with the next tick. */
const load = () => {
  end()
  for (const call of ['linkTo', 'lookupCode']) void put(call, {})
}

test('what other pages left comes back, oldest first and before what this page has said', () => {
  load()
  leave('a', entry('b', 2), entry('d', 4))
  leave('b', entry('c', 3), entry('a', 1))
  shelf[name + ':c'] = '{'
  recall()
  assert.deepEqual(queue.map(e => e.at).slice(0, 4), [1, 2, 3, 4])
  assert.deepEqual(queue.map(e => e.call).slice(4), ['linkTo', 'lookupCode'])
  settleAll()
  journal()
})

test('this page has all of it in its own journal from then on, and at no moment is it nowhere', () => {
  leave('a', entry('a', 1), entry('b', 2))
  leave('b', entry('c', 3))
  const found: number[] = []
  erasing = () => found.push(new Set(kept().map(e => e.id)).size)
  recall()
  erasing = () => {}
  assert.deepEqual(found, [3, 3])
  assert.deepEqual(journals().map(([key]) => key), [name + tab])
  assert.deepEqual(kept().map(e => e.id), ['c1', 'c2', 'c3'])
  settleAll()
  journal()
})

test('what is no journal is none, and goes', () => {
  for (const [i, nonsense] of ['5', '{"a":1}', '[null]', '[5,{}]', '"x"', '{'].entries()) shelf[name + ':a' + i] = nonsense
  leave('b', entry('c', 3))
  recall()
  assert.deepEqual([queue.map(e => e.id), journals().map(([key]) => key)], [['c3'], [name + tab]])
  settleAll()
  journal()
})

test('other sites’ pages on this origin keep their own', () => {
  shelf['nametag_k_2:a'] = JSON.stringify([entry('a', 1)])
  recall()
  assert.deepEqual([queue, Object.keys(shelf).includes('nametag_k_2:a')], [[], true])
  delete shelf['nametag_k_2:a']
})

test('a page that begins goes on from what it finds: that came first', () => {
  load()
  save({ id: 'v_1', token: 't1' })
  leave('a', { ...entry('a', 1), as: 'v_1' }, { ...entry('b', 2), as: 'c1' })
  recall()
  void put('lookupCode', {})
  assert.deepEqual(as(), ['v_1', 'c1', 'c2', queue[2]!.id, queue[3]!.id])
  settleAll()
  journal()
})

test('also from what was said before the browser knew who it is', () => {
  load()
  save({ id: 'v_1', token: 't1' })
  leave('a', { ...entry('a', 1), as: '' }, { ...entry('b', 2), as: 'c1' })
  recall()
  assert.deepEqual(as(), ['', 'c1', 'c2', queue[2]!.id])
  settleAll()
  journal()
})

test('what a page finds of a visitor before is no matter of what it says', () => {
  load()
  save({ id: 'v_1', token: 't1' })
  leave('a', { ...entry('a', 1), as: 'v_0' }, { ...entry('b', 2), as: 'c1' })
  recall()
  void put('lookupCode', {})
  assert.deepEqual(as(), ['v_0', 'c1', 'v_1', queue[2]!.id, queue[3]!.id])
  settleAll()
  journal()
})

test('what yet another page says beside that is no matter either', () => {
  load()
  save({ id: 'v_1', token: 't1' })
  leave('a', { ...entry('a', 1), as: 'v_1' }, { ...entry('b', 2), as: 'c1' })
  leave('b', { ...entry('c', 3), as: 'v_1' })
  recall()
  void put('lookupCode', {})
  assert.deepEqual(as(), ['v_1', 'c1', 'v_1', 'c3', queue[3]!.id, queue[4]!.id], 'while all are the same visitor')
  settleAll()
  journal()
})

for (const [claim, first, last] of [['identify', 'a', 'c2'], ['reset', 'a', 'c2'], ['identify', 'b', 'c4'], ['lookupCode', 'a', 'c4']] as const) {
  test(`a page that begins goes on where somebody may have become another: by ${claim} in ${first}`, () => {
    load()
    save({ id: 'v_1', token: 't1' })
    leave('a', { ...entry('a', 1), as: 'v_1', ...first == 'a' && { call: claim } }, { ...entry('b', 2), as: 'c1' })
    leave('b', { ...entry('c', 3), as: 'v_1', ...first == 'b' && { call: claim } }, { ...entry('d', 4), as: 'c3' })
    recall()
    assert.equal(as()[4], last)
    settleAll()
    journal()
  })
}

test('a page that becomes somebody else by another tab says nothing more behind what it has said', () => {
  save({ id: 'v_1', token: 't1' })
  void put('lookupCode', {})
  for (const id of ['v_1', 'v_2']) {
    save({ id: 'v_1', token: 't1' })
    write(name, { id, token: 't2' })
    sync()
    void put('lookupCode', {})
  }
  assert.deepEqual(as(), ['v_1', queue[0]!.id, 'v_2'])
  settleAll()
})

test('but behind what that one has said', () => {
  save({ id: 'v_1', token: 't1' })
  void put('lookupCode', {})
  leave('a', { ...entry('a', 9e15), as: 'v_2' })
  recall()
  write(name, { id: 'v_2', token: 't2' })
  sync()
  void put('lookupCode', {})
  assert.deepEqual(as(), ['v_1', 'v_2', 'c9000000000000000'])
  settleAll()
  journal()
})

test('nor does one that comes behind a reset, whatever else waits', () => {
  save({ id: '1-2-3-4', token: 't1' })
  leave('a', { ...entry('a', 1), as: '' })
  leave('b', { ...entry('b', 2), id: '1-2-3-4', call: 'reset', as: 'v_1' })
  recall()
  void put('lookupCode', {})
  assert.deepEqual(as(), ['', 'v_1', '1-2-3-4'])
  settleAll()
  journal()
})

test('one that begins as it finds a reset, and a token of whoever came out of it, speaks behind all that was said since', () => {
  save({ token: '' })
  write(name, { id: 'v_1', token: 't1' })
  writeCookie('t2')
  const [out, jane, ben] = ['1-2-3-4', '2-3-4-5', '3-4-5-6'] as const
  leave('a', { ...entry('a', 1), id: out, call: 'reset', as: 'v_1' }, { ...entry('a', 2), id: jane, call: 'identify', as: out },
    { ...entry('a', 3), id: ben, call: 'identify', as: jane })
  recall()
  sync()
  void put('lookupCode', {})
  assert.deepEqual(as(), ['v_1', out, jane, ben])
  settleAll()
  journal()
})

test('a page that knows a token alone says nothing behind what somebody unknown has said', () => {
  save({ token: 't2' })
  leave('a', { ...entry('a', 1), as: '' })
  recall()
  void put('lookupCode', {})
  assert.deepEqual(as(), ['', 't2'])
  settleAll()
  journal()
})

test('one that only learns who it is says it behind that still', () => {
  save({ token: '' })
  void put('reset', {})
  write(name, { id: 'v_1', token: 't1' })
  sync()
  void put('identify', { 0: 'ben' })
  assert.deepEqual(as(), ['', queue[0]!.id])
  settleAll()
})

test('so does one that said it by a token alone', () => {
  save({ token: 't2' })
  void put('identify', { 0: 'ben' })
  write(name, { id: 'v_2', token: 't2' })
  sync()
  void put('lookupCode', {})
  assert.deepEqual(as(), ['t2', queue[0]!.id])
  settleAll()
})

test('a page that begins and finds nothing was the browser’s visitor all along', () => {
  load()
  save({ id: 'v_1', token: 't1' })
  recall()
  assert.deepEqual(as(), ['v_1', queue[0]!.id])
  settleAll()
})

test('so does one that finds it later, behind what it has said itself', () => {
  save({ token: '' })
  void put('lookupCode', {})
  leave('a', entry('a', 9e15))
  recall()
  void put('lookupCode', {})
  const [own, found] = queue
  assert.deepEqual(as(), ['', own!.id, found!.id])
  settleAll()
  journal()
})

test('no call is doubled, by whichever journals it stands in', async () => {
  const own = put('lookupCode', {})
  leave('a', entry('a', 1), JSON.parse(JSON.stringify(queue[0])))
  leave('b', entry('a', 1))
  recall()
  assert.deepEqual(queue.map(e => e.call), ['setAttributes', 'lookupCode'])
  settle(queue[1]!, { ok: 'https://help.example/' })
  assert.equal(await own, 'https://help.example/')
  settleAll()
  journal()
})

test('whose page is gone has no promise that waits', () => {
  const refused: ApiError = { code: 'expired', message: 'late' }
  leave('a', entry('a', 1))
  recall()
  assert.doesNotThrow(() => settle(queue[0]!, { error: refused }))
})
after(end)
