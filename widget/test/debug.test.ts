import './facts.ts'
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { ApiError, Identified, Said } from '../../internal/wire/wire.ts'

// What developer's mode tells the console of calls that were answered. e2e/widget-debug.spec.ts has the real answers.

const email = 'jane@shop.example'
const hash = '64b1e66864b1e66864b1e66864b1e66864b1e66864b1e66864b1e66864b1e668'
const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJlLXNpZ25hdHVyZS1zaWduYXR1cmU'

let warned: string[] = []
let explain: typeof import('../src/debug.ts').explain
console.warn = (...said: unknown[]) => void warned.push(said.join(' '))
Object.assign(globalThis, { self: { origin: 'http://localhost:3000' } })

beforeEach(async () => {
  warned = []
  has('https://n.example/nametag.js', 'https://shop.example/app.js')
  await load()
})

/** The page's scripts are these. */
const has = (...scripts: string[]) => Object.assign(document, { scripts: scripts.map(src => ({ src })) })
/** The page has just loaded the file. */
const load = async () => ({ explain } = await import(`../src/debug.ts?${Math.random()}`))

interface Outcome { ok?: unknown; error?: Partial<ApiError> }
const claimed: Identified = { visitor_id: 'v_1', trust: 'claimed', switched: false }
const verified: Identified = { ...claimed, trust: 'verified' }

/** The page has made a call, and the server answers. */
const say = (call: string, args: unknown[], outcome: Outcome = { ok: claimed }) =>
  explain({ call, said: { ...args } } as Partial<Said> as Said, outcome as never)
const identify = (...args: unknown[]) => say('identify', args)

/** The codes of all warnings since, each of which has the form that all have. */
const codes = () => warned.splice(0).map(text => {
  const [, code] = /^\[Nametag\] \S.*[.:] .*\. \w+:\/\/\/?[^\s#]*\/help#(\w+)$/.exec(text) ?? assert.fail(`not as all are: ${text}`)
  assert.doesNotMatch(text, /jane@shop|shop\.example|64b1e668|eyJ|undefined|\bnull\b|  /)
  return code
})

test('a page that makes no mistake hears nothing', () => {
  identify('42', { email, tag: 'PAID_PLAN', tags: ['#vip', 'größe'], integration_ids: ['crm:8817'] })
  identify(42)
  identify({ external_id: ' 42 ', email: null })
  say('setAttributes', [{ company: 'Mugs Ltd', email }])
  say('updateConnection', [{ uniqueId: '42', integrationIds: null, tags: [], metadata: { plan: 'pro' } }])
  say('lookupCode', [], { ok: { code: '0042', expires_at: '' } })
  say('reset', [], { ok: { visitor_id: 'v_2' } })
  identify({ email })
  say('identify', [{ token }], { ok: verified })
  say('identify', ['43', null, { hash }], { ok: verified })
  assert.deepEqual(warned, [])
})

const calls: [what: string, want: string, call: string, args: unknown[]][] = [
  ['no id', 'id_missing', 'identify', []],
  ['an undefined id beside an email', 'id_missing', 'identify', [undefined, { email }]],
  ['null for an id', 'id_missing', 'identify', [null]],
  ['an empty id', 'id_missing', 'identify', ['', { email }]],
  ['one object that names nobody', 'id_missing', 'identify', [{ name: 'Jane', email: '' }]],
  ['an email for an id', 'id_is_email', 'identify', [email, { email }]],
  ['an email for an id, in one object', 'id_is_email', 'identify', [{ external_id: email, email }]],
  ['an email for an id, in other words', 'id_is_email', 'updateConnection', [{ uniqueId: email }]],
  ['a proof in second place', 'identify_arguments', 'identify', ['42', hash, { email }]],
  ['traits beside the one object', 'identify_arguments', 'identify', [{ external_id: '42', email }, { name: 'Jane' }]],
  ['a tag in words', 'tag_pattern', 'identify', ['42', { email, tag: 'Paid plan' }]],
  ['a tag in traits', 'tag_pattern', 'setAttributes', [{ traits: { tag: '#vip' } }]],
  ['tags with a space', 'tags_pattern', 'setAttributes', [{ tags: ['#vip', '#very important'] }]],
  ['an integration id without a name', 'integration_ids_pattern', 'updateConnection', [{ integrationIds: ['crm:8817', '8817'] }]],
]
for (const [what, want, call, args] of calls) {
  test(`a call with ${what} is told of, and once`, () => {
    say(call, args, { ok: verified })
    assert.deepEqual(codes(), [want])
    say(call, args, { ok: verified })
    assert.deepEqual(codes(), [])
  })
}

test('a call that was refused is told of all the same', () => {
  say('identify', ['42', hash], { error: { code: 'wrong_type', message: 'It has the wrong type.', help: 'See which it takes.' } })
  assert.deepEqual(codes(), ['identify_arguments', 'wrong_type'])
})

test('an id without email or proof is a hint, unless the page says the email otherwise', async () => {
  identify('42', { name: 'Jane', email: undefined })
  assert.deepEqual(codes(), ['email_missing'])
  identify('42', { name: 'Jane', email: '' })
  assert.deepEqual(codes(), [], 'once')
  for (const more of [{ email }, { email: null }, { traits: { email } }]) {
    await load()
    say('setAttributes', [more])
    identify('42')
    assert.deepEqual(codes(), [], JSON.stringify(more))
  }
  await load()
  identify('42', { email: '' })
  assert.deepEqual(codes(), ['email_missing'], 'an empty one is none')
  await load()
  say('identify', ['42', {}, hash], { ok: verified })
  say('identify', [{ external_id: '42', token }], { ok: verified })
  say('identify', ['undefined'], { error: { code: 'placeholder_id', message: 'It is a placeholder.', help: 'Fill it in.', field: 'external_id' } })
  assert.deepEqual(codes(), ['placeholder_id'])
})

test('two ids are told of, each other one again, unless somebody logged out between', () => {
  identify('42', { email })
  identify('43', { email })
  assert.deepEqual(codes(), ['two_ids'])
  identify('43', { email })
  assert.deepEqual(codes(), [])
  identify(44, { email })
  assert.deepEqual(codes(), ['two_ids'], 'another one')
  say('reset', [], { ok: { visitor_id: 'v_1' } })
  identify('45', { email })
  assert.deepEqual(codes(), [])
  say('updateConnection', [{ uniqueId: '46' }], { ok: { ...claimed, visitor_id: 'v_2' } }) // another tab logged out
  assert.deepEqual(codes(), [])
  say('lookupCode', [], { ok: { code: '0042', expires_at: '' } })
  say('setAttributes', [{ external_id: '47' }], { ok: { ...claimed, visitor_id: 'v_2' } })
  assert.deepEqual(codes(), ['two_ids'])
  say('identify', ['48', { email }], { ok: { ...claimed, visitor_id: 'v_3', switched: true } }) // the server made another visitor; nobody logged out
  assert.deepEqual(codes(), ['two_ids'])
})

test('an id that was refused counts for nobody, and another refused one is another mistake', () => {
  const error = { code: 'placeholder_id', message: 'It is a placeholder.', help: 'Fill it in.', field: 'external_id' }
  for (const id of ['undefined', 'guest', 'undefined']) say('identify', [id, { email }], { error })
  identify('42', { email })
  assert.deepEqual(codes(), ['placeholder_id', 'placeholder_id'])
})

test('the exact reason of a proof is told where the site says it, and else where to find it', () => {
  const warnings = [{ code: 'hash_truncated', message: 'The hash is cut off.', help: 'Send all 64 hex digits.' }]
  say('identify', ['42', { email }, hash], { ok: { ...claimed, warnings } })
  assert.match(warned[0]!, /^\[Nametag\] The hash is cut off\. Send all 64 hex digits\. /)
  assert.deepEqual(codes(), ['hash_truncated'])
  say('identify', [{ email, token }], { ok: claimed })
  assert.deepEqual(codes(), ['proof_failed'])
  for (const trust of ['verified', 'acting']) say('identify', ['42', { email, user_hash: hash }], { ok: { ...claimed, trust } })
  assert.deepEqual(codes(), [])
})

test('what was left out is named, with its bounds', () => {
  const rejected = [
    { field: 'custom_data', reason: 'too_large', limit: 1024, size: 1100 }, { field: 'name', reason: 'too_long', limit: 500, size: 600 },
    { field: 'tags', reason: 'too_many', limit: 50, size: 51 }, { field: 'plan', reason: 'unknown_field' }, { field: 'seats', reason: 'unknown_field' },
    { field: 'custom_data.plan', reason: 'wrong_type' }, { field: 'email', reason: 'bad_email' }, { field: 'phone', reason: 'control_character' },
    { field: 'traits.email', reason: 'differs' }, { field: email, reason: 'unknown_field' }, { field: hash, reason: 'unknown_field' },
    { field: 'name', reason: 'of_another_version' },
  ]
  say('setAttributes', [{}], { ok: { ...claimed, rejected } })
  assert.match(warned[0]!, /custom_data was left out \(1100, at most 1024\)/)
  assert.match(warned[3]!, /plan was left out: there is no such field/)
  const want = rejected.map(r => r.reason)
  assert.deepEqual(codes(), want)
  say('setAttributes', [{}], { ok: { ...claimed, rejected } })
  assert.deepEqual(codes(), [], 'once')
})

test('the letters of a text in the place of traits are not told of one by one', () => {
  const rejected = [...'0123456789'].map(field => ({ field, reason: 'unknown_field' }))
  say('identify', ['42', hash], { ok: { ...claimed, rejected } })
  assert.deepEqual(codes().filter(code => code !== 'email_missing'), ['identify_arguments'])
})

test('a refusal of the whole request is told once, with this page\'s origin', () => {
  const error = { code: 'origin_not_allowed', message: 'Pages of this origin may not use this site.', help: 'Add it: --origin ORIGIN.' }
  explain({ call: 'hello' }, { error })
  for (const call of ['setAttributes', 'lookupCode', 'reset']) say(call, [], { error })
  assert.match(warned[0]!, / site\. Add it: --origin http:\/\/localhost:3000\. /)
  assert.deepEqual(codes(), ['origin_not_allowed'])
})

test('a page without an origin, whatever its address, is told that it has none', async () => {
  Object.assign(self, { origin: 'null' })
  explain({ call: 'hello' }, { error: { code: 'origin_not_allowed', message: 'It may not.', help: 'Add it: --origin ORIGIN.' } })
  Object.assign(self, { origin: 'http://localhost:3000' })
  assert.match(warned[0]!, /sandboxed frame, or a file: its origin is null\. Add it: --origin null\. /)
})

test('other refusals are told in the server\'s words; a call that there isn\'t, by its name', () => {
  say('identify', ['42', { email }], { error: { code: 'verification_required', message: 'No identity without proof.', help: 'Sign it.' } })
  say('identify', ['42', { email }], { error: { code: 'site_unknown', message: 'No site has this key.', help: 'Copy it.', field: 'site' } })
  for (const call of ['identfy', 'idetify', 'identfy']) say(call, ['42'], { error: { code: 'unknown_call', message: 'TypeError: no function.' } })
  assert.match(warned[2]!, /There is no call "identfy"\. /)
  assert.deepEqual(codes(), ['verification_required', 'site_unknown', 'unknown_call', 'unknown_call'])
})

test('what is nobody\'s mistake is not told', () => {
  for (const code of ['denied', 'fenced', 'expired', 'stale_token', 'rate_limited', 'unavailable', 'internal']) {
    say('identify', ['42', { email }], { error: { code, message: 'It went wrong.', help: 'Try again.' } })
  }
  assert.deepEqual(warned, [])
})

test('what an error of the browser repeats of the page stays out of the console', () => {
  const message = `Not an address: https://${email}/?t=${token} or ${hash}.`
  say('linkTo', [`https://${email}/`], { error: { code: 'bad_value', message, help: 'Send one like jane@example.com.' } })
  assert.match(warned[0]!, /like jane@example\.com\. /)
  assert.doesNotMatch(warned[0]!, /shop\.example|64b1e668|eyJ/)
})

test('a second copy of the script is told of, whenever it comes', async () => {
  has('https://n.example/nametag.js?v=2', 'https://n.example/nametag-debug.js', 'https://n.example/x/nametag.json', '')
  identify('42', { email })
  assert.deepEqual(codes(), [])
  for (const again of ['.1f2e3d4c.js', '.js#again']) {
    await load()
    has('https://n.example/nametag.js', 'https://n.example/nametag' + again)
    identify('42', { email })
    assert.deepEqual(codes(), ['script_twice'])
  }
})

test('whatever a page passes, nothing is thrown into it', () => {
  const odd = { get external_id() { throw new Error('no') } }
  for (const args of [[odd], [Symbol('x')], [{ external_id: Symbol('x') }], [null, null, null], [[]], [{ tags: [null, 1], tag: {} }], ['42', 7]]) {
    for (const call of ['identify', 'updateConnection', 'setAttributes', 'toString', '__proto__']) {
      assert.doesNotThrow(() => say(call, args), `${call} ${typeof args[0]}`)
      assert.doesNotThrow(() => say(call, args, { ok: null }))
      assert.doesNotThrow(() => say(call, args, { error: {} }))
    }
  }
  for (const said of [undefined, null, 7, [], { 0: 1, length: 'x' }]) assert.doesNotThrow(() => explain({ call: 'identify', said } as never, {}))
})
