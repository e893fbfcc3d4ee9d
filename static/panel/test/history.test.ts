import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LedgerEntry, PersonFrame, Session } from '../../../internal/wire/wire.ts'
import type { Api } from '../models/api.ts'
import { createHistory } from '../models/history.ts'
import { contact } from './server.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 12, minute)).toISOString()
const entry = (seq: number): LedgerEntry => ({ seq, at: at(seq), kind: 'updated', trust: 'claimed' })
const session = (n: number): Session => ({ id: 's_' + n, visitor_id: 'v_1', started_at: at(n), seen_at: at(n), device: {}, pages: [], page_count: 0, unproven: false })
const down = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, i) => from - i)
const frame = (entries: number[], more: Partial<PersonFrame> = {}): PersonFrame => ({ contact: contact('c_1'), sessions: [], ledger: entries.map(entry), ...more })

function history(...answers: unknown[]) {
  const asked: string[] = []
  const get = async (path: string, query: { [key: string]: string | undefined } = {}) => {
    asked.push(`${path} ${query['cursor']}`)
    const answer = answers.shift()
    if (answer instanceof Error) throw { status: 0, code: 'unreachable', message: 'gone' }
    return answer as never
  }
  const none = async () => undefined as never
  const api: Api = { get, post: none, patch: none, delete: none, file: none }
  return { history: createHistory(api, () => 'k'), asked }
}
const seqs = (h: ReturnType<typeof createHistory>) => h.told.value.entries.map(e => e.seq)

test('older pages follow the frame, and stay while it moves on', async () => {
  const { history: h, asked } = history({ entries: [entry(2), entry(1)], next: null })
  h.show(frame([5, 4, 3], { ledger_next: 'a' }))
  assert.equal(h.told.value.since, Date.parse(at(3)), 'before that something may be missing')
  await h.loadOlder()
  assert.deepEqual(asked, ['/contacts/c_1/ledger a'])
  assert.deepEqual(seqs(h), down(5, 1))
  assert.equal(h.more.value, false)
  assert.equal(h.told.value.since, 0)
  h.show(frame([6, 5, 4], { ledger_next: 'b' }))
  assert.deepEqual(seqs(h), down(6, 1), 'the one that made room is there still')
  assert.equal(h.more.value, false)
})

test('a gap, a merge and another person begin anew', async () => {
  const { history: h } = history({ entries: [entry(2), entry(1)], next: null })
  h.show(frame([5, 4, 3], { ledger_next: 'a' }))
  await h.loadOlder()
  h.show(frame([9, 8, 7], { ledger_next: 'c' }))
  assert.deepEqual(seqs(h), [9, 8, 7])
  assert.equal(h.more.value, true)
  h.show({ ...frame([9, 8, 7]), contact: contact('c_1', { aliases: [{ id: 'c_2', external_id: null, email: null, merge_id: null }] }) })
  assert.equal(h.more.value, false)
  h.show(null)
  assert.deepEqual(seqs(h), [])
})

test('of visits and entries, those are fetched that reach less far back', async () => {
  const { history: h, asked } = history({ sessions: [session(2), session(1)], next: null }, { entries: [entry(1)], next: null })
  h.show(frame([5, 4], { ledger_next: 'e', sessions: [session(9), session(7)], sessions_next: 's' }))
  await h.loadOlder()
  await h.loadOlder()
  assert.deepEqual(asked, ['/contacts/c_1/sessions s', '/contacts/c_1/ledger e'])
  assert.deepEqual(h.told.value.sessions.map(s => s.id), ['s_9', 's_7', 's_2', 's_1'])
})

test('what can’t be fetched can be tried again, and an answer about somebody else is left out', async () => {
  const { history: h } = history(new Error(), { entries: [entry(1)], next: null })
  h.show(frame([2], { ledger_next: 'a' }))
  await h.loadOlder()
  assert.equal(h.failure.value?.code, 'unreachable')
  const late = h.loadOlder()
  h.show({ ...frame([8]), contact: contact('c_9') })
  await late
  assert.deepEqual(seqs(h), [8])
  assert.equal(h.failure.value, null)
})
