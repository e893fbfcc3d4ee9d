import './facts.ts'
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { configure } from '../src/site.ts'
import { climb, readCookie, stepDown, writeCookie } from '../src/storage.ts'

let written: string[] = []
let sent = ''
const jar = { get cookie() { return sent }, set cookie(text) { written.push(text) } }
configure({ site: 'k_1', autoload: false })

beforeEach(() => {
  written = []
  sent = ''
  Object.assign(globalThis, { document: jar })
  Object.assign(location, { protocol: 'https:' })
  climb()
})

test('the cookie is for this host only, and for the whole of it; 400 days is the most that browsers keep one', () => {
  writeCookie('vt_AAAA')
  assert.deepEqual(written, ['nametag_k_1=vt_AAAA; Path=/; SameSite=Lax; Max-Age=40000000; Domain=; Secure'])
})

test('with a domain it is for its subdomains, too; without a value it goes', () => {
  writeCookie('', 'vt_AAAA@shop.example')
  assert.deepEqual(written, ['nametag_k_1=; Path=/; SameSite=Lax; Max-Age=0; Domain=shop.example; Secure'])
})

test('a page that came in the clear keeps one, too', () => {
  Object.assign(location, { protocol: 'http:' })
  writeCookie('vt_AAAA')
  assert.doesNotMatch(written[0]!, /Secure/)
})

const jars: [sent: string, found: string | undefined][] = [
  ['nametag_k_1=vt_AAAA', 'vt_AAAA'], ['a=1; nametag_k_1=vt_AAAA; b=2', 'vt_AAAA'],
  ['nametag_k_1=vt_AAAA; nametag_k_1=vt_BBBB', 'vt_BBBB'], // a cookie domain came or went: the last was made last
  ['nametag_k_2=vt_BBBB', undefined], ['', undefined],
]
for (const [cookies, found] of jars) {
  test(`the token in "${cookies}" is ${found}`, () => {
    sent = cookies
    assert.equal(readCookie(), found)
  })
}

test('where cookies are forbidden, nothing is thrown and nothing is there', () => {
  const refuse = () => { throw new DOMException('sandboxed', 'SecurityError') }
  stepDown()
  Object.assign(globalThis, { document: Object.defineProperty({}, 'cookie', { get: refuse, set: refuse }) })
  climb()
  writeCookie('vt_AAAA')
  assert.equal(readCookie(), undefined)
})

test('who steps down leaves the browser’s cookie as it was', () => {
  sent = 'nametag_k_1=vt_AAAA'
  stepDown()
  writeCookie('vt_BBBB')
  assert.deepEqual([written, readCookie()], [[], 'vt_BBBB'])
})
