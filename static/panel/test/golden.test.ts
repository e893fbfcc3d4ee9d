import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { AgentList, APIKeyList, ContactList, Evidence, LedgerPage, Merge, PanelPush, PersonFrame, SigningKeyList, SiteFrame, SiteSettings } from '../../../internal/wire/wire.ts'
import { createAgents } from '../models/agents.ts'
import { createAPIKeys } from '../models/api-keys.ts'
import type { Api } from '../models/api.ts'
import { createAsked } from '../models/asked.ts'
import { createContacts } from '../models/contacts.ts'
import { createInstall } from '../models/install.ts'
import { advance, type Listing } from '../models/listing.ts'
import { createPerson } from '../models/person.ts'
import { roleName, sitesWords, standing } from '../words/agents.ts'
import { restingWords, usesWords } from '../words/keys.ts'
import { line } from '../words/ledger.ts'
import { mergeLines } from '../words/merge.ts'
import { contactName, personName } from '../words/people.ts'
import { scopeMeaning } from '../words/scopes.ts'
import { arcs, byOrigin, causes, exampleWords, total, unproven } from '../words/proof.ts'

// The golden files are the protocol: what Go spells, the panel's models must take.
function golden<T>(file: string, type: string): T[] {
  const samples = JSON.parse(readFileSync(new URL(`../../../internal/wire/testdata/${file}.json`, import.meta.url), 'utf8'))
  assert.ok(samples[type]?.length, `${file}.json has no ${type}`)
  return samples[type]
}

const pushes = golden<PanelPush>('panel_socket', 'PanelPush')
const members = <K extends string>(key: K) => pushes.flatMap(push => key in push ? [(push as unknown as Record<K, never>)[key]] : [])
const answering = (answer: unknown): Api => ({ get: async () => answer as never, post: async () => undefined as never, patch: async () => undefined as never, delete: async () => {}, file: async () => new Blob() })

test('every push is one that the panel knows', () => {
  for (const push of pushes) assert.ok(['hello', 'site', 'answer', 'view', 'person', 'watched', 'error'].includes(Object.keys(push)[0]!), JSON.stringify(push))
})

test('view updates fold into the list without a gap', () => {
  const seen = members('view').reduce<Listing | null>((before, update) => {
    const next = advance(before, update, 0)
    assert.notEqual(next, 'gap')
    return next as Listing
  }, null)
  assert.ok(seen && seen.n > 1)
  assert.equal(seen.order.length, seen.counts.total)
  assert.ok(seen.trend)
})

test('person frames open a person', () => {
  for (const frame of members('person') as PersonFrame[]) {
    const person = createPerson(() => {})
    person.open(frame.visitor ? { visitor: frame.visitor.id } : { contact: frame.contact!.id })
    person.show(frame)
    assert.ok(personName(person.frame.value!))
  }
})

test('contacts, their ledger and the site’s settings are read', async () => {
  for (const list of golden<ContactList>('api', 'ContactList')) {
    const contacts = createContacts(answering(list), () => 'k')
    await contacts.load()
    assert.equal(contacts.more.value, list.next !== null)
    assert.deepEqual(contacts.list.value?.map(c => contactName(c) !== ''), list.contacts.map(() => true))
  }
  for (const { entries } of golden<LedgerPage>('api', 'LedgerPage')) {
    for (const entry of entries) assert.ok(line(entry, { name: 'Jane' }).says)
  }
  for (const merge of golden<Merge>('api', 'Merge')) {
    const { contacts } = golden<ContactList>('api', 'ContactList')[1]!
    assert.ok(mergeLines(contacts[0]!, contacts[1]!, merge).some(l => l.kind === 'filled' || l.kind === 'kept'))
  }
  for (const settings of golden<SiteSettings>('api', 'SiteSettings')) {
    const install = createInstall(createAsked(async () => settings))
    await install.load()
    assert.equal(install.installation.value?.script, settings.script_url)
  }
})

test('evidence and keys are read', () => {
  for (const evidence of golden<Evidence>('api', 'Evidence')) {
    const shown = byOrigin(evidence)
    assert.equal(shown.reduce((sum, { share }) => sum + total(share), 0), total(evidence))
    assert.equal(causes(evidence).reduce((sum, { count }) => sum + count, 0), unproven(evidence))
    assert.ok(arcs(evidence).every(arc => arc.length > 0))
    for (const example of evidence.examples) assert.notEqual(exampleWords(example, evidence.reasons), '')
  }
  for (const { keys } of golden<SigningKeyList>('api', 'SigningKeyList')) {
    for (const key of keys) assert.ok(usesWords(key.uses) && restingWords(key, 0))
  }
})

test('agents and API keys are read', async () => {
  for (const list of golden<AgentList>('api', 'AgentList')) {
    const agents = createAgents(answering(list))
    await agents.list.load()
    for (const agent of agents.list.value.value!) assert.ok(roleName[agent.role] && sitesWords(agent, []) && standing(agent, 0))
  }
  for (const list of golden<APIKeyList>('api', 'APIKeyList')) {
    const keys = createAPIKeys(answering(list), () => 'k')
    await keys.list.load()
    for (const key of keys.list.value.value!) assert.ok(key.scopes.every(scope => scopeMeaning(scope) !== scope))
  }
})

test('the install page turns green by the socket alone', async () => {
  const install = createInstall(createAsked(async () => golden<SiteSettings>('api', 'SiteSettings')[0]!))
  await install.load()
  assert.equal(install.installation.value?.installedAt, 0)
  for (const site of members('site') as SiteFrame[]) install.show(site)
  assert.ok(install.installation.value!.installedAt > 0)
  assert.ok(install.installation.value!.installedOrigin)
})
