import './facts.ts'
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import fc from 'fast-check'
import type { Batch, BatchAnswer, Said } from '../../internal/wire/wire.ts'
import { call } from '../src/calls.ts'
import { consent } from '../src/consent.ts'
import { end, init, tick } from '../src/life.ts'
import { batchBytes } from '../src/limits.ts'
import { put, queue, settle } from '../src/outbox.ts'
import type { Entry } from '../src/outbox.ts'
import { configure, name } from '../src/site.ts'
import { write, writeCookie } from '../src/storage.ts'
import { flush, hear, post } from '../src/transport.ts'
import { save } from '../src/visitor.ts'

// A page that never gets to its socket, and a server that answers as the test says.

Object.assign(document, { readyState: 'loading' })
let clock = 1e6
performance.now = () => clock
let requests: { address: string; init: RequestInit; batch: Batch }[] = []
let respond: (batch: Batch) => Response | Promise<Response>

globalThis.fetch = async (address, init) => {
  const batch: Batch = JSON.parse(init!.body as string)
  requests.push({ address: address as string, init: init!, batch })
  return respond(batch)
}

const settled = () => new Promise(resolve => setImmediate(resolve))
/** The clock goes on, and the widget does what is due. */
const pass = async (ms: number) => {
  clock += ms
  tick()
  await settled()
}
const answer = ({ commands = [] }: Batch): BatchAnswer => ({
  visitor: { id: 'v_1', token: 't1', trust: 'anonymous', identity: { visitor_id: 'v_1', trust: 'anonymous' } },
  site: {}, answers: commands.map(({ id }) => ({ id, ok: { visitor_id: 'v_1' } })),
})
const said = () => requests.map(({ batch }) => batch.commands!.map(command => command.call))

beforeEach(async () => {
  respond = batch => Response.json(answer(batch))
  configure({ site: 'k_1', host: 'https://n.example/nametag.js', autoload: 'true' })
  init()
  await settled()
  await pass(70_000)
  requests = []
})

test('calls made together travel together, by a request that needs no preflight, carries no cookie and outlives its page', async () => {
  await Promise.all([put('identify', { 0: '42' }), put('lookupCode', {})])
  const [{ address, init, batch }] = requests as [typeof requests[0]]
  assert.deepEqual(said(), [['identify', 'lookupCode']])
  assert.equal(address, 'https://n.example/v1/commands')
  const { body, ...rest } = init
  assert.deepEqual(rest, { method: 'POST', keepalive: true, credentials: 'omit', referrerPolicy: 'origin' })
  assert.equal(typeof body, 'string')
  const { commands, sent_at, ...who } = batch
  assert.deepEqual(who, { site: 'k_1', visitor: 't1', page: { url: 'https://shop.example/mugs', title: 'Mugs', referrer: '' } })
  assert.ok(sent_at! >= Math.floor((commands![0] as Said).at))
})

test('the server is asked who this is even if no call waits, once', async () => {
  await pass(500)
  assert.equal(requests.length, 0)
  hear({ welcome: { visitor_id: 'v_1', trust: 'claimed' } })
  await settled()
  assert.equal(requests.length, 0, 'in a moment')
  await pass(1000)
  await pass(1000)
  assert.deepEqual(said(), [[]])
})

test('a call that is made meanwhile doesn’t wait for that', async () => {
  hear({ welcome: { visitor_id: 'v_1', trust: 'claimed' } })
  await put('lookupCode', {})
  assert.deepEqual(said(), [['lookupCode']])
})

test('so it is until it was answered', async () => {
  respond = () => Response.error()
  hear({ welcome: { visitor_id: 'v_1', trust: 'claimed' } })
  await pass(1000)
  respond = batch => Response.json(answer(batch))
  await pass(70_000)
  await pass(70_000)
  assert.deepEqual(said(), [[], []])
})

for (const [trouble, fail] of Object.entries({
  'is busy': () => Response.json({ error: { code: 'rate_limited', message: 'Too many.' } }, { status: 429 }),
  'is broken': () => new Response('oops', { status: 500 }),
  'is gone': () => Promise.reject(new TypeError('Failed to fetch')),
  'answers for a proxy': () => new Response('<html>Log in to the hotel’s network'),
  'says nothing': () => Response.json({}),
})) {
  test(`a server that ${trouble} means later: the same call is sent again, after a pause`, async () => {
    respond = fail
    const call = put('lookupCode', {})
    await settled()
    for (let times = 1; times <= 4; times++) {
      await pass(0)
      assert.deepEqual([requests.length, queue.length], [times, 1], 'not before the pause is over')
      await pass(70_000)
    }
    respond = batch => Response.json(answer(batch))
    await pass(70_000)
    assert.deepEqual(await call, { visitor_id: 'v_1' })
    assert.equal(new Set(requests.map(r => r.batch.commands![0]!.id)).size, 1)
  })
}

test('what is refused for good isn’t sent again', async () => {
  respond = () => Response.json({ error: { code: 'origin_not_allowed', message: 'no' } }, { status: 403 })
  await assert.rejects(put('lookupCode', {}), { code: 'origin_not_allowed' })
  await pass(70_000)
  assert.deepEqual([requests.length, queue.length], [1, 0])
})

test('where something happened, nothing waits for the end of a pause', async () => {
  respond = () => Response.error()
  void put('lookupCode', {})
  await settled()
  respond = batch => Response.json(answer(batch))
  tick({ type: 'online' })
  await settled()
  assert.deepEqual([requests.length, queue.length], [2, 0])
})

test('one batch is in flight: what is said meanwhile waits for its answer', async () => {
  let arrive = () => {}
  respond = batch => new Promise(resolve => { arrive = () => resolve(Response.json(answer(batch))) })
  const calls = [put('identify', { 0: '42' })]
  await settled()
  calls.push(put('reset', {}))
  await settled()
  await pass(19_000)
  assert.deepEqual(said(), [['identify']])
  arrive()
  await calls[0]
  await settled()
  arrive()
  await calls[1]
  assert.deepEqual(said(), [['identify'], ['reset']])
})

const entry = (name: string): Entry => ({ id: 'c1', call: 'setAttributes', said: { 0: { name } }, at: 1 })
const bytes = (e: object) => Buffer.byteLength(JSON.stringify(e))

test('batches keep the order, lose nothing and stay below 15 KiB', () => {
  const names = fc.array(fc.string({ maxLength: 6000, size: 'max' }), { maxLength: 12, size: 'max' })
  return fc.assert(fc.asyncProperty(names, async names => {
    requests = []
    await Promise.all(names.map(name => put('setAttributes', { 0: { name } })))
    assert.deepEqual(requests.flatMap(({ batch }) => batch.commands!.map(c => (c as Said).said)), names.map(name => ({ 0: { name } })))
    for (const { batch: { commands } } of requests) {
      assert.ok(commands!.length > 0)
      assert.ok(commands!.length === 1 || commands!.reduce((sum, c) => sum + bytes(c), 0) <= batchBytes)
    }
  }), { numRuns: 50 })
})

for (const [what, one, other, together] of [
  ['full to the byte', batchBytes / 2, batchBytes / 2, 2], ['not fuller', batchBytes / 2, batchBytes / 2 + 1, 1], ['of one that is larger', batchBytes + 1, 100, 1],
] as const) {
  test(`a batch is ${what}`, async () => {
    queue.push(...[one, other].map(size => entry('x'.repeat(size - bytes(entry('')))))) // as they are found in a journal
    await pass(0)
    assert.equal(requests[0]!.batch.commands!.length, together)
    await settled()
    assert.equal(queue.length, 0)
  })
}

test('the page rides along only where it fits', async () => {
  await Promise.all(['x', 'y'].map(letter => put('setAttributes', { 0: { name: letter.repeat(7000) } })))
  assert.deepEqual(requests.map(({ batch }) => [batch.commands!.length, !!batch.page]), [[2, false]])
})

test('that is where the calls are below 3,000 letters', async () => {
  await put('setAttributes', { 0: { name: 'x' } })
  const { length } = JSON.stringify(requests[0]!.batch.commands)
  for (const letters of [2950, 3050]) await put('setAttributes', { 0: { name: 'x'.repeat(letters - length) } }) // ids are of many lengths
  assert.deepEqual(requests.map(({ batch }) => !!batch.page), [true, true, false])
})

test('what is sent is said as whom another tab has made the browser by now', async () => {
  writeCookie('t4')
  write(name, { id: 'v_1', token: 't4', identity: { visitor_id: 'v_1', trust: 'anonymous' } })
  await put('lookupCode', {})
  assert.equal(requests[0]!.batch.visitor, 't4')
})

test('an answer to a browser that was nobody, and is somebody by another tab, is none: it goes again as that one', async () => {
  save({ token: '' })
  respond = batch => {
    if (!batch.visitor) {
      writeCookie('t5')
      write(name, { id: 'v_5', token: 't5' })
    }
    return Response.json(answer(batch))
  }
  const call = put('lookupCode', {})
  await settled()
  await pass(70_000)
  await call
  assert.deepEqual(requests.map(({ batch }) => batch.visitor), ['', 't5'])
})

test('an answer that means later is read, too: unread it would stay in flight', async () => {
  for (const status of [429, 503]) {
    const busy = Response.json({ error: { code: 'rate_limited' } }, { status })
    respond = () => busy
    assert.equal(await post('/v1/commands', {}), undefined)
    assert.ok(busy.bodyUsed)
  }
})

test('when the page goes, what isn’t answered goes once more with what was said since, in its order, as far as it fits', async () => {
  respond = () => new Promise(() => {})
  const first = 'z'.repeat(9000)
  for (const name of ['sent', first, 'short', first, 'later']) void put('setAttributes', { 0: { name } })
  flush()
  assert.deepEqual(requests.map(r => r.batch.commands!.map(c => JSON.stringify((c as Said).said).length - 17)), [[4, 9000, 5]])
  queue.forEach(entry => settle(entry, {}))
})

test('tabs that nobody knows yet ask one after the other; who is known asks at once', async () => {
  const names: string[] = []
  Object.assign(navigator, { locks: { request: (name: string, ask: () => Promise<void>) => {
    names.push(name)
    return ask()
  } } })
  await put('lookupCode', {})
  assert.deepEqual(names, [])
  save({ token: '' })
  await put('lookupCode', {})
  assert.deepEqual(names, ['nametag_k_1'])
})

test('who waited while another tab asked is whom that one was made', async () => {
  save({ token: '' })
  Object.assign(navigator, { locks: { request: (name: string, ask: () => Promise<void>) => {
    writeCookie('t5')
    write(name, { id: 'v_5', token: 't5' })
    return ask()
  } } })
  await put('lookupCode', {})
  assert.equal(requests[0]!.batch.visitor, 't5')
})

for (const [what, then] of [['denied', () => consent('denied')], ['removed', () => call('remove')]] as const) {
  test(`${what} while it waited, it asks nothing`, async () => {
    save({ token: '' })
    let ask = async () => {}
    Object.assign(navigator, { locks: { request: (_: string, fn: () => Promise<void>) => new Promise<void>(done => {
      ask = async () => {
        await fn()
        done()
      }
    }) } })
    put('lookupCode', {}).catch(() => {})
    await settled()
    await then()
    await ask()
    assert.deepEqual(requests, [])
    Object.assign(navigator, { locks: undefined })
    consent('granted')
    await call('load')
    queue.forEach(entry => settle(entry, {}))
  })
}

test('identity waits for what was called before, where nobody knows yet who is here', async () => {
  save({ token: '' })
  Object.assign(navigator, { locks: undefined })
  void put('lookupCode', {})
  assert.deepEqual(await call('identity'), { visitor_id: 'v_1', trust: 'anonymous' })
})

test('denied, and granted after all, the server is asked who this is, even if no call waits', async () => {
  consent('denied')
  await settled()
  requests = []
  consent('granted')
  await settled()
  assert.deepEqual(said(), [[]])
})

test('without locks, as origins without storage are, it asks all the same', async () => {
  save({ token: '' })
  Object.assign(navigator, { locks: { request: () => Promise.reject(new DOMException('no', 'SecurityError')) } })
  await put('lookupCode', {})
  assert.equal(requests.length, 1)
})

test('a request’s answer is what it resolves with', async () => {
  respond = () => Response.json({ fence: {} })
  assert.deepEqual(await post('/v1/heartbeat', { site: 'k_1' }), { fence: {} })
  end()
})
