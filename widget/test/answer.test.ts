import './facts.ts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Answer, BatchAnswer, Trust } from '../../internal/wire/wire.ts'
import { accept } from '../src/answer.ts'
import { spell } from '../src/claim.ts'
import { on } from '../src/events.ts'
import { put, queue } from '../src/outbox.ts'
import { reset } from '../src/reset.ts'
import { become, identity, recognise, save, who } from '../src/visitor.ts'

recognise()
const asVisitor = (id: string, token: string, trust: Trust = 'anonymous') => {
  become({ id, token, trust })
  save()
}
const identify = (external_id: string) => put({ call: 'identify', args: spell({ external_id }) })
const said = (id: string, trust: Trust, switched = false) => ({ visitor_id: id, trust, switched })
/** The answer of a visitor to the calls in the queue, in their order. */
const answer = (id: string, token: string, trust: Trust, ...of: Partial<Answer>[]): BatchAnswer =>
  ({ visitor: { id, token, trust }, site: {}, answers: of.map((a, i) => ({ id: queue[i]!.c.id, ...a }) as Answer) })

// One after the other: a page is one visitor.
test('answers', async t => {
  await t.test('a rise of trust: the token is stored before the promise settles', async () => {
    asVisitor('v_1', 't1')
    const call = identify('42').then(() => who.token)
    assert.equal(accept(answer('v_1', 't2', 'claimed', { ok: said('v_1', 'claimed') }), 't1'), 1)
    assert.equal(await call, 't2')
    assert.deepEqual(identity(), { visitor_id: 'v_1', trust: 'claimed', external_id: '42', email: undefined })
  })
  await t.test('reset holds at once; what follows goes on as the new visitor', async () => {
    const confirmed = reset()
    void identify('43')
    assert.deepEqual(identity(), { visitor_id: null, trust: 'anonymous', external_id: undefined, email: undefined })
    accept(answer('v_2', 't3', 'anonymous', { ok: { visitor_id: 'v_2' } }), 't2')
    assert.deepEqual(await confirmed, { visitor_id: 'v_2' })
    assert.deepEqual(queue.map(e => e.v), ['v_2'])
    accept(answer('v_2', 't4', 'claimed', { ok: said('v_2', 'claimed') }), 't3')
    assert.equal(identity().external_id, '43')
  })
  await t.test('another person: nothing of the earlier one is left', async () => {
    const call = identify('44')
    accept(answer('v_3', 't5', 'claimed', { ok: said('v_3', 'claimed', true) }), 't4')
    await call
    assert.deepEqual(identity(), { visitor_id: 'v_3', trust: 'claimed', external_id: '44', email: undefined })
  })
  await t.test('fenced: rejected with an event, and the offered visitor is taken', async () => {
    const events: unknown[] = []
    const off = on('identityRejected', e => events.push(e))
    const error = { code: 'fenced', message: 'dead' }
    const call = identify('45')
    accept(answer('v_4', 't6', 'anonymous', { error }), 't5')
    await assert.rejects(call, error)
    assert.deepEqual([events, who.id, who.external_id], [[error], 'v_4', undefined])
    off()
  })
  await t.test('a reset that comes too late has come true', async () => {
    const call = reset()
    accept(answer('v_5', 't7', 'anonymous', { error: { code: 'fenced', message: 'dead' } }), 't6')
    assert.deepEqual(await call, { visitor_id: 'v_5' })
  })
  await t.test('stale: the call stays, for the visitor that was offered', async () => {
    const call = identify('46')
    assert.equal(accept(answer('v_6', 't8', 'anonymous', { error: { code: 'stale_token', message: 'old' } }), 't7'), 0)
    assert.deepEqual(queue.map(e => e.v), ['v_6'])
    accept(answer('v_6', 't9', 'claimed', { ok: said('v_6', 'claimed') }), 't8')
    await call
  })
  await t.test('an answer to a token that another tab replaced changes nobody', async () => {
    const call = put({ call: 'update', args: spell({ name: 'J' }) })
    asVisitor('v_7', 't10')
    accept(answer('v_6', 't9', 'claimed', { ok: said('v_6', 'claimed') }), 't9')
    await call
    assert.deepEqual([who.id, who.token], ['v_7', 't10'])
  })
  await t.test('unless it made somebody of a browser that is nobody in the other tab', async () => {
    const call = identify('47')
    accept(answer('v_8', 't11', 'claimed', { ok: said('v_8', 'claimed') }), undefined)
    await call
    assert.deepEqual([who.id, who.token, who.external_id], ['v_8', 't11', '47'])
  })
  await t.test('what was said as a visitor that ended elsewhere is void', async () => {
    const call = identify('48')
    accept({ visitor: { id: 'v_9', token: 't12', trust: 'anonymous' }, site: {}, answers: [] }, 't11')
    await assert.rejects(call, { code: 'fenced' })
    assert.equal(queue.length, 0)
  })
})
