import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { later } from '../src/now.ts'

/** The pause after so many failures. */
const pause = (failures: number) => {
  const before = performance.now()
  const at = later(failures)
  return [at - performance.now(), at - before] as const
}

test('a pause is anything from nothing to twice the one before, and never above 64 seconds', () => {
  fc.assert(fc.property(fc.nat(2000), failures => {
    const [least, most] = pause(failures)
    assert.ok(most >= 0 && least <= Math.min(64_000, 1000 * 2 ** failures), `${most} ms`)
  }))
})

test('pauses spread over the whole range', () => {
  const all = Array.from({ length: 500 }, () => pause(20)[0])
  assert.ok(Math.min(...all) < 6400 && Math.max(...all) > 57_600)
})
