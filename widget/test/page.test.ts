import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { minimise, page } from '../src/page.ts'

const cases = [
  ['https://shop.example/mugs', 'https://shop.example/mugs'],
  ['https://shop.example/', 'https://shop.example/'],
  ['https://shop.example/mugs?sid=1&utm_source=mail&q=jane@x.y&utm_campaign=a%20b#nametag_identity=abc', 'https://shop.example/mugs?utm_source=mail&utm_campaign=a%20b'],
  ['https://jane:secret@shop.example/@here', 'https://shop.example/@here'],
  ['http://localhost:8080/?nametag_identity=abc', 'http://localhost:8080/'],
  ['https://shop.example/?xutm_source=1&UTM_source=2', 'https://shop.example/'],
  ['https://shop.example/a#?utm_source=1', 'https://shop.example/a'],
  ['file:///home/jane/page.html', ''],
  ['data:text/html,secret', ''],
  ['about:srcdoc', ''],
  ['', ''],
] as const

for (const [address, want] of cases) test(`minimise ${address || 'nothing'}`, () => assert.equal(minimise(address), want))

for (const query of ['?utm_source=SECRET', 'next=/cart?utm_source=SECRET', 'a=b?utm_source=SECRET&c=d']) {
  test(`a question mark in ${query} begins no parameter`, () => {
    assert.equal(minimise('https://shop.example/?' + query), 'https://shop.example/')
  })
}

test('minimise cuts what is too long', () => assert.equal(minimise('https://shop.example/' + 'x'.repeat(9000)).length, 2048))

const secret = fc.stringMatching(/^SECRET[a-z0-9]{8}$/)
const word = fc.stringMatching(/^[a-z0-9]{1,8}$/)

test('nothing of a fragment, of credentials or of other parameters is left', () => {
  fc.assert(fc.property(fc.webUrl(), secret, word, fc.boolean(), (base, hidden, name, beforeUtm) => {
    const url = new URL(base)
    const others = [name + '=' + hidden, 'utm_medium=' + name]
    url.search = (beforeUtm ? others : others.reverse()).join('&')
    url.hash = 'nametag_identity=' + hidden
    url.username = hidden
    url.password = hidden
    const got = new URL(minimise(url.href))
    assert.equal(got.href.includes(hidden), false)
    assert.equal(got.origin + got.pathname, url.origin + url.pathname)
    assert.equal(got.search, '?utm_medium=' + name)
  }))
})

test('what is small already stays', () => {
  fc.assert(fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), address => {
    const once = minimise(new URL(address).href)
    assert.equal(minimise(once), once)
  }))
})

const kept = fc.stringMatching(/^utm_[a-z]{0,8}$/)
const dropped = fc.oneof(
  fc.constantFrom(
    'nametag_identity', 'convot_identity', 'NAMETAG_IDENTITY', '', 'utm', 'UTM_source', 'xutm_source', '%75tm_source', ' utm_source', 'id;utm_source', 'token', '__proto__', 'amp;utm_source',
  ),
  word.filter(name => !name.startsWith('utm_')),
)
const parameter = fc.record({ name: fc.oneof(kept, dropped), value: secret })
const address = fc.record({
  base: fc.webUrl({ validSchemes: ['http', 'https'] }),
  parameters: fc.array(parameter, { maxLength: 8 }),
  fragment: fc.option(fc.oneof(
    secret, fc.tuple(fc.constantFrom('nametag_identity=', 'convot_identity=', 'old&nametag_identity=', '/route?utm_source=', '?utm_source=a&convot_identity='), secret).map(parts => parts.join('')),
  )),
}).map(({ base, parameters, fragment }) => ({
  href: new URL(base).href + (parameters.length ? '?' + parameters.map(({ name, value }) => name + '=' + value).join('&') : '') + (fragment === null ? '' : '#' + fragment),
  base: new URL(base).href,
  query: parameters.filter(({ name }) => name.startsWith('utm_')).map(({ name, value }) => name + '=' + value).join('&'),
}))

test('of the page and of its referrer, nothing is sent but the address and what is on the list', () => {
  fc.assert(fc.property(address, address, (here, before) => {
    Object.assign(globalThis, { location: { href: here.href }, document: { title: 'Mugs', referrer: before.href } })
    const want = ({ base, query }: typeof here) => (base + (query && '?' + query)).slice(0, 2048)
    const got = page()
    assert.deepEqual([got.url, got.referrer], [want(here), want(before)])
  }))
})
