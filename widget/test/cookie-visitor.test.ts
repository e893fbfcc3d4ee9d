import './facts.ts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { on } from '../src/events.ts'
import { configure, name } from '../src/site.ts'
import { climb } from '../src/storage.ts'
import { identity, save, sync } from '../src/visitor.ts'

test('a page that begins with a token alone, as at another subdomain, tells of whom it turns out to be', async () => {
  const told: unknown[] = []
  on('identityChanged', detail => told.push(detail))
  configure({ site: 'k_1', autoload: false })
  Object.assign(document, { cookie: `${name}=t1` })
  climb()
  sync()
  assert.deepEqual(identity(), { visitor_id: null, trust: 'anonymous' })
  const jane = { visitor_id: 'v_1', trust: 'claimed', external_id: '42' } as const
  save({ id: 'v_1', token: 't1', identity: jane })
  await new Promise(resolve => setImmediate(resolve))
  assert.deepEqual(told, [jane])
})
