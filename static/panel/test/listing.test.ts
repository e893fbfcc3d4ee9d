import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Row } from '../../../internal/wire/wire.ts'
import { advance, type Listing } from '../models/listing.ts'
import { row, subscription } from './server.ts'

type Step =
  | { do: 'come'; id: number } | { do: 'go'; at: number } | { do: 'change'; at: number } | { do: 'move'; at: number }
  | { do: 'look'; first: number; count: number } | { do: 'lose' } | { do: 'snapshot' }

const small = fc.nat({ max: 30 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('come' as const), id: small }),
  fc.record({ do: fc.constantFrom('go' as const, 'change' as const, 'move' as const), at: small }),
  fc.record({ do: fc.constant('look' as const), first: fc.nat({ max: 10 }), count: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ do: fc.constantFrom('lose' as const, 'snapshot' as const) }),
)

function carryOut(step: Step, list: Row[], clock: number): Row[] {
  const at = 'at' in step ? step.at % Math.max(1, list.length) : 0
  const hit = list[at]
  if (step.do === 'come') return list.some(r => r.id === String(step.id)) ? list : [row(String(step.id)), ...list]
  if (!hit) return list
  const others = list.filter(r => r !== hit)
  if (step.do === 'go') return others
  if (step.do === 'change') return list.map(r => r === hit ? { ...r, name: 'Jane', trust: 'claimed', changed: clock } : r)
  if (step.do === 'move') return [hit, ...others]
  return list
}

test('after any sequence of updates the window is what the server has, lost frames and moved windows included', () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), steps => {
    let list: Row[] = []
    let clock = 0
    const server = subscription(() => list)
    let window = { first: 0, count: 8 }
    let seen: Listing | null = null
    let asks = 0
    const subscribe = (): void => take(advance(null, server.hear({ view: { sort: 'newest', ...window } }), ++asks))
    const take = (next: Listing | 'gap'): void => next === 'gap' ? subscribe() : void (seen = next)
    subscribe()
    for (const step of steps) {
      list = carryOut(step, list, ++clock)
      if (step.do === 'look') {
        window = { first: step.first, count: step.count }
        subscribe()
      } else if (step.do === 'lose') server.diff()
      else take(advance(seen, step.do === 'snapshot' ? server.snapshot() : server.diff(), asks))
    }
    take(advance(seen, server.diff(), asks)) // a loss shows in the next number
    const { order, rows, counts, first } = seen! as Listing
    assert.deepEqual(order.map(id => rows.get(id)), server.window())
    assert.equal(rows.size, order.length, 'rows that left the window are forgotten')
    assert.equal(counts.total, list.length)
    assert.equal(first, window.first)
  }), { numRuns: 300 })
})

test('an update out of number is a gap', () => {
  const first = advance(null, { n: 1, snapshot: true, order: ['1'], rows: [row('1')] }, 0) as Listing
  assert.equal(advance(first, { n: 3, rows: [] }, 0), 'gap')
  assert.equal(advance(first, { n: 1, rows: [] }, 0), 'gap')
  assert.equal(advance(null, { n: 2, rows: [] }, 0), 'gap')
})

test('an order that names a row never told is a gap; a snapshot leaves it out', () => {
  const first = advance(null, { n: 1, snapshot: true, order: ['1', '2'], rows: [row('1')] }, 0) as Listing
  assert.deepEqual(first.order, ['1'])
  assert.equal(advance(first, { n: 2, order: ['1', '2'] }, 0), 'gap')
})
