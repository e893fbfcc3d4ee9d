import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { countryName } from '../words/country.ts'
import { cameFrom, host, pageSubtitle, pageTitle, path } from '../words/page.ts'
import { actingAs, aliasName, alsoShown, contactNick, hue, initials, isolate, nickname, personTitle, rowName, rowTitle } from '../words/people.ts'
import { inline, quote, tag } from '../words/snippet.ts'
import { hasWord, toggleWord } from '../words/search.ts'
import { course, courseWords, curve, verifiedShare } from '../words/trend.ts'
import { ago, clockTime, parse, spoken, stopwatch } from '../words/time.ts'
import { cameByHubSpot, identifierReason, saidBy, trustReason, valueReason } from '../words/trust.ts'
import { hashtag, identifier, label, plural, text } from '../words/values.ts'
import type { ContactVisitor, LedgerEntry, Trust } from '../../../internal/wire/wire.ts'
import { contact, row } from './server.ts'

const [s, min, h, d] = [1000, 60_000, 3_600_000, 86_400_000]

test('relative times', () => {
  const cases: [number, string][] = [
    [-5 * s, 'just now'], [0, 'just now'], [2999, 'just now'], [3 * s, '3 s ago'], [59 * s, '59 s ago'], [min, '1 min ago'],
    [59 * min + 59 * s, '59 min ago'], [h, '1 h ago'], [23 * h, '23 h ago'], [d, '1 d ago'], [29 * d, '29 d ago'],
  ]
  for (const [age, want] of cases) assert.equal(ago(1e12 - age, 1e12), want)
  assert.match(ago(1e12 - 31 * d, 1e12), /^on .*2001/)
})

test('stopwatches', () => {
  const cases: [number, string, string][] = [
    [-1, '0:00', '0 s'], [7 * s, '0:07', '7 s'], [12 * min + 40 * s, '12:40', '12 min'], [h + 2 * min + 9 * s, '1:02:09', '1 h 2 min'],
  ]
  for (const [ms, seen, heard] of cases) assert.deepEqual([stopwatch(ms), spoken(ms)], [seen, heard])
})

test('times that are missing or broken are 0', () => {
  assert.deepEqual([parse(null), parse(undefined), parse('nonsense'), parse('1970-01-01T00:00:01.000Z')], [0, 0, 0, 1000])
})

test('people without a name have a stable nickname and colour', () => {
  assert.equal(nickname('v_0c4j8x6rm24f2a'), 'Visitor 4F2A')
  assert.equal(hue('v_0c4j8x6rm24f2a'), hue('v_0c4j8x6rm24f2a'))
  const hues = new Set(Array.from({ length: 200 }, (_, i) => hue('v_0c4j8x6rm' + i.toString(32).padStart(4, '0'))))
  assert.equal(hues.size, 12, 'neighbours differ')
})

test('a row names whom its browser keeps, and counts those of several', () => {
  assert.equal(alsoShown(['v_0c4j8x6rm24f2a']), 'also Visitor 4F2A')
  assert.equal(alsoShown(['v_1', 'v_2']), 'also 2 visitors')
})

test('an anonymous row keeps its nickname whatever its browser says', () => {
  assert.equal(rowName(row('4f2a', { name: 'Jane' })), 'Visitor 4F2A')
  assert.equal(rowName(row('1', { trust: 'claimed', email: 'j@x.example', external_id: '42' })), 'j@x.example')
  assert.equal(rowName(row('1', { trust: 'claimed', external_id: '42' })), '42')
})

test('a name stays apart from the sentence it stands in, whatever it does to directions', () => {
  assert.equal(isolate('\u202eenaJ'), '\u2068\u202eenaJ\u2069')
  assert.equal(isolate('עומר'), '\u2068עומר\u2069')
  assert.equal(isolate('Jane'), 'Jane')
})

test('initials', () => {
  const cases = { 'Jane Cooper': 'JC', jane: 'J', 'jane.cooper@example.com': 'JC', 'Ana María de la Cruz': 'AC', '  ': '', '👩🏽‍🚀 Åsa': '👩🏽‍🚀Å', '<img src=x>': 'IS', 'עומר כהן': 'עכ' }
  for (const [name, want] of Object.entries(cases)) assert.equal(initials(name), want)
})

test('addresses', () => {
  assert.equal(path('https://x.example/caf%C3%A9?utm_source=a'), '/café?utm_source=a')
  assert.equal(path('https://x.example/%E0%A4%A'), '/%E0%A4%A')
  assert.equal(path('nonsense'), 'nonsense')
  assert.deepEqual([host('https://www.x.example/y'), host('nonsense'), host(undefined)], ['x.example', '', ''])
  assert.equal(path('https://x.example/%D7%A2%E2%80%AEgnp.exe'), '/ע%E2%80%AEgnp.exe')
  assert.deepEqual([pageTitle({ url: 'https://x.example/y', title: ' ' }), pageSubtitle({ url: 'https://x.example/y' })], ['/y', 'x.example'])
})

test('a name that nobody could see is none', () => {
  for (const name of ['\u200b\u200b', ' \u00a0\u2003', '\u2067\u2069', '']) {
    assert.equal(rowName(row('r_1', { trust: 'claimed', name, external_id: '42' })), '42', JSON.stringify(name))
  }
  for (const name of ['Jane', '\u200bJ', '👩‍🚀', 'ﷺ']) assert.equal(rowName(row('r_1', { trust: 'claimed', name, external_id: '42' })), name)
})

test('where a visit came from: campaign, referrer, or typed', () => {
  assert.equal(cameFrom({ campaign: 'news · spring', referrer: 'https://search.example/' }), 'news · spring')
  assert.equal(cameFrom({ referrer: 'https://www.search.example/' }), 'search.example')
  assert.equal(cameFrom({}), 'Direct')
})

test('nothing that a stranger sends makes the words throw', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), any => {
    path(any); host(any); initials(any); hue(any); nickname(any); countryName(any); hashtag(any); label(any)
    cameFrom({ referrer: any })
  }))
})

test('trust in a sentence', () => {
  assert.equal(trustReason('claimed', 'Jane'), 'Says to be Jane: nobody has proved it.')
  assert.equal(trustReason('acting', 'Jane', 'Sam'), 'Sam is acting as Jane.')
  assert.deepEqual([saidBy('v_0c4j8x6rm24f2a', 'v_0c4j8x6rm24f2a'), saidBy('v_0c4j8x6rm24f2a'), saidBy('token')], ['this browser', 'Visitor 4F2A', 'token'])
})

test('values as text', () => {
  assert.deepEqual([text('a'), text(['a', 'b']), text([1, 'b']), text({ a: 1 }), text(null), text(false)], ['a', 'a, b', '[1,"b"]', '{"a":1}', '', 'false'])
  assert.deepEqual([label('custom_data.plan'), label('external_id'), plural(1, 'tab'), plural(1200, 'tab'), hashtag('vip'), hashtag('#vip')],
    ['plan', 'Your id', '1 tab', '1,200 tabs', '#vip', '#vip'])
  assert.deepEqual([countryName('DE'), countryName('??'), countryName('')], ['Germany', '??', ''])
})

test('code to paste can’t be broken out of', () => {
  const script = { url: 'https://n.example/nametag.js' }
  assert.equal(tag({ script, key: 'k_"x' }), '<script async src="https://n.example/nametag.js" data-site="k_&quot;x"></script>')
  assert.equal(tag({ script, key: 'k', consent: true }), '<script async src="https://n.example/nametag.js" data-site="k" data-consent="required"></script>')
  assert.equal(tag({ script: { url: 'https://n.example/nametag.1f2e3d4c.js', integrity: 'sha384-a+/b' }, key: 'k' }),
    '<script async src="https://n.example/nametag.1f2e3d4c.js" integrity="sha384-a+/b" crossorigin="anonymous" data-site="k"></script>')
  assert.equal(quote(`a'b\\c`), `'a\\'b\\\\c'`)
  assert.equal(inline('go()\n'), '<script>go()</script>')
})

test('a shield says how sure a value is, who said it and when', () => {
  const at = Date.UTC(2026, 10, 20, 12)
  const said = { source: 'v_0c4j8x6rm24f2a', at }
  assert.match(valueReason('claimed', said), /^Unproven: a browser said so, without proof\. Said by Visitor 4F2A, .*2026/)
  assert.match(valueReason('attested', { source: 'api:crm', at }), /^From your server: your own server or team said so\. Said by API key “crm”, /)
  assert.match(identifierReason('verified', { ...said, key: 'kid_1' }, said.source), /^Verified: .* Said by this browser, with key kid_1, /)
  assert.match(identifierReason('verified', { ...said, key: 'hubspot' }, said.source), / Said by this browser, with a HubSpot token, /)
  assert.equal(valueReason('verified'), 'Verified: said by a browser that was proved to be this person’s.')
})

test('who said something', () => {
  const cases = { 'agent:sam@x.example': 'agent sam@x.example', 'api:crm': 'API key “crm”', kid_1: 'a token signed with kid_1', hubspot: 'a HubSpot token', '': 'nobody knows' }
  for (const [source, want] of Object.entries(cases)) assert.equal(saidBy(source), want)
})

test('who was named by a HubSpot token wears its badge for as long as that proves anything', () => {
  const said = (key_id: string | undefined, more: Partial<LedgerEntry> = {}): LedgerEntry => ({ seq: 1, at: '', kind: 'identified', visitor_id: 'v_1', trust: 'verified', ...(key_id && { key_id }), ...more })
  const visitor = { id: 'v_1', trust: 'verified' as Trust, first_seen: 0 }
  const badge = (ledger: LedgerEntry[], trust: Trust = 'verified') => cameByHubSpot({ visitor: { ...visitor, trust }, sessions: [], ledger })
  assert.equal(badge([said(undefined, { kind: 'refused' }), said('hubspot'), said('kid_1')]), true)
  assert.equal(badge([said('kid_1'), said('hubspot')]), false, 'a newer proof')
  assert.equal(badge([said('hubspot', { visitor_id: 'v_2' })]), false, 'another browser’s')
  assert.equal(badge([said('hubspot')], 'claimed'), false, 'it ran out')
  assert.equal(badge([]), false)
  const person = (more: Partial<ContactVisitor>) => contact('c_1', { visitors: [{ id: 'v_1', trust: 'verified', first_seen_at: '', ...more }] })
  const listed = (more: Partial<ContactVisitor>) => cameByHubSpot({ contact: person(more), sessions: [], ledger: [said('hubspot')] })
  assert.deepEqual([listed({}), listed({ trust: 'claimed' }), listed({ fenced_at: '2026-11-20T12:00:00Z' })], [true, false, false])
})

test('who acts as somebody else is named first', () => {
  const acting = { trust: 'acting' as const, actor: 'Sam', name: 'Jane' }
  assert.equal(rowTitle(row('1', acting)), 'Sam acting as Jane')
  assert.equal(rowTitle(row('1', { ...acting, trust: 'verified' })), 'Jane')
  assert.equal(personTitle({ visitor: { id: 'v_0c4j8x6rm24f2a', trust: 'acting', actor: 'Sam', first_seen: 0 }, sessions: [], ledger: [] }), 'Sam acting as Visitor 4F2A')
  assert.equal(actingAs('Jane'), 'Somebody acting as Jane')
})

test('contacts of whom little is known', () => {
  assert.equal(contactNick('c_0c4j8x6rm2b2q'), 'Contact 2B2Q')
  assert.equal(aliasName({ id: 'c_1', external_id: '42', email: null }), '42')
  assert.deepEqual([identifier('external_id'), identifier('email')], ['id', 'email'])
})

test('when something ends: the time, with the day where it isn’t today', () => {
  const noon = new Date(2026, 10, 20, 12).getTime()
  assert.match(clockTime(noon + 2 * h, noon), /^\D?(14|02|2):00/)
  assert.match(clockTime(noon + 14 * h, noon), /21.*00/)
})

test('a course ends with those who are here now, and is drawn within its box', () => {
  const counts = { total: 3, online: 3, claimed: 1, verified: 1, acting: 0, bots: 0 }
  const lately = course({ at: 0, every: 60_000, online: [10, 4], verified: [0, 2] }, counts)
  assert.deepEqual(lately, { online: [10, 4, 3], verified: [0, 2, 1] })
  assert.equal(courseWords(lately), '3 here now, at most 10 in the last hour')
  assert.equal(curve(lately.online, 10, 100, 20), 'M0 0L50 12L100 14')
  assert.equal(curve([7], 14, 100, 20), 'M0 10L100 10', 'a first moment is a level line')
  assert.deepEqual([verifiedShare(counts), verifiedShare({ ...counts, online: 0, verified: 0 })], [33, 0])
})

test('a chip puts its word into the search, in place of another of its kind, and takes it out', () => {
  assert.equal(toggleWord('', 'is:verified'), 'is:verified')
  assert.equal(toggleWord('jane  is:claimed #vip', 'is:verified'), 'jane #vip is:verified')
  assert.equal(toggleWord('is:verified jane', 'is:verified'), 'jane')
  assert.ok(!hasWord('-is:verified', 'is:verified'))
})
