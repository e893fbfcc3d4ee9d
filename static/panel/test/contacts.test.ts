import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Api, Failure } from '../models/api.ts'
import { createContacts } from '../models/contacts.ts'
import { contact } from './server.ts'

const settled = () => new Promise(resolve => setImmediate(resolve))

test('what is searched for while the server can’t be reached is found once it can, and nothing else is shown meanwhile', async t => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  let reached = true
  const asked: unknown[] = []
  const api = {
    get: async (_path: string, { q }: { q?: string }) => {
      asked.push(q)
      if (!reached) throw { status: 0, code: 'unreachable', message: '', help: '' } satisfies Failure
      return { contacts: q ? [] : [contact('c_1')], next: null }
    },
  } as unknown as Api
  const contacts = createContacts(api, () => 'k_shop')
  await contacts.load()
  assert.equal(contacts.list.value?.length, 1)
  reached = false
  await contacts.load()
  assert.equal(contacts.list.value?.length, 1, 'the same words: what was found stays')
  contacts.search('zzz')
  t.mock.timers.tick(300)
  await settled()
  assert.equal(contacts.list.value, null)
  assert.equal(contacts.failure.value?.code, 'unreachable')
  reached = true
  t.mock.timers.tick(3000)
  await settled()
  assert.deepEqual(contacts.list.value, [])
  assert.equal(contacts.failure.value, null)
  assert.deepEqual(asked, [undefined, undefined, 'zzz', 'zzz'])
  t.mock.timers.tick(60_000)
  assert.equal(asked.length, 4)
})
