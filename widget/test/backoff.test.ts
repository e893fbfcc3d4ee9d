import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { backoff } from '../src/backoff.ts'

test('a pause is anything from nothing to twice the one before, and never above a minute', () => {
  fc.assert(fc.property(fc.nat(2000), failures => {
    const ms = backoff(failures)
    assert.ok(ms >= 0 && ms <= Math.min(60_000, 1000 * 2 ** failures))
  }))
})

test('pauses spread over the whole range', () => {
  const all = Array.from({ length: 500 }, () => backoff(20))
  assert.ok(Math.min(...all) < 6000 && Math.max(...all) > 54_000)
})
