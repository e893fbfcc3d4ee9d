import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Diagnosis, Evidence, KeyUse, LedgerEntry, SigningKey } from '../../../internal/wire/wire.ts'
import type { Api } from '../models/api.ts'
import { createAsked } from '../models/asked.ts'
import { createLanguage } from '../models/language.ts'
import { createSecurity } from '../models/security.ts'
import { createSettings } from '../models/settings.ts'
import { doctorRefusal, proofOf, question, remedy, verdict, type Proof } from '../words/doctor.ts'
import { isLast, isRaw, keyState, keyUses, restingWords, sinceIn, toggled, usesWords, whom } from '../words/keys.ts'
import { arcs, byOrigin, causes, exampleWords, lapsedWords, percent, placeName, refusedWords, shareWords, total, unproven } from '../words/proof.ts'

const key: SigningKey = {
  kid: 'kid_1', name: 'Web', uses: ['token'], created_at: '2026-11-01T00:00:00.000Z', retired_at: null, leaked: false, last_used_at: null, used_24h: 0, links: 0, links_capped: false,
}
const evidence: Evidence = {
  window: '24h', since: '', verified: 7, claimed: 2, failed: 3, lapsed: 0, safe_to_require: false, examples: [],
  reasons: [{ code: 'token_expired', message: 'm', help: 'h', count: 3 }],
  origins: [{ origin: 'https://a.example', verified: 7, claimed: 0, failed: 3 }, { origin: '', verified: 0, claimed: 2, failed: 0 }],
  pages: [{ origin: 'https://a.example', path: '/x', verified: 0, claimed: 0, failed: 3 }, { origin: '', path: '', verified: 0, claimed: 2, failed: 0 }, { origin: 'https://a.example', path: '/', verified: 7, claimed: 0, failed: 0 }],
}

/** A server that notes what it is asked, and answers when it is told to. */
function server() {
  const asked: { path: string; body?: unknown; query?: unknown; answer(with_: unknown): Promise<void> }[] = []
  const ask = (path: string, body?: unknown, query?: unknown) => new Promise<never>((resolve, reject) => {
    asked.push({ path, body, query, answer: async given => {
      given instanceof Error ? reject(given) : resolve(given as never)
      await new Promise(setImmediate)
    } })
  })
  const api: Api = { get: (path, query) => ask(path, undefined, query), post: ask, patch: ask, delete: ask, file: ask }
  return { api, asked }
}

function world(site = { key: 'k' }) {
  const { api, asked } = server()
  const settings = createSettings(api, () => site.key)
  return { security: createSecurity(api, () => site.key, settings), settings, asked, site }
}

test('what was told stays when asking anew fails, and only the newest answer counts', async () => {
  const { api, asked } = server()
  const told = createAsked(() => api.get<string>('/x'))
  void told.load()
  void told.load()
  await asked[1]!.answer('second')
  await asked[0]!.answer('first')
  assert.equal(told.value.value, 'second')
  void told.load()
  await asked[2]!.answer(Object.assign(new Error(), { status: 0, code: 'unreachable' }))
  assert.deepEqual([told.value.value, told.failure.value?.code], ['second', 'unreachable'])
  told.know('third')
  assert.deepEqual([told.value.value, told.failure.value], ['third', null])
  void told.load()
  told.forget()
  await asked[3]!.answer('of another site')
  assert.equal(told.value.value, null)
})

test('evidence of both times is asked apart, and keys are shown newest first', async () => {
  const { security, asked } = world()
  for (const each of [security.evidence['24h'], security.evidence['7d'], security.keys]) void each.load()
  assert.deepEqual(asked.map(a => [a.path, a.query]), [
    ['/site/evidence', { site: 'k', window: '24h' }], ['/site/evidence', { site: 'k', window: '7d' }], ['/keys', { site: 'k' }],
  ])
  await asked[1]!.answer(evidence)
  assert.equal(security.evidence['24h'].value.value, null)
  await asked[2]!.answer({ keys: [key, { ...key, kid: 'kid_2', created_at: '2026-11-02T00:00:00.000Z' }], next: null })
  assert.deepEqual(security.keys.value.value?.map(k => k.kid), ['kid_2', 'kid_1'])
  security.forget()
  assert.deepEqual([security.keys.value.value, security.evidence['7d'].value.value], [null, null])
})

test('a key that was made is in the list, and its secret only in the answer', async () => {
  const { security, asked } = world()
  const making = security.make({ name: 'Web', uses: ['token'] })
  assert.deepEqual([asked[0]!.path, asked[0]!.body, asked[0]!.query], ['/keys', { name: 'Web', uses: ['token'] }, { site: 'k' }])
  await asked[0]!.answer({ ...key, secret: 'nt_sk_x' })
  assert.equal((await making).secret, 'nt_sk_x')
  assert.deepEqual(security.keys.value.value, [key])
})

test('where making a key fails the list is asked: the answer may be all that was lost', async () => {
  const { security, asked } = world()
  const failed = assert.rejects(security.make({ name: 'Web', uses: ['token'] }))
  await asked[0]!.answer(new Error('lost'))
  await failed
  await asked[1]!.answer({ keys: [key], next: null })
  assert.deepEqual(security.keys.value.value, [key])
})

test('a retired key is shown as the server answers, and what fails changes nothing', async () => {
  const { security, asked } = world()
  security.keys.know([key])
  const refused = assert.rejects(security.retire('kid_1', true))
  await asked[0]!.answer(new Error('no'))
  await refused
  assert.deepEqual(security.keys.value.value, [key])
  const retired = { ...key, retired_at: '2026-11-03T00:00:00.000Z', leaked: true }
  const done = security.retire('kid_1', true)
  await asked[1]!.answer(retired)
  await done
  assert.deepEqual([asked[1]!.path, asked[1]!.body], ['/keys/kid_1/retire', { leaked: true }])
  assert.deepEqual(security.keys.value.value, [retired])
})

test('what another site answered late is not taken for this one’s', async () => {
  const { settings, asked, site } = world()
  const change = settings.change({ enforcement: 'require' })
  site.key = 'other'
  await asked[0]!.answer({ enforcement: 'require' })
  await change
  assert.deepEqual([asked[0]!.body, asked[0]!.query, settings.value.value], [{ enforcement: 'require' }, { site: 'k' }, null])
})

test('a choice of language lasts, even where nothing can be remembered', () => {
  const language = createLanguage()
  language.choose('ruby')
  assert.equal(language.key.value, 'ruby')
})

test('all is said only of all, and nothing only of nothing', () => {
  assert.deepEqual([percent(0, 9), percent(0, 0), percent(1, 1000), percent(1, 3), percent(999, 1000), percent(9, 9)], ['0 %', '0 %', '< 1 %', '33 %', '> 99 %', '100 %'])
})

test('shares in words', () => {
  assert.deepEqual([total(evidence), unproven(evidence)], [12, 5])
  assert.equal(shareWords(evidence), 'Of 12 claims: 7 verified, 2 without proof, 3 failed')
  assert.equal(shareWords({ verified: 0, claimed: 0, failed: 0 }), 'No claims')
  assert.equal(lapsedWords(1), '1 claim was proven by a key that is retired since, or by an email that no longer counts as confirmed: the same would be refused now.')
  assert.match(lapsedWords(1200), /^1,200 claims were proven/)
  const words = (verified: number, claimed: number, required = false) => refusedWords({ verified, claimed, failed: 0 }, required)
  assert.deepEqual([words(3, 0), words(2, 1), words(0, 2)], ['none would be refused', '1 of 3 would be refused', 'all 2 would be refused'])
  assert.deepEqual([words(3, 0, true), words(2, 1, true)], ['all proven', '1 of 3 without a good proof'])
})

test('a ring shows every share that there is, apart from the others, and none twice', () => {
  const count = fc.nat(100_000)
  fc.assert(fc.property(fc.record({ verified: count, claimed: count, failed: count }), share => {
    const drawn = arcs(share)
    assert.deepEqual(drawn.map(a => a.outcome), (['verified', 'claimed', 'failed'] as const).filter(o => share[o]))
    let end = 0
    for (const { from, length } of drawn) {
      assert.ok(from >= end && length >= 2.499, `${from} ${length}`)
      end = from + length + 1 // of gap
    }
    assert.ok(end <= 101.001)
  }))
  assert.deepEqual(arcs({ verified: 5, claimed: 0, failed: 0 }), [{ outcome: 'verified', from: 0, length: 100 }])
})

test('claims without any proof are one reason more', () => {
  assert.deepEqual(causes(evidence).map(c => [c.code, c.count]), [['token_expired', 3], ['no_proof', 2]])
  assert.deepEqual(causes({ ...evidence, claimed: 0 }).map(c => c.code), ['token_expired'])
})

test('pages stand below their origin, and what isn’t told apart by itself', () => {
  assert.deepEqual(byOrigin(evidence).map(({ origin, pages }) => [origin, pages.map(p => p.path)]), [['https://a.example', ['/x', '/']], ['', []]])
  assert.deepEqual([placeName({ origin: 'https://a.example', path: '/x' }), placeName({ origin: 'http://localhost:1' }), placeName({ origin: '' })],
    ['a.example/x', 'http://localhost:1', 'Others, not told apart'])
})

test('an example says what was wrong', () => {
  const example = { at: '', origin: '', path: '', visitor_id: 'v_1' }
  assert.equal(exampleWords({ ...example, outcome: 'claimed' }, []), 'No proof was sent.')
  assert.equal(exampleWords({ ...example, outcome: 'failed', code: 'token_expired' }, []), 'The token had expired.')
  assert.equal(exampleWords({ ...example, outcome: 'failed', code: 'token_expired' }, evidence.reasons), 'm')
})

test('a key for tokens has no other use, and hashes may go together', () => {
  assert.deepEqual(toggled(['token'], 'json'), ['json'])
  assert.deepEqual(toggled(['raw-id'], 'json'), ['json', 'raw-id'])
  assert.deepEqual(toggled(['json', 'raw-id'], 'token'), ['token'])
  assert.deepEqual(toggled(['token'], 'token'), [])
  assert.deepEqual(keyUses.map(use => isRaw([use])), [false, false, true, true])
  assert.equal(usesWords(['json', 'raw-id']), 'hashes and hashes of the bare id')
})

test('what rests on a key is said beforehand', () => {
  const now = Date.parse('2026-11-20T12:00:00Z')
  assert.equal(restingWords(key, now), 'No live link rests on it; it was never used.')
  assert.equal(restingWords({ ...key, links: 1, last_used_at: '2026-11-20T10:00:00Z' }, now), '1 live link rests on it; it was last used 2 h ago.')
  assert.equal(restingWords({ ...key, links: 1200 }, now), '1,200 live links rest on it; it was never used.')
  assert.equal(restingWords({ ...key, links: 10_000, links_capped: true }, now), '10,000 or more live links rest on it; it was never used.')
  const retired = { ...key, kid: 'kid_2', retired_at: '2026-11-20T10:00:00Z' }
  assert.deepEqual([key, retired, { ...retired, leaked: true }].map(keyState), ['active', 'retired', 'leaked'])
  assert.deepEqual([isLast(key, [key, retired]), isLast(key, [key, { ...key, kid: 'kid_3' }]), isLast(retired, [key, retired])], [true, false, false])
})

test('whom a key verified: each person once, the last first', () => {
  const entry = (contact_id: string | undefined, at: string) => ({ contact_id, at }) as LedgerEntry
  assert.deepEqual(whom([entry('c_1', '1'), entry('c_2', '2'), entry('c_1', '3'), entry(undefined, '4')]), [
    { contact: undefined, times: 1, last: '4' }, { contact: 'c_1', times: 2, last: '3' }, { contact: 'c_2', times: 1, last: '2' },
  ])
  const now = Date.parse('2026-11-20T12:00:00Z')
  assert.deepEqual([sinceIn('24h', now), sinceIn('7d', now)], ['2026-11-19T12:00:00.000Z', '2026-11-13T12:00:00.000Z'])
})

test('the doctor is asked about what was filled in, as it stands', () => {
  assert.deepEqual(question('42', '', ' abc', 'hash'), { id: '42', hash: ' abc' })
  assert.deepEqual(question('', 'J@x.example', 'a.b.c', 'token'), { email: 'J@x.example', token: 'a.b.c' })
  assert.deepEqual([proofOf('deadbeef'), proofOf('eyJ.eyJ.x')], ['hash', 'token'])
})

test('the doctor’s code signs what should have been signed', () => {
  const after = (kind: Proof, ...uses: KeyUse[]) => remedy({ should_sign: uses.map(use => ({ use, message: 'm' })) } as Diagnosis, kind)
  assert.deepEqual([after('hash', 'json'), after('hash', 'json', 'raw-id'), after('hash', 'raw-id'), after('hash', 'raw-email')], ['hash', 'hash', 'raw', 'raw'])
  assert.deepEqual([after('token', 'token'), after('token'), after('hash')], ['token', 'token', 'hash'])
})

test('the doctor’s verdict, and why there is none', () => {
  const said: Diagnosis = { accepted: true, covers: ['id', 'email'], verified: true, reason: null, kid: null, should_sign: [] }
  assert.deepEqual(verdict(said), { mood: 'good', says: 'Accepted: it proves the id and the email' })
  assert.deepEqual(verdict({ ...said, covers: ['email'], verified: false }), { mood: 'care', says: 'Right for the email, but it verifies nobody' })
  assert.deepEqual(verdict({ ...said, accepted: false, covers: [] }), { mood: 'bad', says: 'Not accepted' })
  assert.match(doctorRefusal({ code: 'rate_limited', message: 'x' }).help!, /few seconds/)
  assert.equal(doctorRefusal({ code: 'internal', message: 'x' }).message, 'x')
})
