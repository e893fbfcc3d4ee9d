import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LedgerEntry } from '../../../internal/wire/wire.ts'
import { line } from '../words/ledger.ts'

const here = 'v_0c4j8x6rm24f2a'
const entry = (more: Partial<LedgerEntry>): LedgerEntry => ({ seq: 1, at: '', kind: 'updated', visitor_id: here, trust: 'claimed', ...more })
const says = (more: Partial<LedgerEntry>, open: string | undefined = here) => line(entry(more), 'Jane', open).says

test('what happened, in a sentence', () => {
  assert.equal(says({ kind: 'identified' }), 'Jane was identified by this browser, unproven')
  assert.equal(says({ kind: 'identified', trust: 'verified' }, 'v_other'), 'Jane was identified by Visitor 4F2A, proven')
  assert.equal(says({ kind: 'updated' }), 'This browser changed what is known of Jane')
  assert.equal(says({ kind: 'noted', trust: 'anonymous' }), 'This browser said this while it was anonymous')
  assert.equal(says({ kind: 'reset', successor_id: 'v_0c4j8x6rm20001' }), 'Jane logged out of this browser, now Visitor 0001')
  assert.equal(says({ kind: 'switched', successor_id: 'v_0c4j8x6rm20001' }), 'Another person at this browser: fenced, now Visitor 0001')
  assert.equal(says({ kind: 'merged' as never }), 'Merged')
})

test('what changed, key by key', () => {
  const { changes } = line(entry({ changes: [
    { key: 'custom_data.plan', old: 'free', new: 'pro' }, { key: 'email', old: null, new: 'j@x.example' }, { key: 'phone', old: '1', new: null },
  ] }), 'Jane')
  assert.deepEqual(changes, [
    { key: 'plan', old: 'free', new: 'pro' }, { key: 'Email', old: '', new: 'j@x.example' }, { key: 'Phone', old: '1', new: '' },
  ])
})

test('what else is to be known', () => {
  const created = line(entry({ kind: 'identified', created: true, link: { from: null, to: 'c_1', trust: 'claimed' } }), 'Jane')
  assert.equal(created.kind, 'created')
  assert.deepEqual(created.notes, ['The contact was created.', 'The browser’s earlier visits came along.'])
  assert.deepEqual(line(entry({ protected: ['name', 'custom_data.plan'], reason: 'another_id' }), 'Jane').notes,
    ['Kept as it was: Name, plan. A surer source holds it.', 'Why: another id.'])
})
