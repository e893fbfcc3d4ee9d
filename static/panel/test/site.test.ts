import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SiteFrame, SiteSettings } from '../../../internal/wire/wire.ts'
import { createAsked } from '../models/asked.ts'
import { createInstall } from '../models/install.ts'
import { allows, isLocal, meant, meantHost, originMeaning } from '../words/origins.ts'

test('an origin is let in as the server lets it in', () => {
  const list = ['https://shop.example', 'https://*.example.com', 'null', 'http://a.example:8080']
  for (const origin of ['https://shop.example', 'https://a.example.com', 'https://a.b.example.com', 'null', 'http://a.example:8080']) assert.ok(allows(list, origin), origin)
  for (const origin of ['http://shop.example', 'https://example.com', 'https://.example.com', 'https://notexample.com', 'http://a.example.com', 'http://a.example', 'https://shop.example.evil', '']) {
    assert.ok(!allows(list, origin), origin)
  }
})

test('what somebody means who doesn’t type an origin', () => {
  assert.deepEqual(
    ['shop.example.com', 'https://shop.example.com/cart?x#y', ' HTTP://Shop.Example.com:80/ ', 'localhost:3000', 'http://localhost:3000/x', 'shop', 'ftp://a.example', 'javascript:alert(1)', 'a b.example', ''].map(meant),
    ['https://shop.example.com', 'https://shop.example.com', 'http://shop.example.com', 'http://localhost:3000', 'http://localhost:3000', undefined, undefined, undefined, undefined, undefined])
})

test('which host of pictures somebody means who types more', () => {
  assert.deepEqual(
    ['pictures.example.com', ' https://Pictures.example.com:8443/jane.png?x#y', 'u@pictures.example.com/x', '*.example.com/', 'pictures.example.com.', 'bücher.example', 'pictures', 'localhost:80', '1.2.3.4', 'https://[::1]/', 'a b.example', ''].map(meantHost),
    ['pictures.example.com', 'pictures.example.com', 'pictures.example.com', '*.example.com', 'pictures.example.com', 'xn--bcher-kva.example', undefined, undefined, undefined, undefined, undefined, undefined])
})

test('what is this machine to itself, and what isn’t plain in a list', () => {
  assert.deepEqual(['http://localhost:3000', 'https://a.localhost', 'http://127.0.0.1', 'http://[::1]:1', 'https://localhost.example', 'http://10.0.0.1', 'null'].map(isLocal),
    [true, true, true, true, false, false, false])
  assert.equal(originMeaning('https://*.example.com'), 'Every subdomain of example.com, but not example.com itself')
  assert.match(originMeaning('null'), /Sandboxed/)
  assert.equal(originMeaning('https://example.com'), '')
})

test('a page that was turned away is named until it is let in', () => {
  const site = { key: 'k', origins: ['https://a.example'], dev_until: null, installed_at: null, script_url: '' } as unknown as SiteSettings
  const settings = createAsked<SiteSettings>(() => Promise.reject())
  const install = createInstall(settings)
  settings.know(site)
  const refused = (origin: string, now: Partial<SiteSettings> = {}) => {
    install.show({ key: 'k', name: 'Shop', refused_origin: origin } as SiteFrame)
    settings.know({ ...site, ...now })
    return install.installation.value?.refusedOrigin
  }
  assert.equal(refused('https://b.example'), 'https://b.example')
  assert.equal(refused('https://b.example', { origins: ['https://b.example'] }), '')
  assert.equal(refused('http://localhost:3000'), 'http://localhost:3000')
  assert.equal(refused('http://localhost:3000', { dev_until: new Date(Date.now() + 60_000).toISOString() }), '')
  assert.equal(refused('http://localhost:3000', { dev_until: new Date(Date.now() - 60_000).toISOString() }), 'http://localhost:3000')
})
