import assert from 'node:assert/strict'
import { test } from 'node:test'
import { backoff } from '../models/backoff.ts'
import { criterion } from '../models/contacts.ts'
import { parseRoute, spellRoute, type Route } from '../models/route.ts'

test('addresses lead to pages and back', () => {
  const cases: [string, Route][] = [
    ['/panel/', { page: 'visitors' }], ['/panel/visitors/v_1', { page: 'visitors', visitor: 'v_1' }],
    ['/panel/?q=is%3Averified+%23vip&sort=name', { page: 'visitors', q: 'is:verified #vip', sort: 'name' }],
    ['/panel/visitors/v_1?q=0472', { page: 'visitors', visitor: 'v_1', q: '0472' }],
    ['/panel/contacts', { page: 'contacts' }], ['/panel/contacts/c_1', { page: 'contacts', contact: 'c_1' }],
    ['/panel/conflicts', { page: 'conflicts' }], ['/panel/conflicts/c_1', { page: 'conflicts', contact: 'c_1' }],
    ['/panel/settings', { page: 'settings' }], ['/panel/settings/security', { page: 'settings', section: 'security' }], ['/panel/settings/agents', { page: 'settings', section: 'agents' }], ['/panel/settings/api-keys', { page: 'settings', section: 'api-keys' }], ['/panel/login', { page: 'login' }],
  ]
  for (const [address, route] of cases) {
    const { pathname, search } = new URL(address, 'https://nametag.example')
    assert.deepEqual(parseRoute(pathname, '', search), route)
    assert.equal(spellRoute(route), address)
  }
  assert.deepEqual(parseRoute('/panel'), { page: 'visitors' })
  assert.deepEqual(parseRoute('/panel/contacts/'), { page: 'contacts' })
  assert.deepEqual(parseRoute('/panel/', '', '?q=&sort=newest&site=k'), { page: 'visitors' })
  assert.deepEqual(parseRoute('/panel/', '', '?sort=oldest'), { page: 'visitors' })
})

test('anything else is missing', () => {
  for (const address of ['/panel/nope', '/panel/visitors/c_1', '/panel/contacts/v_1', '/panel/conflicts/v_1', '/panel/settings/nope', '/panel/settings/install/x', '/panel/visitors/v_1/x', '/panel//x']) {
    assert.deepEqual(parseRoute(address), { page: 'missing' }, address)
  }
})

test('the token of a link is read from the fragment and never spelt', () => {
  for (const page of ['setup', 'invite'] as const) {
    assert.deepEqual(parseRoute(`/panel/${page}`, '#abc'), { page, token: 'abc' })
    assert.equal(spellRoute({ page, token: 'abc' }), `/panel/${page}`)
  }
})

test('a whole email address is looked up as one, anything else is a beginning', () => {
  assert.deepEqual(criterion(' jane@example.com '), { email: 'jane@example.com' })
  assert.deepEqual([criterion('jane@'), criterion('jane'), criterion('  ')], [{ q: 'jane@' }, { q: 'jane' }, {}])
})

test('waits grow, are jittered over their whole length, and end somewhere', () => {
  assert.deepEqual([backoff(0, 0), backoff(0, 0.5), backoff(3, 0.5), backoff(9, 1), backoff(5000, 1)], [0, 500, 4000, 30_000, 30_000])
})
