import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { AgentAccount, APIKey, Scope } from '../../../internal/wire/wire.ts'
import { createAgents } from '../models/agents.ts'
import { createAPIKeys } from '../models/api-keys.ts'
import type { Api } from '../models/api.ts'
import { createSession } from '../models/session.ts'
import { linkWords, lossWords, sitesWords, standing } from '../words/agents.ts'
import { riskOf, scopeMeaning, scopes, toggledScope } from '../words/scopes.ts'

const kim: AgentAccount = { id: 'a_2', email: 'kim@example.com', role: 'agent', sites: ['k'], created_at: '', active: false, link_until: null }
const ada: AgentAccount = { ...kim, id: 'a_1', email: 'ada@example.com', role: 'admin', sites: [], active: true }
const link = { link: 'https://x/panel/invite#t', expires_at: '2026-11-27T12:00:00.000Z' }
const key: APIKey = { id: 'ak_1', name: 'crm', scopes: ['all'], created_at: '', revoked_at: null, last_used_at: null }

/** An API that gives these answers in turn; an Error is thrown. */
function answering(...answers: unknown[]) {
  const asked: unknown[][] = []
  const answer = async (...what: unknown[]) => {
    asked.push(what)
    const next = answers.shift()
    if (next instanceof Error) throw next
    return next as never
  }
  const api: Api = {
    get: (path, query) => answer('GET', path, query), post: (path, body, query) => answer('POST', path, body, query),
    patch: (path, body) => answer('PATCH', path, body), file: async () => new Blob(), delete: path => answer('DELETE', path),
  }
  return { api, asked }
}

test('agents are listed by email, and show what was done to them at once', async () => {
  const { api } = answering({ agents: [kim], next: null }, { ...ada, invitation: link }, { ...kim, role: 'admin', sites: [] }, link, undefined)
  const agents = createAgents(api)
  await agents.list.load()
  assert.deepEqual((await agents.add({ email: 'ada@example.com', role: 'admin' })).invitation, link)
  assert.deepEqual(agents.list.value.value, [ada, kim], 'without the link')
  await agents.change(kim.id, { role: 'admin' })
  assert.equal(agents.list.value.value?.[1]?.role, 'admin')
  assert.deepEqual(await agents.invite(kim.id), link)
  assert.equal(agents.list.value.value?.[1]?.link_until, link.expires_at)
  await agents.remove(kim.id)
  assert.deepEqual(agents.list.value.value, [ada])
})

test('where something fails, the list is looked at again: another admin may have been first', async () => {
  const { api, asked } = answering(new Error('gone'), { agents: [ada], next: null })
  const agents = createAgents(api)
  await assert.rejects(agents.remove(kim.id))
  assert.deepEqual(asked.map(([method]) => method), ['DELETE', 'GET'])
})

test('API keys are the newest first, keep no text, and belong to one site', async () => {
  let site = 'k'
  const { api } = answering({ apikeys: [key, { ...key, id: 'ak_2' }], next: null }, { ...key, id: 'ak_3', key: 'nt_ak_x' }, { ...key, revoked_at: 'now' }, { ...key, id: 'ak_4' })
  const keys = createAPIKeys(api, () => site)
  await keys.list.load()
  assert.equal((await keys.make({ name: 'crm', scopes: ['all'] })).key, 'nt_ak_x')
  assert.deepEqual(keys.list.value.value?.map(({ id }) => id), ['ak_3', 'ak_2', 'ak_1'])
  assert.ok(!JSON.stringify(keys.list.value.value).includes('nt_ak_'))
  await keys.revoke('ak_1')
  assert.equal(keys.list.value.value?.[2]?.revoked_at, 'now')
  const made = keys.make({ name: 'other', scopes: ['all'] })
  site = 'another'
  await made
  assert.equal(keys.list.value.value?.length, 3)
})

test('whoever is logged out by the server is told so, who logs out isn’t', async () => {
  const { api } = answering({ agent: {}, sites: [] }, undefined)
  const session = createSession(() => api, () => null)
  session.ended()
  assert.equal(session.cut.value, false, 'nobody was logged in')
  await session.ask()
  session.ended()
  session.ended() // each request that was under way says so
  assert.deepEqual([session.cut.value, session.status.value], [true, 'out'])
  const left = createSession(() => answering(undefined).api, () => null)
  await left.logout()
  assert.equal(left.cut.value, false)
})

test('who accepts a link is nobody until the server says who, whoever was logged in before', async () => {
  const who = (email: string) => ({ agent: { email }, sites: [{ key: 'k', name: 'Shop', aliases: [] }] })
  const { api, asked } = answering(who('ada@example.com'), undefined, who('kim@example.com'))
  const session = createSession(() => api, () => null)
  await session.ask()
  const seen: unknown[] = []
  session.site.subscribe(site => seen.push(site?.key))
  await session.accept('t', 'a good password')
  assert.deepEqual(asked[1], ['POST', '/invitation/accept', { token: 't', password: 'a good password' }, undefined])
  assert.deepEqual(seen, ['k', undefined, 'k'], 'the site is left, and its line with it')
  assert.deepEqual([session.me.value?.agent.email, session.status.value, session.cut.value], ['kim@example.com', 'in', false])
})

test('an agent’s standing, sites and link in words', () => {
  const now = Date.parse('2026-11-20T12:00:00.000Z')
  assert.deepEqual([standing(ada, now), standing(kim, now), standing({ ...kim, link_until: link.expires_at }, now)], ['active', 'stuck', 'invited'])
  assert.equal(standing({ ...kim, link_until: link.expires_at }, Date.parse(link.expires_at)), 'stuck')
  const sites = [{ key: 'k', name: 'Shop', aliases: [] }]
  assert.deepEqual([sitesWords(ada, sites), sitesWords(kim, sites), sitesWords({ ...kim, sites: ['k', 'x'] }, sites), sitesWords({ ...kim, sites: [] }, sites)], ['All sites', 'Shop', 'Shop, x', 'No site'])
  assert.deepEqual([7, 1, 0.4].map(days => linkWords(now + days * 864e5, now)), ['for 7 more days', 'for 1 more day', 'for less than a day'])
})

test('a change says what it takes', () => {
  assert.equal(lossWords(kim, 'admin', [], false), '')
  assert.equal(lossWords(kim, 'agent', ['k', 'more'], false), '')
  assert.match(lossWords(kim, 'agent', ['other'], false), /lose a site/)
  assert.match(lossWords({ ...kim, sites: ['a', 'b', 'c'] }, 'agent', ['c'], false), /lose 2 sites/)
  assert.match(lossWords(ada, 'agent', ['k'], false), /They lose settings, keys and agents/)
  assert.match(lossWords(ada, 'agent', ['k'], true), /only another admin/)
})

test('scopes: all stands alone, each is explained, and what is dear is warned of', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom(...scopes)), taps => {
    const chosen = taps.reduce<readonly Scope[]>(toggledScope, [])
    assert.ok(!chosen.includes('all') || chosen.length === 1)
    assert.equal(new Set(chosen).size, chosen.length)
  }))
  for (const scope of scopes) assert.notEqual(scopeMeaning(scope), scope)
  assert.equal(riskOf(['contacts:read', 'visitors:read', 'sessions:revoke']), '')
  assert.equal(riskOf(['site:write', 'tokens:create', 'conversations.visitor_identification.tokens.create']), 'change who is believed, and prove to be any of your users')
})
