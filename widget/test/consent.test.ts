import './facts.ts'
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { call } from '../src/calls.ts'
import { consent } from '../src/consent.ts'
import { end, init, tick } from '../src/life.ts'
import { queue, settle } from '../src/outbox.ts'
import { tab } from '../src/presence.ts'
import { identity, save, sync } from '../src/visitor.ts'

const local: { [key: string]: string } = {}
const cookies: string[] = []
let sent = ''
let requests = 0
let clock = 1e6
performance.now = () => clock
Object.defineProperty(globalThis, 'localStorage', { value: local })
Object.assign(globalThis, {
  document: { title: 'Mugs', referrer: '', readyState: 'loading', get cookie() { return sent }, set cookie(text) { cookies.push(text) } },
  fetch: async () => {
    requests++
    return new Response('', { status: 503 })
  },
})

/** All that is kept of a visitor who wants nothing kept: that. */
const settled = () => new Promise(resolve => setImmediate(resolve))
const start = (word: 'required' | 'granted') => {
  init({ site: 'k_1', host: 'https://n.example', consent: word })
  return settled()
}

beforeEach(() => {
  end()
  for (const key in local) delete local[key]
  cookies.length = requests = 0
  sent = ''
  clock += 70_000
})

test('denied, everything is cleared, nothing is stored or sent any more, and what waits is rejected', async () => {
  await start('granted')
  save({ id: 'v_1', token: 't1@shop.example', identity: { visitor_id: 'v_1', trust: 'claimed' } })
  Object.assign(local, { 'theirs': 'stays', 'nametag_k_1:a': '[]', 'nametag_k_2:a': '[]' })
  const waits = call('setAttributes', { name: 'Jane' })
  await settled()
  assert.ok(local['nametag_k_1' + tab])
  const before = requests
  const left = { 'theirs': 'stays', 'nametag_k_2:a': '[]' }
  consent('denied')
  await assert.rejects(waits, { code: 'denied' })
  assert.deepEqual([local, queue, identity()], [left, [], { visitor_id: null, trust: 'anonymous' }])
  assert.match(cookies.at(-1)!, /^nametag_k_1=~; .*Domain=shop\.example/)
  cookies.length = 0
  clock += 70_000
  void call('setAttributes', { name: 'Mei' })
  await settled()
  assert.deepEqual([local, cookies, requests], [left, [], before])
})

test('denied on a page that never began, what earlier pages stored goes all the same', async () => {
  local.nametag_k_1 = '{"id":"v_1","token":"t1@shop.example"}'
  local['nametag_k_1:a'] = '[]'
  await start('required')
  consent('denied')
  assert.deepEqual(local, {})
  assert.match(cookies.at(-1)!, /^nametag_k_1=~; .*Domain=shop\.example/)
})

test('denied on a page of a subdomain that nobody has opened before, the cookie that the others share goes', async () => {
  sent = 'nametag_k_1=t2@shop.example'
  await start('required')
  consent('denied')
  assert.match(cookies.at(-1)!, /^nametag_k_1=~; .*Domain=shop\.example/)
})

test('denied where there never was anybody, nothing is stored, whatever is called', async () => {
  await start('required')
  consent('denied')
  void call('reset')
  await settled()
  assert.deepEqual([local, cookies], [{}, []])
  queue.forEach(entry => settle(entry, {}))
})

test('granted, it begins, and what waited goes out', async () => {
  await start('required')
  void call('setAttributes', { name: 'Jane' })
  await settled()
  assert.deepEqual([requests, local], [0, {}])
  consent('granted')
  await settled()
  assert.equal(requests, 1)
  assert.deepEqual(JSON.parse(local['nametag_k_1' + tab]!), JSON.parse(JSON.stringify(queue)))
  queue.forEach(entry => settle(entry, {}))
})

for (const word of ['Granted', 'yes', true, undefined, null, {}]) {
  test(`any other word denies: ${JSON.stringify(word)}`, async () => {
    await start('granted')
    save({ id: 'v_1', token: 't1' })
    consent(word as never)
    assert.deepEqual(local, {})
    clock += 70_000
    requests = 0
    tick()
    await settled()
    assert.deepEqual([local, requests], [{}, 0])
  })
}

test('denied in another tab, or at another subdomain, it is denied here', async () => {
  await start('granted')
  save({ id: 'v_1', token: 't1', identity: { visitor_id: 'v_1', trust: 'claimed' } })
  const waits = call('setAttributes', { name: 'Jane' })
  sent = 'nametag_k_1=~'
  sync()
  await assert.rejects(waits, { code: 'denied' })
  assert.equal(identity().visitor_id, null)
  assert.deepEqual(await call('status'), { loaded: false, connected: false, waiting: 0 })
  assert.deepEqual(local, {})
})

test('granted after all, the browser is somebody again', async () => {
  sent = 'nametag_k_1=~'
  await start('granted')
  sync()
  assert.equal((await call('status') as { loaded: boolean }).loaded, true)
})
