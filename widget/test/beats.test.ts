import './facts.ts'
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Hello } from '../../internal/wire/wire.ts'

// What a page without a socket says, twice a second told how things are. e2e has whole pages.

let clock = 1e6
performance.now = () => clock
let leave: () => void
let listeners: number
let beat: typeof import('../src/beats.ts').beat
let posts: [path: string, said: object][]
let heard: unknown[]
let respond: () => Promise<unknown>

const post = (path: string, said: object) => {
  posts.push([path, JSON.parse(JSON.stringify(said))])
  return respond()
}
const hello: Hello = { visitor: 't1', tab: ':1', page: { url: 'https://shop.example/mugs' }, visible: true, alive: 0 }
const settled = () => new Promise(resolve => setImmediate(resolve))
const tell = (of = hello) => {
  beat(post, answer => heard.push(answer), 'k_1', of)
  return settled()
}

/** Each test is a page of its own, and has just loaded the file. */
beforeEach(async () => {
  posts = []
  heard = []
  listeners = 0
  respond = async () => ({})
  globalThis.addEventListener = ((event: string, fn: () => void, first: boolean) => {
    assert.deepEqual([event, first], ['pagehide', true])
    listeners++
    leave = fn
  }) as never
  ;({ beat } = await import(`../src/beats.ts?${Math.random()}`))
})

test('a heartbeat says how the page is, at once', async () => {
  await tell()
  assert.deepEqual(posts, [['/v1/heartbeat', { site: 'k_1', ...hello }]])
})

test('then it is slow', async () => {
  await tell()
  clock += 26_999
  await tell()
  assert.equal(posts.length, 1)
  clock += 1
  await tell({ ...hello })
  assert.equal(posts.length, 2)
  clock += 26_999
  await tell()
  assert.equal(posts.length, 2)
})

const changes: Partial<Hello>[] = [{ visible: false }, { visitor: 't2' }, { alive: 51 }, { page: { url: 'https://shop.example/cart' } }]
for (const change of changes) {
  test(`a change is told at once: ${JSON.stringify(change)}`, async () => {
    await tell()
    const now = { ...hello, ...change }
    await tell(now)
    await tell(now)
    assert.deepEqual(posts.slice(1), [['/v1/heartbeat', { site: 'k_1', ...now }]])
  })
}

test('a page that goes says so, as it was last', async () => {
  await tell()
  const now = { ...hello, visible: false }
  await tell(now)
  leave()
  assert.deepEqual([listeners, posts.at(-1)], [1, ['/v1/heartbeat', { site: 'k_1', ...now, gone: true }]])
})

test('one that comes back says so at once', async () => {
  await tell()
  leave()
  await tell()
  assert.deepEqual(posts.map(([, said]) => 'gone' in said), [false, true, false])
})

test('what the server answers is heard', async () => {
  const welcome = { welcome: { visitor_id: 'v_1', trust: 'claimed' } }
  respond = async () => welcome
  await tell()
  assert.deepEqual(heard, [welcome])
})

test('a heartbeat that is refused reaches nobody, nor does an answer that is none', async t => {
  const unheard: unknown[] = []
  const hear = (reason: unknown) => unheard.push(reason)
  process.on('unhandledRejection', hear)
  t.after(() => process.off('unhandledRejection', hear))
  respond = () => Promise.reject(new TypeError('Failed to fetch'))
  await tell()
  respond = async () => undefined
  beat(post, () => { throw new TypeError('what is no push') }, 'k_1', { ...hello, visible: false })
  await settled()
  assert.deepEqual([posts.length, heard, unheard], [2, [], []])
})
