import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { PanelFrame, Row } from '../../../internal/wire/wire.ts'
import { createVisitors, windowAround } from '../models/visitors.ts'
import { row, subscription } from './server.ts'

/** A panel's list on a server's, with a stopped clock; `sent` are the views asked for and not answered yet. */
function panel(t: TestContext, rows: Row[]) {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const state = { rows, now: 1000 }
  const sent: PanelFrame[] = []
  const server = subscription(() => state.rows)
  const clock = { now: { get value() { return state.now } } as never, read: () => state.now, set() {}, start: () => () => {} }
  const late = { draw: undefined as (() => void) | undefined, on: false }
  const visitors = createVisitors(frame => void sent.push(frame), clock, draw => { late.on ? late.draw = draw : draw() })
  const answer = () => {
    const frame = sent.shift()!
    if ('view' in frame) visitors.answer(frame.view.ask!)
    visitors.update(server.hear(frame))
  }
  return {
    visitors, sent, server, answer, state, late,
    tell(rows: Row[]) {
      state.rows = rows
      visitors.update(server.diff())
    },
    open() {
      visitors.subscribe()
      answer()
    },
  }
}

const jane = { trust: 'claimed' as const, name: 'Jane', contact: 'c_1' }

test('an anonymous row turns into Jane in place, is marked, and is said aloud', t => {
  const p = panel(t, [row('2'), row('1')])
  p.open()
  p.tell([row('2'), row('1', jane)])
  const { row: seen, named } = p.visitors.sight('1')!.value
  assert.deepEqual([seen.name, named], ['Jane', 1000])
  assert.equal(p.visitors.news.value, 'Visitor 0001 is now Jane, unproven.')
  assert.deepEqual(p.visitors.shown.value?.order, ['2', '1'])
  p.tell([row('2'), row('1', { ...jane, tabs: 2 })])
  assert.equal(p.visitors.sight('1')!.value.named, 1000, 'the mark outlives later changes')
})

test('a row that is somebody from the start is nothing to announce', t => {
  const p = panel(t, [row('1', jane)])
  p.open()
  assert.equal(p.visitors.news.value, '')
  assert.equal(p.visitors.sight('1')!.value.named, 0)
})

test('one change wakes one row', t => {
  const p = panel(t, [row('2'), row('1')])
  p.open()
  const [one, two, shown] = [p.visitors.sight('1')!.value, p.visitors.sight('2')!.value, p.visitors.shown.value]
  p.tell([p.state.rows[0]!, row('1', jane)])
  assert.notEqual(p.visitors.sight('1')!.value, one)
  assert.equal(p.visitors.sight('2')!.value, two)
  assert.equal(p.visitors.shown.value, shown, 'nor is the list drawn anew')
})

test('under the pointer nothing moves, comes or goes, but contents change', t => {
  const p = panel(t, [row('2'), row('1')])
  p.open()
  p.visitors.hold(true)
  p.tell([row('3'), row('1', jane)])
  assert.deepEqual(p.visitors.shown.value?.order, ['2', '1'])
  assert.equal(p.visitors.shown.value?.total, 2, 'the list keeps its length too')
  assert.equal(p.visitors.waiting.value, 1)
  assert.equal(p.visitors.sight('1')!.value.row.name, 'Jane')
  assert.equal(p.visitors.sight('2')!.value.row.id, '2', 'who left is still there to be read')
  p.visitors.hold(false)
  assert.deepEqual(p.visitors.shown.value?.order, ['3', '1'])
  assert.equal(p.visitors.waiting.value, 0)
})

test('a pointer that rests lets go after half a minute', t => {
  const p = panel(t, [row('1')])
  p.open()
  p.visitors.hold(true)
  p.tell([row('2'), row('1')])
  t.mock.timers.tick(29_000)
  assert.equal(p.visitors.waiting.value, 1)
  t.mock.timers.tick(1_000)
  assert.deepEqual(p.visitors.shown.value?.order, ['2', '1'])
})

test('scrolling to another window is answered though the pointer is over the list', t => {
  const p = panel(t, Array.from({ length: 200 }, (_, i) => row(String(i))))
  p.open()
  p.visitors.hold(true)
  p.visitors.look(100, 10)
  p.answer()
  assert.equal(p.visitors.shown.value?.first, 75)
  assert.equal(p.visitors.shown.value?.order[0], '75')
})

test('a held list is scrolled to where its own rows end, though the window has gone on below others', t => {
  const p = panel(t, Array.from({ length: 300 }, (_, i) => row(String(i))))
  p.open()
  p.visitors.look(100, 10)
  p.answer()
  p.visitors.hold(true)
  p.visitors.update({ n: 3, first: 115 }) // forty came above its first row
  assert.equal(p.visitors.shown.value?.first, 75)
  p.visitors.look(105, 10) // rows 75 to 124 are there
  assert.equal(p.sent.length, 0)
  p.visitors.look(115, 10)
  assert.deepEqual(p.sent, [{ view: { ask: 3, q: '', sort: 'newest', ...windowAround(155, 10) } }])
})

test('a gap asks for a snapshot, once', t => {
  const p = panel(t, [row('1')])
  p.open()
  p.server.diff()
  p.tell([row('2'), row('1')])
  p.tell([row('3'), row('2'), row('1')])
  assert.equal(p.sent.length, 1)
  p.answer()
  assert.deepEqual(p.visitors.shown.value?.order, ['3', '2', '1'])
})

test('windows are asked for one at a time, and the last one wins', t => {
  const p = panel(t, Array.from({ length: 500 }, (_, i) => row(String(i))))
  p.open()
  p.visitors.look(100, 10)
  p.visitors.look(200, 10)
  p.visitors.look(300, 10)
  assert.equal(p.sent.length, 1)
  p.answer()
  assert.equal(p.visitors.shown.value?.first, 75)
  p.answer()
  assert.equal(p.visitors.shown.value?.first, 275)
  assert.equal(p.sent.length, 0)
})

test('a snapshot for a slow reader stays with the window it was made for', t => {
  const p = panel(t, Array.from({ length: 500 }, (_, i) => row(String(i))))
  p.open()
  p.visitors.look(100, 10)
  p.visitors.update(p.server.snapshot())
  assert.equal(p.visitors.shown.value?.first, 0)
  p.answer()
  assert.equal(p.visitors.shown.value?.first, 75)
})

test('memory is one window, however long the list', t => {
  const p = panel(t, Array.from({ length: 5000 }, (_, i) => row(String(i))))
  p.open()
  for (let first = 0; first < 4900; first += 90) {
    p.visitors.look(first, 20)
    if (p.sent.length) p.answer()
  }
  const held = p.state.rows.filter(r => p.visitors.sight(r.id))
  assert.ok(held.length <= 75, `${held.length} rows held`)
})

test('a person is found by the visitor first, then by contact at the same trust', t => {
  const p = panel(t, [row('3', { ...jane, trust: 'verified', own: ['v_own'] }), row('2', jane), row('1')])
  p.open()
  const find = (...who: [string | undefined, string | undefined, string?]) => p.visitors.find(...who)?.id
  assert.equal(find(row('2').visitor, 'c_1', 'claimed'), '2')
  assert.equal(find('v_own', undefined), '3', 'who is folded into a row')
  assert.equal(find('v_elsewhere', 'c_1', 'claimed'), '2')
  assert.equal(find('v_elsewhere', 'c_1', 'verified'), '3')
  assert.equal(find('v_elsewhere', undefined), undefined)
})

test('windows begin and end at steps, so that agents share views', () => {
  assert.deepEqual(windowAround(0, 12), { first: 0, count: 50 })
  assert.deepEqual(windowAround(3, 12), { first: 0, count: 50 })
  assert.deepEqual(windowAround(60, 12), { first: 25, count: 75 })
})

test('what is looked for is asked at the top, one question at a time, and the last one wins', t => {
  const p = panel(t, Array.from({ length: 500 }, (_, i) => row(String(i))))
  p.open()
  p.visitors.look(100, 10)
  p.answer()
  for (const q of ['j', 'ja', 'jane']) p.visitors.lookFor({ q, sort: 'name' })
  p.visitors.look(120, 10) // of the list that is still shown
  assert.deepEqual(p.sent.map(frame => 'view' in frame && [frame.view.q, frame.view.first]), [['j', 0]])
  assert.equal(p.visitors.found.value.q, '')
  p.answer()
  assert.equal(p.visitors.found.value.q, 'j')
  assert.deepEqual(p.sent.map(frame => 'view' in frame && [frame.view.q, frame.view.sort]), [['jane', 'name']])
  p.answer()
  assert.deepEqual(p.visitors.found.value, { q: 'jane', sort: 'name' })
  assert.equal(p.sent.length, 0)
})

test('what can’t be looked for is said, and what was found before stays and scrolls', t => {
  const p = panel(t, Array.from({ length: 500 }, (_, i) => row(String(i))))
  const wrong = { code: 'bad_value', message: 'There is no is:onlin.', field: 'view.q' }
  p.open()
  p.visitors.lookFor({ q: 'is:onlin', sort: 'newest' })
  const bad = p.sent.shift()!
  p.visitors.answer('view' in bad ? bad.view.ask! : 0)
  assert.equal(p.visitors.refuse(wrong), true)
  assert.equal(p.visitors.wrong.value, wrong)
  assert.equal(p.visitors.shown.value?.order.length, 50)
  p.visitors.look(100, 10)
  assert.deepEqual(p.sent.map(frame => 'view' in frame && [frame.view.q, frame.view.first]), [['', 75]])
  p.answer()
  p.visitors.lookFor({ q: 'is:online', sort: 'newest' })
  p.answer()
  assert.equal(p.visitors.wrong.value, null)
  assert.equal(p.visitors.refuse({ code: 'not_found', message: '' }), false)
})

test('a window further down goes with its rows, and nothing is asked when others come above', t => {
  const all = Array.from({ length: 500 }, (_, i) => row(String(i)))
  const p = panel(t, all)
  p.open()
  p.visitors.look(100, 10)
  p.answer()
  p.visitors.update({ n: 3, first: 115 })
  assert.equal(p.visitors.shown.value?.first, 115)
  p.visitors.look(140, 10) // the same rows, which are further down now
  assert.equal(p.sent.length, 0)
  p.visitors.hold(true)
  p.visitors.update({ n: 4, first: 120, counts: { total: 520, online: 520, claimed: 0, verified: 0, acting: 0, bots: 0 } })
  assert.deepEqual([p.visitors.shown.value?.first, p.visitors.shown.value?.total], [115, 500], 'nothing moves under the pointer')
  p.visitors.hold(false)
  assert.deepEqual([p.visitors.shown.value?.first, p.visitors.shown.value?.total], [120, 520])
})

test('a machine that can’t keep up draws the newest alone, and knows all that was told', t => {
  const p = panel(t, [row('1')])
  p.open()
  p.late.on = true
  p.tell([row('2'), row('1')])
  p.tell([row('3'), row('2'), row('1', jane)])
  assert.deepEqual(p.visitors.shown.value?.order, ['1'])
  p.late.draw!()
  assert.deepEqual(p.visitors.shown.value?.order, ['3', '2', '1'])
  assert.equal(p.visitors.sight('1')!.value.named, 1000, 'nor is the moment lost that somebody was identified')
  assert.equal(p.sent.length, 0)
})
