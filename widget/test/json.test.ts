import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { stringify } from '../src/json.ts'

const likePrototype = (check: () => void) => {
  Object.assign(Array.prototype, { toJSON: () => '[a text]' }) // as old Prototype.js has it
  try {
    check()
  } finally {
    delete (Array.prototype as { toJSON?: unknown }).toJSON
  }
}

test('arrays are arrays, on pages with an old library too', () => likePrototype(() => {
  assert.equal(stringify({ said: { 0: { tags: ['#vip', ['a']] } }, list: [] }), '{"said":{"0":{"tags":["#vip",["a"]]}},"list":[]}')
  assert.equal(stringify([['identify', {}]]), '[["identify",{}]]')
}))

test('all else is spelled as the browser does', () => {
  fc.assert(fc.property(fc.jsonValue(), value => {
    const want = JSON.stringify(value)
    assert.equal(stringify(value), want)
    likePrototype(() => assert.equal(stringify(value), want))
  }))
  const date = new Date(0)
  assert.equal(stringify({ date, no: undefined, fn() {}, nan: NaN, map: { map: '' } }), JSON.stringify({ date, nan: null, map: { map: '' } }))
})
