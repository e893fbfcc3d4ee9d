import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isMet, median, quantile, ratio, short, stutter, table } from './figures.ts'

test('quantiles lie between neighbours, whatever the order', () => {
  assert.equal(median([9, 1, 5]), 5)
  assert.equal(median([4, 1, 3, 2]), 2.5)
  assert.equal(quantile([0, 10], 0.25), 2.5)
  assert.equal(quantile([7], 0.95), 7)
  assert.ok(Number.isNaN(median([])))
})

test('asking for the median leaves the order of the repetitions', () => {
  const all = [3, 1, 2]
  median(all)
  assert.deepEqual(all, [3, 1, 2])
})

test('stutter is the share of time in which frames were missed', () => {
  assert.equal(stutter([16, 17, 33, 34]), 0)
  assert.equal(stutter([50, 100, 50]), 1)
  assert.equal(stutter([...Array<number>(10).fill(10), 100]), 0.5)
})

test('a ratio is of each repetition', () => assert.deepEqual(ratio([10, 20, 30], [100, 200]), [0.1, 0.1]))

test('a table says median, spread and whether that is enough', () => {
  const figures = [
    { what: 'frames', unit: '/s', all: [4, 6, 5], want: { most: 5 } },
    { what: 'rate', unit: 'fps', all: [40], want: { least: 55 } },
    { what: 'search', unit: 'ms', all: [], want: { most: 200 } },
    { what: 'heap', unit: 'MB', all: [2.345, 2.5] },
  ]
  assert.deepEqual(figures.map(isMet), [true, false, undefined, undefined])
  assert.deepEqual(table(figures).split('\n'), [
    'frames  5 /s (4–6, 3×)          ≤ 5 met',
    'rate    40 fps                  ≥ 55 MISSED',
    'search  not measured',
    'heap    2.42 MB (2.35–2.5, 2×)',
  ])
})

test('numbers have three digits that matter', () => {
  assert.deepEqual([0.01234, 12.345, 999.4, 100_000, 1234.5].map(short), ['0.0123', '12.3', '999', '100,000', '1,235'])
})
