import './facts.ts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arrive } from '../src/arrival.ts'
import { queue, settle } from '../src/outbox.ts'

// What becomes of it is tested in a browser (e2e/widget-carry.spec.ts): here it is about addresses.

const token = 'eyJhbGciOiJIUzI1NiIsInR5cCI6ImNhcnJ5In0.eyJqdGkiOiIxIn0.x-Y_z'
const addresses: [found: string, left: string][] = [
  ['https://help.example/faq', 'https://help.example/faq'],
  ['https://help.example/faq#refunds', 'https://help.example/faq#refunds'],
  [`https://help.example/faq#nametag_identity=${token}`, 'https://help.example/faq'],
  [`https://help.example/faq#refunds&nametag_identity=${token}`, 'https://help.example/faq#refunds'],
  [`https://help.example/app#/route?a=1&nametag_identity=${token}`, 'https://help.example/app#/route?a=1'],
  [`https://help.example/faq#a&b&nametag_identity=${token}`, 'https://help.example/faq#a&b'],
  [`https://help.example/faq?nametag_identity=${token}`, 'https://help.example/faq'],
  [`https://help.example/faq?nametag_identity=${token}#refunds`, 'https://help.example/faq#refunds'],
  [`https://help.example/faq?nametag_identity=${token}&a=1`, 'https://help.example/faq?a=1'],
  [`https://help.example/faq?a=1&convot_identity=${token}&b=2`, 'https://help.example/faq?a=1&b=2'],
  [`https://help.example/faq?convot_identity=${token}#refunds&nametag_identity=${token}`, 'https://help.example/faq#refunds'],
  [`https://help.example/nametag_identity=${token}`, `https://help.example/nametag_identity=${token}`],
  [`https://help.example/?my_nametag_identity=${token}`, `https://help.example/?my_nametag_identity=${token}`],
]

for (const [found, left] of addresses) {
  test(`what is left of ${found.replaceAll(token, 'TOKEN')}`, () => {
    const replaced: unknown[] = []
    const history = { state: { of: 'the page' }, replaceState: (state: unknown, _: string, url: string) => {
      replaced.push(state)
      location.href = url
    } }
    const location = { href: found }
    Object.assign(globalThis, { history, location })
    arrive()
    const carried = queue.map(({ call, said }) => [call, said])
    queue.forEach(entry => settle(entry, {}))
    assert.equal(location.href, left)
    assert.deepEqual(carried, replaced.map(() => ['carry', { 0: token }]))
    assert.ok(replaced.every(state => state === history.state), 'what the page keeps there stays')
    assert.equal(replaced.length > 0, found !== left, 'history is left alone where nothing is found')
  })
}

test('a browser that refuses does not reach the page', () => {
  Object.assign(globalThis, { history: { replaceState() { throw new DOMException('too often', 'SecurityError') } } })
  location.href = 'https://help.example/#nametag_identity=a.b.c'
  arrive()
})
