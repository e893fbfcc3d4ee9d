import './facts.ts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Identity } from '../../internal/wire/wire.ts'
import type * as npm from '../npm/index.ts'
import { call, calls } from '../src/calls.ts'
import { queue, settle } from '../src/outbox.ts'
import { configure } from '../src/site.ts'
import { become, save } from '../src/visitor.ts'

configure({ autoload: false })
become({ token: '' })
const waiting = () => queue.splice(0).map(({ call, said }) => [call, said])

test('what the server does goes there as the page said it, by position', () => {
  void call('identify', 42, { email: 'jane@example.com' }, 'c0ffee')
  void call('updateConnection', undefined)
  void call('lookupCode')
  void call('linkTo', 'https://help.example/', 'more')
  assert.deepEqual(waiting(), [
    ['identify', { 0: 42, 1: { email: 'jane@example.com' }, 2: 'c0ffee' }], ['updateConnection', {}], ['lookupCode', {}],
    ['linkTo', { 0: 'https://help.example/', 1: 'more' }],
  ])
})

test('so does a call that this version doesn’t know: the server’s may', () => {
  void call('identfy', '42')
  assert.deepEqual(waiting(), [['identfy', { 0: '42' }]])
  assert.ok(!('identfy' in calls))
  void call(7 as never)
  assert.deepEqual(waiting(), [['7', {}]], 'its name is a text, as the server reads it')
})

test('a call never throws: what can’t be said rejects, with a code', async () => {
  const circle: { [key: string]: unknown } = {}
  circle.circle = circle
  const odd = { get name() { throw new Error('no') } }
  for (const value of [10n, circle, odd]) await assert.rejects(call('setAttributes', { custom_data: value }), { code: 'bad_value' })
  await assert.rejects(call(Symbol('identify') as never), { code: 'bad_value' })
  assert.deepEqual(waiting(), [])
})

test('who doesn’t listen meets no unhandled rejection', async t => {
  const unheard: unknown[] = []
  const hear = (reason: unknown) => unheard.push(reason)
  process.on('unhandledRejection', hear)
  t.after(() => process.off('unhandledRejection', hear))
  void call('setAttributes', 10n)
  for (const thrown of [undefined, null, 'no', Object.freeze(new Error('no'))]) void call('setAttributes', { get name() { throw thrown } })
  await new Promise(resolve => setImmediate(resolve))
  assert.deepEqual(unheard, [])
})

test('status says how the widget is', async () => {
  const asked = call('lookupCode')
  assert.deepEqual(await call('status'), { loaded: false, connected: false, waiting: 1 } satisfies npm.Status)
  settle(queue[0]!, {})
  await asked
})

test('identity says what was called before, as far as it holds at once', async () => {
  for (const name of ['reset', 'logout']) {
    save({ id: 'v_1', token: 't1', identity: { visitor_id: 'v_1', trust: 'claimed' } })
    assert.deepEqual(await call('identity'), { visitor_id: 'v_1', trust: 'claimed' } satisfies Identity)
    const done = call(name)
    assert.deepEqual(await call('identity'), { visitor_id: null, trust: 'anonymous' })
    assert.equal(queue[0]!.call, 'reset')
    settle(queue[0]!, {})
    await done
  }
})
