import './facts.ts'
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { BatchAnswer, Identified, Outcome, Reply, Trust } from '../../internal/wire/wire.ts'
import { take } from '../src/answer.ts'
import { on } from '../src/events.ts'
import { end, init, tick } from '../src/life.ts'
import { put, queue, settle } from '../src/outbox.ts'
import { reset } from '../src/reset.ts'
import { name } from '../src/site.ts'
import { journals, write, writeCookie } from '../src/storage.ts'
import { identity, save, who } from '../src/visitor.ts'
import type { Visitor } from '../src/visitor.ts'

// A page that runs, and whose requests are never answered: answers come from here.
Object.assign(document, { readyState: 'loading' })
globalThis.fetch = () => new Promise(() => {})
init({ site: 'k_1', host: 'https://n.example' })
tick()
const known = (id: string, token: string, trust: Trust): Visitor => ({ id, token, identity: { visitor_id: id, trust, external_id: '41' } })
const asVisitor = (id: string, token: string, trust: Trust = 'anonymous') => save(known(id, token, trust))
/** Another tab has written who the browser is; this one hasn't heard of it yet. */
const elsewhere = (id: string, token: string, trust: Trust = 'anonymous') => {
  writeCookie(token)
  write(name, known(id, token, trust))
}
const identify = (external_id: string) => put('identify', { 0: external_id })
const ok = (visitor_id: string, trust: Trust, switched = false): Outcome => ({ ok: { visitor_id, trust, switched } })
const dead = { code: 'fenced', message: 'dead' }

type State = BatchAnswer['visitor']
/** Who the browser is from here on, and what the page said of that. */
const visitor = (id: string, token: string, trust: Trust = 'anonymous', external_id?: string): State =>
  ({ id, token, trust, identity: { visitor_id: id, trust, ...external_id && { external_id } } })
/** The server answers as many of the calls that wait as there are outcomes, to a browser that came with this token. */
const answer = (came: string, visitor: State, ...outcomes: (Outcome & { again?: true })[]) => {
  const entries = queue.slice(0, outcomes.length)
  take({ visitor, site: {}, answers: outcomes.map((of, i) => ({ id: entries[i]!.id, ...of })) }, entries, came)
}

const later = { error: { code: 'stale_token', message: 'old' }, again: true } as const

// One after the other: a page is one visitor.
test('answers', async t => {
  await t.test('a browser that is nobody asks once more before it is who was offered: another page may know the call that led on', async () => {
    let ready: unknown
    on('ready', detail => { ready = detail })
    void identify('41')
    const offer: State = { ...visitor('v_0', 't0'), stale: true }
    assert.throws(() => answer('', offer, later))
    await 0
    assert.deepEqual([who.token, ready], ['', identity()])
    assert.throws(() => answer('', offer, later))
    assert.equal(who.token, 't0')
    settle(queue[0]!, {})
  })
  await t.test('a rise of trust: the token is stored before the promise settles', async () => {
    asVisitor('v_1', 't1')
    const call = identify('42').then(() => who.token)
    answer('t1', visitor('v_1', 't2', 'claimed', '42'), ok('v_1', 'claimed'))
    assert.equal(await call, 't2')
    assert.deepEqual(identity(), { visitor_id: 'v_1', trust: 'claimed', external_id: '42' })
  })
  await t.test('reset holds at once; what follows goes on as the new visitor', async () => {
    const confirmed = reset()
    void identify('43')
    assert.deepEqual(identity(), { visitor_id: null, trust: 'anonymous' })
    assert.deepEqual(queue.map(e => e.as), ['v_1', queue[0]!.id])
    answer('t2', visitor('v_2', 't3'), { ok: { visitor_id: 'v_2' } })
    assert.deepEqual(await confirmed, { visitor_id: 'v_2' })
    assert.deepEqual([queue.map(e => e.as), identity()], [['v_2'], { visitor_id: 'v_2', trust: 'anonymous' }])
    answer('t3', visitor('v_2', 't4', 'claimed', '43'), ok('v_2', 'claimed'))
    assert.equal(identity().external_id, '43')
  })
  await t.test('another person: nothing of the earlier one is left', async () => {
    asVisitor('v_2', 't4', 'claimed')
    const call = identify('44')
    answer('t4', visitor('v_3', 't5', 'claimed'), ok('v_3', 'claimed', true))
    assert.equal((await call as Identified).switched, true)
    assert.deepEqual(who, { id: 'v_3', token: 't5', trust: 'claimed', identity: { visitor_id: 'v_3', trust: 'claimed' } })
  })
  await t.test('fenced: rejected with an event, the offered visitor is taken, and what the earlier one said stays its own', async () => {
    const events: unknown[] = []
    const off = on('identityRejected', e => events.push(e))
    const call = identify('45')
    const next = put('lookupCode', {})
    answer('t5', visitor('v_4', 't6'), { error: dead, event: 'identityRejected' })
    await assert.rejects(call, dead)
    assert.deepEqual([events, who.id, queue.map(e => e.as)], [[dead], 'v_4', ['v_3']])
    answer('t6', visitor('v_4', 't6'), { error: dead })
    await assert.rejects(next, dead)
    assert.equal(events.length, 1, 'the server says what the page is told')
    off()
  })
  await t.test('again: the call stays, and nothing was said of who is here', async () => {
    const call = identify('46')
    assert.throws(() => answer('t6', visitor('v_4', 't6'), later))
    assert.deepEqual([who.id, queue.map(e => e.as)], ['v_4', ['v_4']])
    answer('t6', visitor('v_5', 't8', 'claimed'), ok('v_5', 'claimed'))
    await call
  })
  await t.test('a token that is dead: the call stays, and nobody else is taken, since another tab stores the newer one in a moment', async () => {
    const call = identify('46')
    assert.throws(() => answer('t8', { ...visitor('v_9', 't9'), stale: true }, later))
    assert.deepEqual([who.id, who.token, queue.map(e => e.as)], ['v_5', 't8', ['v_5']])
    elsewhere('v_5', 't8b')
    answer('t8b', visitor('v_5', 't8b', 'claimed'), ok('v_5', 'claimed'))
    await call
  })
  await t.test('one that is dead when asked about again: the visitor that was offered is taken, and the call goes again', () => {
    void identify('46')
    const offer: State = { ...visitor('v_9', 't9'), stale: true }
    assert.throws(() => answer('t8b', offer, later))
    assert.equal(who.id, 'v_5')
    assert.throws(() => answer('t8b', offer, later))
    assert.deepEqual([who.id, who.token, queue.length], ['v_9', 't9', 1])
    assert.throws(() => answer('t9', { ...visitor('v_x', 'tx'), stale: true }, later))
    assert.equal(who.id, 'v_9', 'each token is asked about once more')
    answer('t9', visitor('v_9', 't9', 'claimed'), ok('v_9', 'claimed'))
  })
  await t.test('asked about again means with the call that may lead on: what went out beside the first question doesn’t count', () => {
    void identify('46')
    const offer: State = { ...visitor('v_y', 'ty'), stale: true }
    const [beside] = queue
    write(name + ':a', [{ id: 'c1', call: 'identify', said: { 0: '7' }, at: 1 }])
    assert.throws(() => answer('t9', offer))
    assert.throws(() => take({ visitor: offer, site: {}, answers: [{ id: beside!.id, ...later }] }, [beside!], 't9'))
    assert.equal(who.token, 't9')
    assert.throws(() => answer('t9', offer, later))
    assert.equal(who.token, 'ty')
    queue.forEach(entry => settle(entry, {}))
    asVisitor('v_9', 't9')
  })
  const agains: [what: string, visitor: State, ...outcomes: typeof later[]][] = [
    ['a token is dead', { ...visitor('v_x', 'tx'), stale: true }],
    ['a call waits for another', visitor('v_9', 't9'), later],
  ]
  for (const [what, state, ...outcomes] of agains) {
    await t.test(`where ${what}, other tabs’ calls are taken over: one of them may be what is missing`, () => {
      void identify('46')
      write(name + ':a', [{ id: 'c1', call: 'identify', said: { 0: '7' }, at: 1 }])
      assert.throws(() => answer('t9', state, ...outcomes))
      assert.deepEqual([queue.map(e => e.said[0]), journals()], [['7', '46'], []])
      queue.forEach(entry => settle(entry, {}))
    })
  }
  await t.test('a browser that was nobody yet: what it said meanwhile goes on as the visitor that it became', () => {
    save({ token: '' })
    for (const id of ['46', '47']) void identify(id)
    answer('', visitor('v_6', 't9'), ok('v_6', 'claimed'))
    assert.deepEqual([who.id, queue.map(e => e.as)], ['v_6', ['v_6']])
    answer('t9', visitor('v_6', 't9'), ok('v_6', 'claimed'))
  })
  await t.test('an answer to a token that another tab replaced changes nobody', async () => {
    const call = put('setAttributes', { 0: { name: 'J' } })
    elsewhere('v_7', 'ta', 'claimed')
    answer('t9', visitor('v_6', 't9b', 'claimed'), ok('v_6', 'claimed'))
    await call
    assert.deepEqual([who.id, who.token], ['v_7', 'ta'])
  })
  await t.test('nor does a late answer to somebody who logged out in another tab', () => {
    elsewhere('v_7', 'tb')
    answer('ta', visitor('v_6', 'ta', 'claimed'))
    assert.deepEqual([who.id, who.token], ['v_7', 'tb'])
  })
  await t.test('nor does one that tells nobody who is here to a browser that is nobody in the other tab', () => {
    elsewhere('v_8', 'tc')
    answer('tb', visitor('v_7', 'tbb'))
    assert.deepEqual([who.id, who.token], ['v_8', 'tc'])
  })
  await t.test('but one that leads on, of a call behind that which another tab has heard of, is taken', async () => {
    const call = identify('47')
    elsewhere('v_8', 'td')
    answer('tc', visitor('v_8', 'te', 'claimed', '47'), ok('v_8', 'claimed'))
    await call
    assert.deepEqual([who.token, identity().external_id], ['te', '47'])
  })
  await t.test('nor does a call that waits for another make what is offered later for that token be taken at once', () => {
    asVisitor('v_8', 'te')
    void identify('47')
    assert.throws(() => answer('te', visitor('v_8', 'te'), later))
    assert.throws(() => answer('te', { ...visitor('v_9', 'tg'), stale: true }, later))
    assert.equal(who.token, 'te')
    settle(queue[0]!, {})
  })
  await t.test('an answer to the very token that the browser has is taken, whichever is greater', () => {
    asVisitor('v_8', 'zz')
    answer('zz', visitor('v_8', 'te'))
    assert.equal(who.token, 'te')
  })
  await t.test('what is offered for a token that another tab has replaced is not', () => {
    for (let times = 0; times < 2; times++) {
      elsewhere('v_8', 'tf')
      assert.throws(() => answer('te', { ...visitor('v_9', 'tg'), stale: true }))
      assert.equal(who.token, 'tf')
    }
    asVisitor('v_8', 'tc')
  })
  await t.test('one to a page that has ended since, as where its visitor denied, is none', async () => {
    const call = identify('47')
    end()
    assert.throws(() => answer('tc', visitor('v_8', 'tc2', 'claimed'), ok('v_8', 'claimed')))
    assert.deepEqual([who.token, queue.length], ['tc', 1])
    tick()
    answer('tc', visitor('v_8', 'tc', 'claimed'), ok('v_8', 'claimed'))
    await call
  })
  await t.test('nor is one where the visitor has granted again by then: nobody comes back by it', () => {
    const call = identify('47')
    call.catch(() => {})
    save({ token: '' })
    assert.throws(() => answer('tc', visitor('v_8', 'tc2', 'claimed'), ok('v_8', 'claimed')))
    assert.equal(who.token, '')
    settle(queue[0]!, {})
  })
  await t.test('one to a browser that was nobody, and is somebody by another tab, is none: it goes again', async () => {
    save({ token: '' })
    const call = identify('47')
    elsewhere('v_8', 'tc')
    assert.throws(() => answer('', visitor('v_9', 'td', 'claimed', '47'), ok('v_9', 'claimed')))
    assert.deepEqual([who.id, who.token, queue.length], ['v_8', 'tc', 1])
    answer('tc', visitor('v_8', 'td', 'claimed', '47'), ok('v_8', 'claimed'))
    assert.equal((await call as Identified).visitor_id, 'v_8')
    asVisitor('v_9', 'td')
  })
  await t.test('a request that is refused as a whole is the answer to all its calls, and the browser stays who it is', async () => {
    const calls = [identify('48'), put('lookupCode', {}), identify('49')]
    const error = { code: 'origin_not_allowed', message: 'not here' }
    take({ error } as Reply, queue.slice(0, 2), 'td')
    await assert.rejects(calls[0]!, error)
    await assert.rejects(calls[1]!, error)
    assert.deepEqual([queue.map(e => e.said), who.id, who.token], [[{ 0: '49' }], 'v_9', 'td'])
  })
  await t.test('what is no answer settles nothing', () => {
    for (const none of [undefined, null, {}, { visitor: {} }, 'a proxy says hello']) assert.throws(() => take(none as never, [...queue], 'td'))
    assert.deepEqual([queue.length, who.id], [1, 'v_9'])
  })
})
after(end)
