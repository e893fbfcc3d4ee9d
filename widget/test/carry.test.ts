import './facts.ts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BatchAnswer } from '../../internal/wire/wire.ts'
import { accept } from '../src/answer.ts'
import { carry } from '../src/carry.ts'
import { on } from '../src/events.ts'
import { put, queue, recall } from '../src/outbox.ts'
import { climb } from '../src/storage.ts'
import { become, identity, recognise, save, who } from '../src/visitor.ts'

const shelf: { [key: string]: string } = {}
Object.defineProperty(globalThis, 'sessionStorage', { value: undefined })
Object.defineProperty(globalThis, 'localStorage', { value: shelf })
climb()
recognise()

const answer = (id: string, token: string, ...of: object[]): BatchAnswer =>
  ({ visitor: { id, token, trust: 'claimed' }, site: {}, answers: of.map((a, i) => ({ id: queue[i]!.c.id, ...a })) as never })
const asVisitor = (id: string, token: string) => {
  become({ id, token, trust: 'claimed', external_id: '42', said: [1, 9e15, {} as never] })
  save()
}

// One after the other: a page is one visitor.
test('carrying', async t => {
  await t.test('an arrival of another person: nothing of the earlier one is left, and what follows is said by the new one', async () => {
    asVisitor('v_1', 't1')
    const carried = carry('a.b.c')
    void put({ call: 'update', args: { traits: { name: 'J' } } })
    accept(answer('v_2', 't2', { ok: { visitor_id: 'v_2', trust: 'claimed', switched: true } }), 't1')
    await carried
    assert.deepEqual(identity(), { visitor_id: 'v_2', trust: 'claimed', external_id: undefined, email: undefined })
    assert.deepEqual(queue.map(e => [e.c.call, e.v]), [['update', 'v_2']])
    accept(answer('v_2', 't2', { ok: { visitor_id: 'v_2', trust: 'claimed', switched: false } }), 't2')
  })
  await t.test('neither an arrival that changes nothing nor a token is a claim: the latest one still needn’t be sent again', async () => {
    asVisitor('v_3', 't3')
    const asked = [carry('a.b.c'), put({ call: 'token', args: { for: 'https://help.example' } })]
    const ok = { token: 'd.e.f', expires_at: '2026-11-21T12:00:00Z' }
    accept(answer('v_3', 't3', { ok: { visitor_id: 'v_3', trust: 'claimed', switched: false } }, { ok }), 't3')
    assert.deepEqual((await Promise.all(asked))[1], ok)
    assert.equal(who.said?.[0], 1)
  })
  await t.test('what becomes void with its visitor is void in silence', async () => {
    const events: unknown[] = []
    const off = on('identityRejected', e => events.push(e))
    asVisitor('v_4', 't4')
    const carried = carry('a.b.c')
    const asked = put({ call: 'token', args: { for: 'https://help.example' } })
    accept({ visitor: { id: 'v_5', token: 't5', trust: 'anonymous' }, site: {}, answers: [] }, 't4')
    await assert.rejects(asked, { code: 'fenced' })
    assert.equal(await carried, undefined)
    assert.deepEqual([events, queue], [[], []])
    off()
  })
  await t.test('a later page sends an arrival again for two minutes, a claim and a reset for a day', t => {
    t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 })
    become({})
    void carry('a.b.c')
    void put({ call: 'reset' })
    void put({ call: 'update', args: { traits: { name: 'J' } } })
    const later = (ms: number) => {
      t.mock.timers.tick(ms)
      queue.length = 0
      recall()
      return queue.map(e => e.c.call)
    }
    assert.deepEqual(later(119_000), ['carry', 'reset', 'update'])
    assert.deepEqual(later(2_000), ['reset', 'update'])
    assert.deepEqual(Object.keys(shelf).length, 3, 'with the visitor')
    assert.deepEqual(later(86_400_000), [])
  })
})
