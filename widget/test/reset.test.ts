import './facts.ts'
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { on } from '../src/events.ts'
import { end, init, tick } from '../src/life.ts'
import { queue, settle } from '../src/outbox.ts'
import { reset } from '../src/reset.ts'
import { name } from '../src/site.ts'
import { read } from '../src/storage.ts'
import { identity, save } from '../src/visitor.ts'

globalThis.fetch = () => new Promise(() => {})
Object.assign(document, { readyState: 'loading' })
init({ site: 'k_1', host: 'https://n.example' })
tick()
const nobody = { visitor_id: null, trust: 'anonymous' }

test('a reset holds at once, in all tabs: what stays is the token, which is what says it', async () => {
  const told: string[] = []
  for (const event of ['reset', 'identityChanged'] as const) on(event, () => told.push(event))
  save({ id: 'v_1', token: 't1@shop.example', identity: { visitor_id: 'v_1', trust: 'claimed' } })
  await null
  told.length = 0
  const confirmed = reset()
  assert.deepEqual(identity(), nobody)
  assert.deepEqual(read(name), { id: queue[0]!.id, token: 't1@shop.example' })
  assert.deepEqual(queue.map(({ call, said, as }) => [call, said, as]), [['reset', {}, 'v_1']])
  settle(queue[0]!, { ok: { visitor_id: 'v_2' } })
  assert.deepEqual(await confirmed, { visitor_id: 'v_2' })
  assert.deepEqual(told.sort(), ['identityChanged', 'reset'])
})
after(end)
