import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brand } from '../components/parts/brands.tsx'
import type { Api } from '../models/api.ts'
import { createSession } from '../models/session.ts'

const sites = [{ key: 'k_1', name: 'One', aliases: ['old-1'] }, { key: 'k_2', name: 'Two', aliases: [] }]
const api = { get: () => Promise.resolve({ agent: { email: 'a@x.example', role: 'agent' }, sites }) } as unknown as Api

async function siteFor(asked: string | null) {
  const session = createSession(() => api, () => asked)
  await session.ask()
  return session
}

test('an address shows the site that it asks for, and no other in its place', async () => {
  const cases: [string | null, string | undefined][] = [['k_2', 'k_2'], ['old-1', 'k_1'], ['k_3', undefined], ['', 'k_1'], [null, 'k_1']]
  for (const [asked, want] of cases) assert.equal((await siteFor(asked)).site.value?.key, want, String(asked))
  const elsewhere = await siteFor('k_3')
  elsewhere.choose('k_2')
  assert.equal(elsewhere.site.value?.key, 'k_2')
})

test('a browser has its mark in any version, and what nobody knows has none', () => {
  assert.ok(brand('Chrome 141'))
  assert.equal(brand('Chrome 141'), brand('Chromium 9.1'))
  for (const told of ['constructor', 'toString 1', '', 'Chrome']) assert.equal(Boolean(brand(told)), told === 'Chrome', told)
})
