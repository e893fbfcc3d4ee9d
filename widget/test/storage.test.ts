import './facts.ts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tab } from '../src/presence.ts'
import { configure, name } from '../src/site.ts'
import { climb, erase, journals, read, stepDown, write } from '../src/storage.ts'

configure({ site: 'k_1', autoload: false })
const refuse = () => { throw new DOMException('denied', 'SecurityError') }
const blocked = { get: refuse, configurable: true }
const holding = (value: object) => ({ get: () => value, configurable: true })
/** A storage without room: reading works, writing throws. */
const full = (kept: object) => new Proxy(kept, { set: refuse })

const climbWith = (local: PropertyDescriptor, session: PropertyDescriptor) => {
  Object.defineProperties(globalThis, { localStorage: local, sessionStorage: session })
  climb()
}

// One after the other: a page has one shelf.
test('ladder', async t => {
  await t.test('everything blocked: memory', () => {
    climbWith(blocked, blocked)
    write('a', '1')
    assert.equal(read('a'), '1')
    erase('a')
    assert.equal(read('a'), undefined)
  })
  await t.test('localStorage blocked: sessionStorage', () => {
    const session: { [key: string]: string } = {}
    climbWith(blocked, holding(session))
    write('b', '2')
    assert.deepEqual(session, { b: '"2"' })
  })
  await t.test('localStorage before sessionStorage; the probe leaves nothing', () => {
    const local: { [key: string]: string } = {}
    const session: { [key: string]: string } = {}
    climbWith(holding(local), holding(session))
    write('c', '3')
    assert.deepEqual([local, session], [{ c: '"3"' }, {}])
  })
  await t.test('full from the start: the next rung', () => {
    const session: { [key: string]: string } = {}
    climbWith(holding(full({})), holding(session))
    write('d', '4')
    assert.deepEqual(session, { d: '"4"' })
  })
  await t.test('full later: what was there stays, and what is new isn\'t', () => {
    let room = true
    const kept: { [key: string]: string } = { old: '"0"', other: '"9"' }
    const filling = new Proxy(kept, { set: (target, key, value) => room ? Reflect.set(target, key, value) : refuse() })
    climbWith(holding(filling), blocked)
    room = false
    write('old', '5')
    write('e', '6')
    assert.deepEqual([read('old'), read('e'), read('other'), kept.old], ['0', undefined, '9', '"0"'])
  })
})

test('what can’t be read is not there', () => {
  climbWith(holding({ broken: '{' }), blocked)
  assert.deepEqual([read('broken'), read('missing')], [undefined, undefined])
})

test('who steps down keeps what comes in memory, and finds nothing of what was', () => {
  const local: { [key: string]: string } = { a: '"1"' }
  climbWith(holding(local), blocked)
  stepDown()
  write('b', '2')
  assert.deepEqual([read('a'), read('b'), local], [undefined, '2', { a: '"1"' }])
})

test('the journals of other pages are those of this site’s, but this page’s own', () => {
  const key = (of: string) => [of, '[]']
  climbWith(holding(Object.fromEntries([name, name + tab, name + ':a', name + ':b', 'nametag_k_2:a', 'nametag_k_11:a', ':a', 'theirs'].map(key))), blocked)
  assert.deepEqual(journals().sort(), [name + ':a', name + ':b'])
})
