import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Notes } from './notes.ts'

test('figures stand in the order in which they came first, with a value for each repetition', () => {
  const notes = new Notes()
  for (const value of [1, 2]) {
    notes.add('frames', '/s', value, { least: 1 })
    notes.add('search', 'ms', null)
  }
  assert.deepEqual(notes.figures, [
    { what: 'frames', unit: '/s', all: [1, 2], want: { least: 1 } },
    { what: 'search', unit: 'ms', all: [] },
  ])
  assert.deepEqual(notes.of('frames'), [1, 2])
  assert.deepEqual(notes.of('nothing'), [])
})

test('what a repetition sees seldom has its percentiles of all repetitions together', () => {
  const notes = new Notes()
  notes.gather('age', [100])
  notes.gather('age', [])
  notes.gather('age', [300, 200])
  notes.settle('ms', { most: 300 })
  assert.deepEqual(notes.of('age, p50 of 3'), [200])
  assert.deepEqual(notes.of('age, p95 of 3'), [290])
})
