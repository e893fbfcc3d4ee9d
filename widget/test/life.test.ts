import './facts.ts'
import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import type { Batch } from '../../internal/wire/wire.ts'
import { call } from '../src/calls.ts'
import { end, init } from '../src/life.ts'
import { queue, settle } from '../src/outbox.ts'
import { tab } from '../src/presence.ts'
import { name, settings } from '../src/site.ts'
import type { Settings } from '../src/site.ts'
import { stepDown } from '../src/storage.ts'
import { become, who } from '../src/visitor.ts'

// When the widget begins, and what holds it. e2e/widget-start.spec.ts has whole pages.

const local: { [key: string]: string } = {}
let requests: string[] = []
let clock = 1e6
performance.now = () => clock
const listeners: { [event: string]: (e: object) => void } = {}
Object.defineProperty(globalThis, 'localStorage', { value: local })
Object.assign(document, { readyState: 'loading' })
Object.assign(globalThis, {
  fetch: async (_: string, { body }: { body: string }) => {
    requests.push(body)
    return new Response('', { status: 503 })
  },
  addEventListener: (event: string, fn: (e: object) => void) => { listeners[event] = fn },
  setInterval() {},
})

const settled = () => new Promise(resolve => setImmediate(resolve))
const status = async () => call('status')
const start = (said: Settings) => {
  init({ site: 'k_1', host: 'https://n.example', autoload: 'true', consent: 'granted', persist: 'true', ...said })
  return settled()
}
const leave = () => listeners.pagehide!({ type: 'pagehide' })

/** What this page keeps of calls that wait. */
const kept = () => (JSON.parse(local['nametag_k_1' + tab] ?? '[]') as { call: string }[]).map(({ call }) => call)

/** The next test is a page of its own. */
afterEach(async () => {
  await settled()
  end()
  stepDown()
  become({ token: '' })
  queue.forEach(entry => settle(entry, {}))
  clock += 70_000
  Object.assign(document, { prerendering: false })
  Object.assign(navigator, { globalPrivacyControl: false })
  for (const key in local) delete local[key]
  requests = []
})

Object.assign(location, { hostname: 'shop.example' })
await import('../src/main.ts')

const holds: [what: string, said: Settings, page?: object][] = [
  ['a site that nobody has named', { site: '' }],
  ['autoload: false', { autoload: false }],
  ['data-autoload="false"', { autoload: 'false' }],
  ['consent that is required', { consent: 'required' }],
  ['consent that was denied', { consent: 'denied' }],
  ['consent in any other word', { consent: 'Granted' as never }],
  ['Global Privacy Control, where the site honours it', { consent: 'gpc' }, { globalPrivacyControl: true }],
  ['a page that is rendered ahead', {}, { prerendering: true }],
]
for (const [what, said, page] of holds) {
  test(`${what} holds the widget: nothing is stored or sent, and calls wait`, async () => {
    Object.assign(navigator, page)
    Object.assign(document, page)
    await start(said)
    void call('setAttributes', { name: what })
    await settled()
    leave()
    listeners.pageshow!({ type: 'pageshow' })
    assert.deepEqual([local, requests], [{}, []])
    const { loaded, waiting } = await status() as { loaded: boolean; waiting: number }
    assert.equal(loaded, false)
    assert.equal(waiting, 1)
  })
}

const starts: [said: Settings, page?: object][] = [[{}], [{ consent: 'gpc' }], [{ consent: undefined as never }], [{ consent: '' as never }], [{ autoload: '' }], [{}, { globalPrivacyControl: true }]]
for (const [said, page] of starts) {
  test(`nothing holds it with ${JSON.stringify({ ...said, ...page })}: what waits goes out and is kept`, async () => {
    Object.assign(navigator, page)
    void call('lookupCode')
    await start(said)
    assert.deepEqual(requests.map(body => (JSON.parse(body) as Batch).commands!.map(c => c.call)), [['lookupCode']])
    assert.deepEqual(await status(), { loaded: true, connected: false, waiting: 1 })
    assert.deepEqual(kept(), ['lookupCode'])
  })
}

test('what a page says before it begins was said by the browser’s visitor, up to a reset', async () => {
  local.nametag_k_1 = '{"id":"v_1","token":"t1","identity":{"visitor_id":"v_1","trust":"claimed","external_id":"42"}}'
  for (const name of ['lookupCode', 'reset', 'lookupCode']) void call(name)
  await start({})
  const [first, reset] = queue
  assert.deepEqual(queue.map(e => e.as), ['v_1', first!.id, reset!.id])
  assert.deepEqual([who.id, await call('identity')], [reset!.id, { visitor_id: null, trust: 'anonymous' }])
})

test('what it says before the server has said who that is stays before a reset that waits', async () => {
  await start({})
  void call('lookupCode')
  void call('reset')
  await settled()
  listeners.online!({ type: 'online' })
  assert.deepEqual(queue.map(({ as }) => as), ['', queue[0]!.id])
})

test('with persist: false nothing is stored, and the browser’s own visitor stays as it was', async () => {
  local.nametag_k_1 = '{"id":"v_1","token":"t1"}'
  await start({ persist: false })
  void call('lookupCode')
  await settled()
  assert.ok(requests.length && !requests.some(body => body.includes('t1')))
  assert.deepEqual(local, { nametag_k_1: '{"id":"v_1","token":"t1"}' })
})

test('a host that is none is not taken over', async () => {
  for (const text of ['https://', 'http://a b']) await assert.rejects(call('init', { host: text }), TypeError)
  assert.equal(await call('init', {}), undefined)
})

test('once it has begun, init changes nothing', async () => {
  await start({})
  await start({ site: 'k_2', host: 'https://elsewhere.example' })
  assert.deepEqual([settings.site, name], ['k_1', 'nametag_k_1'])
})

test('when the page goes, what waits goes, and what is said in its last moment; then nothing until it comes back', async () => {
  await start({})
  void call('lookupCode')
  leave()
  assert.match(requests.at(-1)!, /lookupCode/)
  void call('reset')
  await settled()
  assert.match(requests.at(-1)!, /reset/)
  assert.deepEqual(kept(), ['lookupCode', 'reset'])
  const sent = requests.length
  clock += 70_000
  listeners.visibilitychange!({ type: 'visibilitychange' })
  await settled()
  assert.equal(requests.length, sent)
  listeners.pageshow!({ type: 'pageshow' })
  assert.match(requests.at(-1)!, /reset/)
})

test('a page that comes back from the back/forward cache reads who the browser is by now', async () => {
  await start({})
  leave()
  local.nametag_k_1 = '{"id":"v_2","token":"t2"}'
  listeners.pageshow!({ type: 'pageshow' })
  assert.equal(who.token, 't2')
})

test('and goes on behind what the browser said meanwhile and has no answer to', async () => {
  await start({})
  become({ id: 'v_1', token: 't1' })
  leave()
  local.nametag_k_1 = '{"id":"v_1","token":"t1"}'
  local['nametag_k_1:a'] = JSON.stringify([{ id: 'c1', call: 'identify', said: { 0: 'ben' }, as: 'v_1', at: 1 }])
  listeners.pageshow!({ type: 'pageshow' })
  void call('lookupCode')
  assert.deepEqual(queue.map(({ as }) => as), ['v_1', 'c1'])
})

test('load begins in spite of autoload: false; remove ends it, until it is loaded again', async () => {
  await start({ autoload: false })
  assert.equal(await call('load'), undefined)
  await settled()
  assert.equal(requests.length, 1)
  assert.equal(await call('remove'), undefined)
  leave()
  listeners.online!({ type: 'online' })
  await settled()
  assert.equal(requests.length, 1)
  listeners.pageshow!({ type: 'pageshow' })
  await call('load')
  assert.equal((await status() as { loaded: boolean }).loaded, true)
})
