import './facts.ts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Batch } from '../../internal/wire/wire.ts'
import { put, queue } from '../src/outbox.ts'
import { pump } from '../src/transport.ts'
import { become, recognise } from '../src/visitor.ts'

const settled = () => new Promise(resolve => setImmediate(resolve))

test('a server that is busy or gone means later: the same command is sent again until it is answered', async t => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  recognise()
  become({ id: 'v_1', token: 't1', trust: 'anonymous' })
  const troubles = [429, 503, 500, 0]
  const sent: Batch[] = []
  t.mock.method(globalThis, 'fetch', async (_: string, { body }: { body: string }) => {
    const batch = JSON.parse(body) as Batch
    sent.push(batch)
    const status = troubles.shift()
    if (status === 0) throw new TypeError('Failed to fetch')
    if (status) return Response.json({ error: { code: 'rate_limited', message: 'Too many.' } }, { status, headers: { 'Retry-After': '1' } })
    const ok = { code: '1234', expires_at: '2026-11-21T12:00:00Z' }
    return Response.json({ visitor: { id: 'v_1', token: 't1', trust: 'anonymous' }, site: {}, answers: [{ id: batch.commands![0]!.id, ok }] })
  })
  const call = put({ call: 'lookup_code' })
  pump()
  for (let times = 1; times <= 4; times++) {
    await settled()
    assert.deepEqual([sent.length, queue.length], [times, 1])
    t.mock.timers.tick(60_000)
  }
  assert.equal((await call as { code: string }).code, '1234')
  assert.equal(new Set(sent.map(b => b.commands![0]!.id)).size, 1)
  assert.equal(queue.length, 0)
})
