import './facts.ts'
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Trust } from '../../internal/wire/wire.ts'
import { on } from '../src/events.ts'
import type { Event } from '../src/events.ts'
import { put, queue, settle } from '../src/outbox.ts'
import { configure, name } from '../src/site.ts'
import { climb } from '../src/storage.ts'
import { become, identity, save, sync, who } from '../src/visitor.ts'
import type { Visitor } from '../src/visitor.ts'

let shelf: { [key: string]: string } = {}
let cookies: string[] = []
let sent = ''
let told: [Event, unknown][] = []
configure({ site: 'k_1', autoload: false })
Object.assign(globalThis, { document: { get cookie() { return sent }, set cookie(text) { cookies.push(text) } } })
Object.defineProperty(globalThis, 'localStorage', { get: () => shelf })
for (const event of ['identityChanged', 'identityExpired', 'reset'] as const) on(event, detail => told.push([event, detail]))

const settled = () => new Promise(resolve => setImmediate(resolve))
const visitor = (id: string, token: string, trust: Trust = 'anonymous'): Visitor => ({ id, token, identity: { visitor_id: id, trust } })
const claimed = visitor('v_1', 't1', 'claimed')
const nobody: Visitor = { token: '' }
/** Another tab writes what this one finds. */
const elsewhere = (of: Visitor) => { shelf[name] = JSON.stringify(of) }

// When a page begins:
elsewhere(claimed)
climb()
sync()
await settled()
const first = [who, [...told]]

beforeEach(async () => {
  shelf = {}
  sent = ''
  climb()
  become(nobody)
  await settled()
  told = []
  cookies = []
})

test('a browser that comes back is who it was, and that is no change', () => assert.deepEqual(first, [claimed, []]))

test('who the browser is, all tabs can read, and other subdomains the token', () => {
  const of = { ...claimed, token: 't1@shop.example' }
  save(of)
  assert.deepEqual(JSON.parse(shelf[name]!), of)
  assert.match(cookies.at(-1)!, /^nametag_k_1=t1@shop\.example; .*Domain=shop\.example/)
})

test('a cookie that was left at another domain goes, so that it doesn’t hide the new one', () => {
  save(claimed)
  cookies = []
  save({ ...claimed, token: 't1@shop.example' })
  assert.deepEqual(cookies.map(c => /=([\w@.]*).*?Max-Age=(\d).*?Domain=([\w.]*)/.exec(c)!.slice(1)), [['', '0', ''], ['t1@shop.example', '4', 'shop.example']])
})

test('another tab’s visitor becomes this one’s', async () => {
  save(claimed)
  elsewhere(visitor('v_2', 't2'))
  sync()
  await settled()
  assert.deepEqual([who.token, told.at(-1)], ['t2', ['identityChanged', { visitor_id: 'v_2', trust: 'anonymous' }]])
})

test('where storage is empty or broken, this page goes on as it is', () => {
  save(claimed)
  for (const text of ['{', '{}', 'null']) {
    shelf[name] = text
    sync()
    assert.equal(who.token, 't1', text)
  }
})

test('so it does where the page’s own token is in the cookie still', () => {
  save(claimed)
  sent = `${name}=t1`
  shelf = {}
  climb()
  sync()
  assert.deepEqual(who, claimed)
})

test('a reset of somebody of whom the page knew the token alone holds, too', () => {
  save({ token: 't1' })
  void put('reset', {})
  save(claimed)
  assert.deepEqual(identity(), { visitor_id: null, trust: 'anonymous' })
  settle(queue[0]!, {})
})

test('a later token in the cookie counts, but of it alone nothing can be told yet', async () => {
  save(claimed)
  await settled()
  told = []
  sent = `${name}=t2`
  sync()
  await settled()
  assert.deepEqual([who.token, who.id, who.identity, told], ['t2', undefined, undefined, []])
  save(visitor('v_2', 't3'))
  await settled()
  assert.deepEqual(told, [['identityChanged', { visitor_id: 'v_2', trust: 'anonymous' }]])
})

test('where an earlier token was written over this one’s, it goes, in the cookie and beside it', () => {
  const later = { ...claimed, token: 't3' }
  save(later)
  elsewhere(claimed)
  cookies = []
  sync()
  assert.deepEqual([who, JSON.parse(shelf[name]!)], [later, later])
  assert.match(cookies.at(-1)!, /^nametag_k_1=t3;/)
})

test('whoever has a token and nothing else gives way to who is known, whichever is later', () => {
  save({ token: 'zz' })
  elsewhere(claimed)
  cookies = []
  sync()
  assert.deepEqual([who, cookies], [claimed, []])
})

test('an earlier token in the cookie, or the same, counts for nothing', () => {
  save({ ...claimed, token: 't3' })
  for (const token of ['t2', 't3', '']) {
    sent = `${name}=${token}`
    sync()
    assert.equal(who.id, 'v_1', token)
  }
})

const changes: [what: string, before: Visitor, after: Visitor, events: Event[]][] = [
  ['a first visitor', nobody, visitor('v_1', 't1'), []],
  ['a first visitor who is somebody', nobody, claimed, ['identityChanged']],
  ['a rise of trust', visitor('v_1', 't1'), claimed, ['identityChanged']],
  ['the same again', claimed, { ...claimed, token: 't2' }, []],
  ['another person', claimed, visitor('v_2', 't2', 'claimed'), ['identityChanged']],
  ['a proof that lapsed', visitor('v_1', 't1', 'verified'), visitor('v_1', 't2', 'claimed'), ['identityExpired', 'identityChanged']],
  ['another person, trusted less', visitor('v_1', 't1', 'verified'), visitor('v_2', 't2', 'claimed'), ['identityChanged']],
  ['the end of all trust', visitor('v_1', 't1', 'verified'), visitor('v_1', 't2'), ['identityChanged']],
]
for (const [what, before, after, events] of changes) {
  test(`${what} is told of as ${events.join(' and ') || 'nothing'}`, async () => {
    save(before)
    await settled()
    told = []
    save(after)
    await settled()
    assert.deepEqual(told, events.map(event => [event, identity()]))
  })
}

test('while nothing is known, this page is nobody', () => assert.deepEqual(identity(), { visitor_id: null, trust: 'anonymous' }))

test('while a reset waits, the browser is nobody in all its tabs, by the name of that call', () => {
  save({ ...claimed, token: 't1@shop.example' })
  void put('reset', {})
  void put('identify', { 0: '42' })
  const [reset] = queue
  for (const of of [who, visitor('v_1', 't2', 'verified')]) {
    save(of)
    assert.deepEqual(identity(), { visitor_id: null, trust: 'anonymous' })
    assert.deepEqual([who.id, who.token, who.identity], [reset!.id, of.token, undefined])
    assert.deepEqual(JSON.parse(shelf[name]!), JSON.parse(JSON.stringify(who)))
  }
  settle(reset!, { ok: { visitor_id: 'v_2' } })
  save(visitor('v_2', 't3'))
  assert.deepEqual(identity(), { visitor_id: 'v_2', trust: 'anonymous' })
  settle(queue[0]!, {})
})

/** Another page has this in its journal. */
const left = { id: 'c1', call: 'reset', said: {}, at: 1 }
const finds: [what: string, who: Visitor, own: string[], found: string[]][] = [
  ['nobody, as after another tab’s reset, takes over what waits there', { id: 'c1', token: 't1' }, [], ['reset']],
  ['somebody leaves it to the other tab', claimed, [], []],
  ['nobody, with calls of its own, says them first', { id: 'c1', token: 't1' }, ['lookupCode'], ['lookupCode']],
]
for (const [what, of, own, found] of finds) {
  test(`a page that is ${what}`, () => {
    save(of)
    for (const call of own) void put(call, {})
    shelf[name + ':a'] = JSON.stringify([left])
    sync()
    const calls = queue.map(e => e.call)
    queue.forEach(entry => settle(entry, {}))
    assert.deepEqual(calls, found)
    assert.equal(name + ':a' in shelf, found[0] != 'reset')
  })
}
