import './facts.ts'
import assert from 'node:assert/strict'
import { register } from 'node:module'
import { afterEach, beforeEach, mock, test } from 'node:test'
import type { Heartbeat, Hello, VisitorPush } from '../../internal/wire/wire.ts'
import { call } from '../src/calls.ts'
import { end, init, tick } from '../src/life.ts'
import { leave, touch } from '../src/presence.ts'
import { configure, name } from '../src/site.ts'
import { stepDown } from '../src/storage.ts'
import { write, writeCookie } from '../src/storage.ts'
import { save } from '../src/visitor.ts'

// A page's end of its socket. What servers make of it is tested with real ones (e2e, internal/live).

// The server has the widget's other file.
const beatsFile: string = 'https://n.example/nametag-beats.1f2e3d4c.js'
register('data:text/javascript,' + encodeURIComponent(`
  export const resolve = (file, context, next) => next(file === '${beatsFile}' ? '${new URL('../src/beats.ts', import.meta.url).href}' : file, context)`))

class Socket {
  readyState = 0
  sent: Hello[] = []
  onopen = () => {}
  onmessage = (_: { data: string }) => {}
  onclose = (_: object) => {}
  onerror = (_: object) => {}
  constructor(readonly address: string) { sockets.push(this) }
  send(text: string) { this.sent.push((JSON.parse(text) as { hello: Hello }).hello) }
  close() { this.readyState = 3 }

  open() {
    this.readyState = 1
    this.onopen()
    return this
  }
  hear(push: VisitorPush) { this.onmessage({ data: JSON.stringify(push) }) }
  fail(code = 1006) {
    this.readyState = 3
    this.onclose({ code })
  }
}

let sockets: Socket[] = []
let posts: [path: string, body: Heartbeat][] = []
let clock = 1e6
performance.now = () => clock
mock.timers.enable({ apis: ['setTimeout'] })
globalThis.WebSocket = Socket as never
globalThis.fetch = async (address, init) => {
  const { pathname } = new URL(address as string)
  posts.push([pathname, JSON.parse(init!.body as string)])
  return Response.json(pathname === '/v1/heartbeat' ? beaten : { visitor: { ...claimed, trust: 'claimed' }, site: {}, answers: [] })
}
let beaten: VisitorPush | object

const settled = () => new Promise(resolve => setImmediate(resolve))
const pass = async (ms: number) => {
  clock += ms
  mock.timers.tick(ms)
  tick()
  await settled()
}
const welcome: VisitorPush = { welcome: { visitor_id: 'v_1', trust: 'claimed' } }
const claimed = { id: 'v_1', token: 't1', identity: { visitor_id: 'v_1', trust: 'claimed' } } as const
const last = () => sockets.at(-1)!
const connected = async () => (await call('status') as { connected: boolean }).connected
/** Waits for what comes when the other file has come: its loader is a thread of its own. */
const eventually = async (check: () => boolean) => {
  for (const end = Date.now() + patienceMs; !check();) {
    assert.ok(Date.now() < end, 'it never came')
    await settled()
  }
}
const patienceMs = 10_000
/** Sockets are given up, and the other file is there. */
const beBlocked = async () => {
  await failOften()
  await pass(0)
  await otherFile()
}
/** If it was asked for before, it is there by now. */
const otherFile = async () => {
  await import(beatsFile)
  await settled()
}
const beats = () => posts.filter(([path]) => path === '/v1/heartbeat').map(([, body]) => body)
/** Sockets fail until they are given up. */
const failOften = async () => {
  for (let times = 0; times < 4; times++) {
    last().fail()
    await pass(70_000)
  }
  last().fail()
}

beforeEach(async () => {
  sockets = []
  beaten = welcome
  Object.assign(location, { href: 'https://shop.example/mugs?id=7#top' })
  Object.assign(document, { hidden: false, readyState: 'complete' })
  configure({ site: 'k_1', host: 'https://n.example/nametag.js', autoload: 'true' })
  init()
  await settled()
  save(claimed)
  tick({ type: 'pageshow' })
  await settled()
  posts = []
})
afterEach(async () => {
  tick({ type: 'online' })
  await settled()
  last().open().hear(welcome)
  await pass(10_000) // after a long life, what failed before is forgotten
  end()
})

test('a page says how it is, as soon as the socket is open', () => {
  const { address } = last()
  assert.equal(address, 'wss://n.example/v1/socket?site=k_1')
  const { sent } = last().open()
  const { tab, ...hello } = sent[0]!
  assert.ok(tab)
  const page = { url: 'https://shop.example/mugs', title: 'Mugs', referrer: '' }
  assert.deepEqual(hello, { visitor: 't1', page, visible: true, alive: 0 })
})

test('on a page that keeps nothing it also says whom the browser keeps, as it finds it by now', async () => {
  stepDown()
  Object.assign(document, { cookie: 'a=1; nametag_k_1=kept' })
  save(claimed)
  const { sent } = last().open()
  await pass(500)
  Object.assign(document, { cookie: 'nametag_k_1=another' })
  await pass(500)
  assert.deepEqual(sent.map(hello => [hello.visitor, hello.own]), [['t1', 'kept'], ['t1', 'another']])
  assert.equal(document.cookie, 'nametag_k_1=another')
})

test('it says so again when something has changed, and only then', async () => {
  const { sent } = last().open()
  await pass(500)
  assert.equal(sent.length, 1)
  const changes: [change: () => unknown, of: (hello: Hello) => unknown, want: unknown][] = [
    [() => Object.assign(location, { href: 'https://shop.example/cart' }), hello => hello.page.url, 'https://shop.example/cart'],
    [() => Object.assign(document, { hidden: true }), hello => hello.visible, false],
    [() => save({ ...claimed, token: 't2' }), hello => hello.visitor, 't2'],
    [touch, hello => hello.alive, Math.ceil(clock / 20_000)],
  ]
  for (const [change, of, want] of changes) {
    change()
    await pass(0)
    assert.equal(of(sent.at(-1)!), want)
  }
  assert.equal(sent.length, 1 + changes.length)
  assert.equal(new Set(sent.map(hello => hello.tab)).size, 1)
})

test('a sign of life is told of every 20 s at most', async () => {
  const { sent } = last().open()
  last().hear(welcome)
  for (let s = 0; s < 60; s++) {
    touch()
    await pass(1000)
  }
  assert.ok(sent.length >= 4 && sent.length <= 5, `${sent.length}`)
})

test('a page is connected when the server has answered', async () => {
  last().open()
  assert.equal(await connected(), false)
  last().hear(welcome)
  assert.equal(await connected(), true)
  last().fail()
  assert.equal(await connected(), false)
})

const pushes: [what: string, push: VisitorPush, doubts: boolean][] = [
  ['a welcome as whom the page takes itself for', welcome, false],
  ['a welcome as somebody of another trust', { welcome: { visitor_id: 'v_1', trust: 'anonymous' } }, true],
  ['a fence', { fence: {} }, true],
  ['a trust that another tab raised', { identity: { trust: 'verified' } }, true],
  ['a proof that lapsed', { expired: { trust: 'claimed' } }, true],
]
for (const [what, push, doubts] of pushes) {
  test(`${what} makes the page ${doubts ? 'ask the server in a moment' : 'ask nobody'}`, async () => {
    last().open().hear(push)
    await pass(0)
    assert.equal(posts.length, 0)
    await pass(1000)
    await pass(1000)
    assert.deepEqual(posts.map(([path]) => path), doubts ? ['/v1/commands'] : [])
  })
}

test('it asks as whom another tab has made the browser by then', async () => {
  last().open().hear({ fence: {} })
  writeCookie('t2')
  write(name, { ...claimed, token: 't2' })
  await pass(1000)
  assert.deepEqual(posts.map(([, { visitor }]) => visitor), ['t2'])
})

test('what is no push reaches nobody', () => {
  for (const data of ['', '{', 'null', '[]']) assert.doesNotThrow(() => last().onmessage({ data }))
})

test('what an earlier socket still says is nothing to the one that is there', async () => {
  const earlier = last()
  earlier.fail()
  tick({ type: 'online' })
  last().open().hear(welcome)
  earlier.fail()
  assert.equal(await connected(), true)
})

test('a socket that lived long was no failure: there is no need of heartbeats yet', async () => {
  await failOften()
  tick({ type: 'online' })
  last().open().hear(welcome)
  await pass(10_000)
  await otherFile()
  posts = []
  last().fail()
  Object.assign(document, { hidden: true }) // which would be worth telling
  await pass(0)
  await otherFile()
  assert.deepEqual(posts, [])
})

test('one that was lost doesn’t make the next one’s life longer', async () => {
  await failOften()
  tick({ type: 'online' })
  last().open().hear(welcome)
  await pass(5_000)
  last().fail()
  tick({ type: 'online' })
  last().open().hear(welcome)
  await pass(5_000)
  posts = []
  last().fail()
  Object.assign(document, { hidden: true }) // which is worth telling
  await pass(0)
  await eventually(() => beats().some(({ visible }) => !visible))
})

test('a lost socket is dialled again, not at once where it fails and fails', async () => {
  let dialled = 0
  for (let ms = 0; ms < 300_000; ms += 500) {
    if (last().readyState === 0 && sockets.length > dialled) last().fail(), dialled++
    await pass(500)
  }
  assert.ok(dialled >= 5 && dialled < 40, `${dialled} in five minutes`)
})

test('where something happened, it is dialled at once', () => {
  last().fail()
  tick({ type: 'online' })
  assert.equal(sockets.length, 2)
})

test('one that no server greets is given up', async () => {
  const socket = last().open()
  await pass(9_999)
  assert.equal(socket.readyState, 1)
  await pass(1)
  assert.equal(socket.readyState, 3)
})

test('a browser that is nobody yet has nothing to say, nor has a page that isn’t there yet', async () => {
  last().fail()
  save({ token: '' })
  await pass(70_000)
  assert.equal(sockets.length, 1)
  save(claimed)
  Object.assign(document, { readyState: 'loading' })
  await pass(70_000)
  assert.equal(sockets.length, 1)
  Object.assign(document, { readyState: 'interactive' })
  await pass(0)
  assert.equal(sockets.length, 2)
})

test('where sockets are blocked, another file says how the page is', async () => {
  await beBlocked()
  const { tab, ...first } = beats()[0]!
  const page = { url: 'https://shop.example/mugs', title: 'Mugs', referrer: '' }
  assert.ok(tab)
  assert.deepEqual({ ...first, alive: 0 }, { site: 'k_1', visitor: 't1', page, visible: true, alive: 0 })
})

test('what a heartbeat is answered is heard as a push is', async () => {
  beaten = { fence: {} }
  await beBlocked()
  await pass(1000)
  assert.ok(posts.some(([path]) => path === '/v1/commands'))
})

test('a page that leaves closes its socket, and says no more', () => {
  const socket = last().open()
  socket.hear(welcome)
  leave()
  assert.deepEqual([socket.readyState, posts], [3, []])
})

test('a server that wants nobody back is left alone for good', async () => {
  last().open().hear(welcome)
  last().fail(4500)
  assert.equal(await connected(), false)
  const { length } = sockets
  for (let i = 0; i < 10; i++) await pass(70_000)
  tick({ type: 'online' })
  assert.equal(sockets.length, length)
})

test('one that closes for now is dialled again', async () => {
  last().open().fail(4499)
  const { length } = sockets
  await pass(70_000)
  assert.equal(sockets.length, length + 1)
})
