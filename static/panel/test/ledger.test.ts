import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Conflict, LedgerEntry } from '../../../internal/wire/wire.ts'
import { line, withoutEchoes, type Cast } from '../words/ledger.ts'
import { reasonWords } from '../words/reasons.ts'

const here = 'v_0c4j8x6rm24f2a'
const conflict: Conflict = { id: 'conflict_7', key: 'email', value: 'j@x.example', trust: 'claimed', other_id: 'c_ravi', at: '' }
const cast: Cast = {
  name: 'Jane', open: here,
  called: id => id === 'c_ravi' ? 'Ravi' : undefined,
  parked: id => id === conflict.id ? conflict : undefined,
}
const entry = (more: Partial<LedgerEntry>): LedgerEntry => ({ seq: 1, at: '', kind: 'updated', visitor_id: here, trust: 'claimed', ...more })
const says = (more: Partial<LedgerEntry>, open: string | undefined = here) => line(entry(more), { ...cast, open }).says
const sam = { by: 'agent:sam@x.example', visitor_id: undefined as never, trust: 'attested' as const }
const email = (old: string | null, now: string | null) => ({ changes: [{ key: 'email', old, new: now }] })

test('what happened, in a sentence', () => {
  assert.equal(says({ kind: 'identified' }), 'Jane was identified by this browser, unproven')
  assert.equal(says({ kind: 'identified', trust: 'verified' }, 'v_other'), 'Jane was identified by Visitor 4F2A, proven')
  assert.equal(says(email('a', 'b')), 'This browser changed what is known of Jane')
  assert.equal(says({ kind: 'updated' }), 'This browser said of Jane what can’t be taken over')
  assert.equal(says({ kind: 'noted', trust: 'anonymous' }), 'This browser said this while it was anonymous')
  assert.equal(says({ kind: 'reset', successor_id: 'v_0c4j8x6rm20001' }), 'Jane logged out of this browser, now Visitor 0001')
  assert.equal(says({ kind: 'switched', successor_id: 'v_0c4j8x6rm20001' }), 'Another person at this browser: fenced, now Visitor 0001')
  assert.equal(says({ kind: 'refused' }, 'v_other'), 'A claim by Visitor 4F2A was refused')
  assert.equal(says({ kind: 'invented' as never }), 'Invented', 'a newer server than this page')
})

test('what agents, keys and proofs did', () => {
  const ravi = { other_id: 'c_ravi' }
  const cases: [Partial<LedgerEntry>, string][] = [
    [{ ...sam, kind: 'detached', visitor_id: here }, 'Agent sam@x.example detached this browser from Jane'],
    [{ kind: 'carried', visitor_id: here, journey_id: 'v_0c4j8x6rm20001' }, 'Jane came to this browser by a link from Visitor 0001, on another of your domains'],
    [{ ...sam, kind: 'revoked' }, 'Agent sam@x.example signed Jane out everywhere'],
    [{ ...sam, kind: 'revoked', visitor_id: here }, 'This browser was signed out'],
    [{ ...sam, kind: 'edited' }, 'Agent sam@x.example edited Jane'],
    [{ ...sam, kind: 'edited', by: 'api:crm' }, 'API key “crm” edited Jane'],
    [{ ...sam, kind: 'merged', ...ravi }, 'Agent sam@x.example merged Ravi into Jane'],
    [{ kind: 'merged', ...ravi, trust: 'verified' }, 'Ravi turned out to be Jane: merged'],
    [{ ...sam, kind: 'joined', ...ravi }, 'Agent sam@x.example merged Jane into Ravi'],
    [{ kind: 'joined', other_id: 'c_0c4j8x6rm2b2q' }, 'Jane turned out to be Contact 2B2Q: merged'],
    [{ ...sam, kind: 'unmerged', ...ravi }, 'Agent sam@x.example undid the merge of Ravi into Jane'],
    [{ ...sam, kind: 'left', ...ravi }, 'Agent sam@x.example took Jane out of Ravi again'],
    [{ kind: 'displaced', ...ravi, ...email('j@x.example', null) }, 'Jane lost the email j@x.example: Ravi proved it'],
    [{ ...sam, kind: 'displaced', ...ravi, changes: [{ key: 'external_id', old: '42', new: null }] }, 'Agent sam@x.example gave the id 42 of Jane to Ravi'],
    [{ ...sam, kind: 'resolved', reason: 'take', ...email(null, 'j@x.example') }, 'Agent sam@x.example decided that the email j@x.example is Jane’s'],
    [{ ...sam, kind: 'resolved', reason: 'dismiss', settled: ['conflict_7'] }, 'Agent sam@x.example decided that the email j@x.example isn’t Jane’s'],
    [{ ...sam, kind: 'resolved', reason: 'merge', settled: ['conflict_1'] }, 'Agent sam@x.example decided that whoever has what was in question is Jane too'],
    [{ ...sam, kind: 'erased' }, 'Agent sam@x.example erased Jane'],
    [{ ...sam, kind: 'erased', ...ravi }, 'What named another person here was erased with them'],
  ]
  for (const [more, want] of cases) assert.equal(says(more), want)
})

test('what changed, key by key', () => {
  const { changes } = line(entry({ changes: [
    { key: 'custom_data.plan', old: 'free', new: 'pro' }, { key: 'email', old: null, new: 'j@x.example' }, { key: 'phone', old: '1', new: null },
  ] }), cast)
  assert.deepEqual(changes, [
    { key: 'plan', old: 'free', new: 'pro' }, { key: 'Email', old: '', new: 'j@x.example' }, { key: 'Phone', old: '1', new: '' },
  ])
})

test('what else is to be known', () => {
  const created = line(entry({ kind: 'identified', created: true, link: { from: null, to: 'c_1', trust: 'claimed' } }), cast)
  assert.equal(created.kind, 'created')
  assert.deepEqual(created.notes, ['The contact was created.', 'The browser’s earlier visits came along.'])
  assert.deepEqual(line(entry({ protected: ['name', 'custom_data.plan'], reason: 'hash_mismatch' }), cast).notes,
    ['Kept as it was: Name, plan. A surer source holds it.', 'About the proof: the hash doesn’t fit this id and email.'])
  const notes = (more: Partial<LedgerEntry>) => line(entry(more), cast).notes
  assert.deepEqual(notes({ kind: 'refused', reason: 'token_expired' }), ['Why: the token had expired.'])
  assert.deepEqual(notes({ key_id: 'kid_1', parked: [conflict] }), ['Proved with key kid_1.', 'In question: the email j@x.example. Ravi has it.'])
  assert.deepEqual(notes({ key_id: 'hubspot', protected: ['first_name'] }), ['Proved with a HubSpot token.', 'Kept as it was: First name. It was known already.'])
  assert.deepEqual(notes({ parked: [{ ...conflict, key: 'external_id', value: '42', other_id: null }] }),
    ['In question: the id 42. Unproven words can’t replace what is known.'])
  assert.deepEqual(notes({ kind: 'merged', settled: ['conflict_7', 'conflict_1'] }),
    ['Settled: the email j@x.example is in question no more.', 'A conflict was settled by this.'])
  assert.deepEqual(notes({ kind: 'resolved', reason: 'take', settled: ['conflict_7'] }), [], 'its sentence says it all')
})

test('where only the trust rose nothing is struck out', () => {
  const { changes } = line(entry({ changes: [{ key: 'external_id', old: '42', new: '42', trust: 'verified' }] }), cast)
  assert.deepEqual(changes, [{ key: 'Your id', old: '', new: '42, now verified' }])
})

test('a merge is told once, from the survivor’s side', () => {
  const entries = [entry({ kind: 'joined', merge_id: 'merge_1' }), entry({ kind: 'merged', merge_id: 'merge_1' }), entry({ kind: 'joined', merge_id: 'merge_2' })]
  assert.deepEqual(withoutEchoes(entries).map(e => [e.kind, e.merge_id]), [['merged', 'merge_1'], ['joined', 'merge_2']])
})

test('every reason is a clause; one that is new here is spelt out', () => {
  assert.equal(reasonWords('verification_required'), 'this site takes nobody’s word without proof')
  assert.equal(reasonWords('moon_in_pisces'), 'moon in pisces')
  assert.equal(reasonWords('constructor'), 'constructor')
})
