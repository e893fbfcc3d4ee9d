import './facts.ts'
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { call } from '../src/calls.ts'
import { consent } from '../src/consent.ts'
import { end, init } from '../src/life.ts'
import { queue } from '../src/outbox.ts'
import { identity, save } from '../src/visitor.ts'

const local: { [key: string]: string } = {}
const cookies: string[] = []
let requests = 0
let clock = 1e6
performance.now = () => clock
Object.defineProperty(globalThis, 'localStorage', { value: local })
Object.assign(globalThis, {
  document: { title: 'Mugs', referrer: '', readyState: 'loading', get cookie() { return '' }, set cookie(text) { cookies.push(text) } },
  fetch: async () => {
    requests++
    return new Response('', { status: 503 })
  },
})

const settled = () => new Promise(resolve => setImmediate(resolve))
const start = (word: 'required' | 'granted') => {
  init({ site: 'k_1', host: 'https://n.example', consent: word })
  return settled()
}

beforeEach(() => {
  end()
  for (const key in local) delete local[key]
  cookies.length = requests = 0
  clock += 70_000
})

test('denied, everything is cleared, nothing is stored or sent any more, and what waits is rejected', async () => {
  await start('granted')
  save({ id: 'v_1', token: 't1', cookie_domain: 'shop.example', identity: { visitor_id: 'v_1', trust: 'claimed' } })
  local.theirs = 'stays'
  const waits = call('setAttributes', { name: 'Jane' })
  const before = requests
  consent('denied')
  await assert.rejects(waits, { code: 'denied' })
  assert.deepEqual([local, queue, identity()], [{ theirs: 'stays' }, [], { visitor_id: null, trust: 'anonymous' }])
  assert.match(cookies.at(-2)!, /^nametag_k_1=; .*Max-Age=0; Domain=shop\.example/)
  cookies.length = 0
  clock += 70_000
  void call('setAttributes', { name: 'Mei' })
  await settled()
  assert.deepEqual([local, cookies, requests], [{ theirs: 'stays' }, [], before])
})

test('denied on a page that never began, what earlier pages stored goes all the same', async () => {
  local.nametag_k_1 = '{"id":"v_1","token":"t1","cookie_domain":"shop.example"}'
  local['nametag_k_1:a'] = '{}'
  await start('required')
  consent('denied')
  assert.deepEqual(local, {})
  assert.ok(cookies.some(text => /Max-Age=0; Domain=shop\.example/.test(text)))
})

test('granted, it begins, and what waited goes out', async () => {
  await start('required')
  void call('setAttributes', { name: 'Jane' })
  await settled()
  assert.deepEqual([requests, local], [0, {}])
  consent('granted')
  await settled()
  assert.equal(requests, 1)
  assert.ok(queue.every(({ id }) => local['nametag_k_1:' + id]))
})
