import './facts.ts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emit, isReady, on } from '../src/events.ts'
import { become, save } from '../src/visitor.ts'

become({ token: '' })
const settled = () => new Promise(resolve => setImmediate(resolve))

test('a listener is told until it stops listening, and only of its event', async () => {
  const told: unknown[] = []
  const off = on('identityRejected', e => told.push(e))
  emit('identityRejected', 1)
  emit('reset', 2)
  off()
  emit('identityRejected', 3)
  await settled()
  assert.deepEqual(told, [1])
})

test('one function may listen twice: each stops by itself', async () => {
  let told = 0
  const hear = () => { told++ }
  const [off] = [on('reset', hear), on('reset', hear)]
  off!()
  emit('reset')
  await settled()
  assert.equal(told, 1)
})

test('ready comes once, when the server has answered; who asks late is told at once', async () => {
  const told: unknown[] = []
  save({ id: 'v_1', token: 't1', identity: { visitor_id: 'v_1', trust: 'anonymous' } })
  on('ready', e => told.push(['early', e]))
  await settled()
  assert.equal(told.length, 0)
  isReady()
  isReady()
  on('ready', e => told.push(['late', e]))
  await settled()
  const who = { visitor_id: 'v_1', trust: 'anonymous' }
  assert.deepEqual(told, [['early', who], ['late', who]])
})

test('what is no function hears nothing', async () => {
  on('reset', undefined as never)
  emit('reset')
  await settled()
})

test('one that throws stops neither the others nor the widget', async t => {
  let told = 0
  const others = process.listeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection').once('unhandledRejection', () => { told++ })
  t.after(() => { for (const other of others) process.on('unhandledRejection', other) })
  on('identityExpired', () => { throw new Error('the page’s own') })
  on('identityExpired', () => { told += 10 })
  assert.doesNotThrow(() => emit('identityExpired'))
  await settled()
  assert.equal(told, 11)
})
