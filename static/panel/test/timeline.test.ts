import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LedgerEntry, Refusals, Session } from '../../../internal/wire/wire.ts'
import { attempts, dayName, days, whyRefused, type Kind } from '../words/timeline.ts'

const at = (day: number, hour = 12) => new Date(2026, 10, day, hour).toISOString()
const time = (day: number, hour = 12) => Date.parse(at(day, hour))
const entry = (seq: number, when: string, kind: LedgerEntry['kind'], more: Partial<LedgerEntry> = {}): LedgerEntry => ({ seq, at: when, kind, trust: 'claimed', ...more })
const session = (id: string, when: string): Session => ({ id, visitor_id: 'v_1', started_at: when, seen_at: when, device: {}, pages: [], page_count: 0, unproven: false })
const refused = (when: string, reason: string, count: number): Refusals => ({ contact_id: 'c_1', reason, count, first_at: when, last_at: when })

const entries = [entry(4, at(20, 15), 'merged'), entry(3, at(20, 9), 'reset'), entry(2, at(19), 'identified', { parked: [] }), entry(1, at(3), 'edited')]
const sessions = [session('s_2', at(20, 14)), session('s_1', at(18))]
const refusals = [refused(at(20, 13), 'verification_required', 2), refused(at(20, 11), 'hash_mismatch', 1), refused(at(18, 20), 'hash_mismatch', 5)]

const told = (kind: Kind = 'all', since = 0) => days(entries, sessions, refusals, since, kind).map(day => [
  new Date(day.at).getDate(), ...day.events.map(e => e.is === 'entry' ? e.entry.kind : e.is === 'visit' ? e.session.id : attempts(e.refusals, 'Jane')),
])

test('everything stands in one stream, day by day, newest first', () => {
  assert.deepEqual(told(), [
    [20, 'merged', 's_2', '3 refused attempts to be Jane', 'reset'],
    [19, 'identified'],
    [18, '5 refused attempts to be Jane', 's_1'],
    [3, 'edited'],
  ])
})

test('kinds are told apart, and some things are of two', () => {
  assert.deepEqual(told('visits'), [[20, 's_2'], [18, 's_1']])
  assert.deepEqual(told('claims'), [[19, 'identified']])
  assert.deepEqual(told('decisions'), [[20, 'merged'], [3, 'edited']])
  assert.deepEqual(told('security'), [[20, '3 refused attempts to be Jane', 'reset'], [18, '5 refused attempts to be Jane']])
  const inQuestion = entry(5, at(20), 'identified', { parked: [{ id: 'conflict_1', key: 'email', value: 'x@x.example', trust: 'claimed', other_id: null, at: at(20) }] })
  for (const kind of ['claims', 'decisions'] as const) assert.equal(days([inQuestion], [], [], 0, kind).length, 1, kind)
})

test('what may be incomplete isn’t shown', () => {
  assert.deepEqual(told('all', time(19)).map(([day]) => day), [20, 19])
})

test('days have names', () => {
  assert.equal(dayName(time(20, 1), time(20, 23)), 'Today')
  assert.equal(dayName(time(19, 23), time(20, 1)), 'Yesterday')
  assert.equal(dayName(time(18), time(20)), 'Wednesday, November 18')
  assert.equal(dayName(Date.parse('2025-03-01T12:00:00'), time(20)), 'Saturday, March 1, 2025')
})

test('refusals say why, most first', () => {
  assert.deepEqual(whyRefused([refused(at(20), 'hash_mismatch', 1), refused(at(20), 'verification_required', 2)]), [
    '2 times: this site takes nobody’s word without proof.', 'Once: the hash doesn’t fit this id and email.',
  ])
  assert.equal(attempts([refused(at(20), 'x', 1)], 'jane@example.com'), '1 refused attempt to be jane@example.com')
})
