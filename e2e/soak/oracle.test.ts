import assert from 'node:assert/strict'
import { test } from 'node:test'
import { History } from './history.ts'
import { judge } from './oracle.ts'
import type { Store } from './store.ts'
import type { Call } from './story.ts'

// The oracle finds each kind of fault, and none where there is none: histories of one page each, made up here.

const identify = (n: number, person: string): Call => ({ n, verb: 'identify', person })
const update = (n: number): Call => ({ n, verb: 'setAttributes' })
const reset = (n: number): Call => ({ n, verb: 'reset' })

type Rows = { [row: number]: Call[] }
type Landed = [n: number, person: string, visitor: string][] // in the order in which it was written; together where the entry is the same

/** What the oracle says of these calls, all of one chapter, and of what came of them. */
function faults(rows: Rows, end: string | undefined, landed: Landed, change: (history: History, store: Store) => void = () => {}): string[] {
  const history = new History(1)
  for (const [row, calls] of Object.entries(rows)) {
    for (const call of calls) history.made.push({ call, row: Number(row), chapter: 0, taken: true })
  }
  history.made.sort((a, b) => a.call.n - b.call.n)
  const store: Store = { landings: landed.map(([n, person, visitor], entry) => ({ n, person, visitor, entry })), lastSaid: [], visitors: new Map(), strange: [] }
  for (const [, person, visitor] of landed) store.visitors.set(person, [...new Set([...store.visitors.get(person) ?? [], visitor])])
  history.agreed.push({ visitor_id: landed.filter(([, person]) => person === end).at(-1)?.[2] ?? 'v_end', trust: 'claimed', ...(end && { external_id: end }) })
  change(history, store)
  judge(history, store)
  return history.faults
}

function found(what: RegExp, ...[rows, end, landed, change]: Parameters<typeof faults>): void {
  const all = faults(rows, end, landed, change)
  assert.ok(all.some(fault => what.test(fault)), `${what} is not among ${JSON.stringify(all)}`)
}

const ada = [identify(1, 'ada'), update(2), update(3)]
const allOfAda: Landed = [[1, 'ada', 'v1'], [2, 'ada', 'v1'], [3, 'ada', 'v1']]
const switches = [identify(1, 'ada'), update(2), identify(3, 'bob'), update(4)]
const resets = [identify(1, 'ada'), reset(2), update(3), identify(4, 'bob')]

test('what is as it should be is no fault', () => {
  assert.deepEqual(faults({ 1: ada }, 'ada', allOfAda), [])
  assert.deepEqual(faults({ 1: switches }, 'bob', [[1, 'ada', 'v1'], [2, 'ada', 'v1'], [3, 'bob', 'v2'], [4, 'bob', 'v2']]), [])
  assert.deepEqual(faults({ 1: resets }, 'bob', [[1, 'ada', 'v1'], [3, 'bob', 'v2'], [4, 'bob', 'v2']]), [])
  assert.deepEqual(faults({ 1: [identify(1, 'ada'), reset(2), update(3)] }, undefined, [[1, 'ada', 'v1']]), [], 'of nobody nothing is kept')
})

test('a call that is lost', () => {
  found(/call 2 .* is lost/, { 1: ada }, 'ada', [[1, 'ada', 'v1'], [3, 'ada', 'v1']])
  found(/call 1 .* is lost/, { 1: ada }, undefined, [])
  found(/named nobody/, { 1: [{ n: 1, verb: 'identify', person: 'ada', bare: true }] }, undefined, [])
})

test('a call that only a stub has heard may be lost', () => {
  assert.deepEqual(faults({ 1: ada }, 'ada', allOfAda.slice(0, 2), history => { history.of(3)!.taken = false }), [])
})

test('a call that arrives twice', () => {
  found(/landed 2 times/, { 1: ada }, 'ada', [...allOfAda, [2, 'ada', 'v1']])
  found(/a second time/, { 1: ada }, 'ada', allOfAda, (_, { strange }) => strange.push('call 2 was carried out on ada a second time'))
  found(/nobody made call 9/, { 1: ada }, 'ada', [...allOfAda, [9, 'ada', 'v1']])
})

test('calls in another order', () => {
  found(/call 3 .* was written before call 2/, { 1: ada }, 'ada', [[1, 'ada', 'v1'], [3, 'ada', 'v1'], [2, 'ada', 'v1']])
  found(/written over what its row said later/, { 1: [update(1), update(2), identify(3, 'ada')] }, 'ada', allOfAda, (_, store) => {
    for (const landing of store.landings) landing.entry = 1
    store.lastSaid.push({ person: 'ada', entry: 1, n: 1 })
  })
})

test('a call on the person before, or after', () => {
  found(/call 4 .* landed on ada, and belongs on bob/, { 1: switches }, 'bob', [[1, 'ada', 'v1'], [2, 'ada', 'v1'], [3, 'bob', 'v2'], [4, 'ada', 'v1']])
  found(/call 2 .* landed on bob, and belongs on ada/, { 1: switches }, 'bob', [[1, 'ada', 'v1'], [2, 'bob', 'v2'], [3, 'bob', 'v2'], [4, 'bob', 'v2']])
  found(/call 3 .* landed on ada, and belongs on bob/, { 1: resets }, 'bob', [[1, 'ada', 'v1'], [3, 'ada', 'v1'], [4, 'bob', 'v2']])
  found(/landed on ada, and belongs on nobody/, { 1: [identify(1, 'ada'), reset(2), update(3)] }, undefined, [[1, 'ada', 'v1'], [3, 'ada', 'v1']])
})

test('a tab’s call beside another tab’s fence may be dropped, and lands on nobody whom no tab named', () => {
  const rows = { 1: [identify(1, 'ada'), identify(3, 'bob')], 2: [update(2)] }
  const landed: Landed = [[1, 'ada', 'v1'], [3, 'bob', 'v2']]
  assert.deepEqual(faults(rows, 'bob', landed), [])
  assert.deepEqual(faults(rows, 'bob', [landed[0]!, [2, 'ada', 'v1'], landed[1]!]), [])
  found(/call 2 .* landed on eve/, rows, 'bob', [...landed, [2, 'eve', 'v3']])
  found(/landed on bob, and belongs on ada/, rows, 'bob', [...landed, [2, 'bob', 'v2']], history => {
    history.of(2)!.knew = { visitor_id: 'v1', trust: 'claimed', external_id: 'ada' }
  })
  assert.deepEqual(faults({ 1: [identify(1, 'ada')], 2: [update(2)] }, 'ada', [[1, 'ada', 'v1'], [2, 'ada', 'v1']]), [])
  found(/call 2 .* is lost/, { 1: [identify(1, 'ada')], 2: [update(2)] }, 'ada', [[1, 'ada', 'v1']])
})

test('where several tabs say who is here, each keeps to what its own page said', () => {
  const rows = { 1: [identify(1, 'ada'), reset(3), update(4)], 2: [identify(2, 'bob')] }
  assert.deepEqual(faults(rows, undefined, [[1, 'ada', 'v1'], [2, 'bob', 'v2']]), [])
  assert.deepEqual(faults(rows, 'bob', [[1, 'ada', 'v1'], [2, 'bob', 'v2'], [4, 'bob', 'v2']]), [])
  found(/call 4 .* landed on ada/, rows, 'bob', [[1, 'ada', 'v1'], [2, 'bob', 'v2'], [4, 'ada', 'v1']])
})

test('promises that weren’t kept', () => {
  const ok = (n: number, visitor_id: string) => (history: History) => { history.of(n)!.ok = { visitor_id } }
  assert.deepEqual(faults({ 1: ada }, 'ada', allOfAda, ok(2, 'v1')), [])
  found(/call 2 .* resolved with v_other, who is nobody/, { 1: ada }, 'ada', allOfAda, ok(2, 'v_other'))
  found(/call 1 .* resolved with v_other/, { 1: ada }, 'ada', allOfAda, ok(1, 'v_other'))
  const rejected = (code: string) => (history: History) => { history.of(2)!.error = { code, message: '' } }
  found(/call 2 .* was rejected/, { 1: ada }, 'ada', allOfAda, rejected('fenced'))
  found(/call 2 .* was rejected/, { 1: [...ada, reset(4)] }, undefined, allOfAda, rejected('stale_token'))
})

test('more visitors than one', () => {
  found(/has 2 visitors, and was here 1 times/, { 1: ada }, 'ada', allOfAda, (_, { visitors }) => visitors.set('ada', ['v1', 'v9']))
  found(/whom its row had left/, { 1: ada }, 'ada', [[1, 'ada', 'v1'], [2, 'ada', 'v2'], [3, 'ada', 'v1']])
  found(/visitor v1 is ada and bob/, { 1: switches }, 'bob', [[1, 'ada', 'v1'], [2, 'ada', 'v1'], [3, 'bob', 'v1'], [4, 'bob', 'v1']])
  found(/ends with .*, and should be ada/, { 1: ada }, undefined, allOfAda)
})
