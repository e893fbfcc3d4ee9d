import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Conflict, Contact, Merge } from '../../../internal/wire/wire.ts'
import type { Api, Query } from '../models/api.ts'
import { createContacts, inConflict } from '../models/contacts.ts'
import { createDesk } from '../models/desk.ts'
import { createPeople } from '../models/people.ts'
import { settled, signedOut, undoRefusal, ways } from '../words/decisions.ts'
import { mergeLines } from '../words/merge.ts'
import { contact, value } from './server.ts'

const parked: Conflict = { id: 'conflict_7', key: 'email', value: 'j@x.example', trust: 'claimed', other_id: 'c_other', at: '' }
const jane = contact('c_jane', { external_id: '1', traits: { name: value('Jane'), phone: value('1') }, custom_data: { plan: 'pro' } })
const ravi = contact('c_ravi', { external_id: '2', email: 'r@x.example', traits: { name: value('Ravi'), company: value('Acme') }, custom_data: { plan: 'pro', seats: 4 } })

/** An API that gives these answers one after the other, or fails. */
function api(...answers: unknown[]) {
  const asked: { path: string; body?: unknown; query?: Query | undefined }[] = []
  const next = async () => {
    const answer = answers.shift()
    if (answer instanceof Error || (answer as { status?: number })?.status !== undefined) throw answer
    return answer as never
  }
  const fake: Api = {
    get: (path, query) => { asked.push({ path, query }); return next() },
    post: (path, body, query) => { asked.push({ path, body, query }); return next() },
    patch: (path, body, query) => { asked.push({ path, body, query }); return next() },
    delete: (path, query) => { asked.push({ path, query }); return next() },
    file: (path, query) => { asked.push({ path, query }); return next() },
  }
  return { fake, asked }
}

function desk(...answers: unknown[]) {
  const { fake, asked } = api(...answers)
  const learned: Contact[] = []
  const erased: string[] = []
  return { desk: createDesk(fake, () => 'k', c => void learned.push(c), c => void erased.push(c.id)), asked, learned, erased }
}

test('a conflict has three ways out, and only those that are open', () => {
  assert.deepEqual(ways(parked, jane, 'Ravi').map(w => [w.label, w.hint]), [
    ['Same person', 'Jane and Ravi are one: merge them'], ['Theirs', 'The email is Jane’s: Ravi loses it'], ['Not theirs', 'The email stays with Ravi'],
  ])
  assert.deepEqual(ways({ ...parked, other_id: null }, jane, '').map(w => w.label), ['Theirs', 'Not theirs'])
  assert.deepEqual(ways({ ...parked, key: 'external_id' }, jane, 'Ravi').map(w => w.label), ['Same person', 'Not theirs'], 'nobody has two ids')
})

test('what settling came to', () => {
  assert.equal(settled(parked, jane, 'take'), 'j@x.example is Jane’s now.')
  assert.equal(settled(parked, jane, 'dismiss'), 'j@x.example isn’t Jane’s: settled.')
  assert.equal(settled(parked, jane, 'merge'), 'Merged: they are one person now, Jane.')
})

test('signing out everywhere says what became of it, and when it can be undone by a hash', async () => {
  const { desk: d, asked, learned } = desk({ fenced: 2, durable: true }, ravi)
  await d.signOut(jane)
  assert.deepEqual(asked.map(a => a.path), ['/contacts/c_jane/revoke', '/contacts/c_jane'])
  assert.deepEqual(learned, [ravi])
  assert.equal(signedOut(jane, { fenced: 2, durable: true }), 'Jane is signed out: 2 browsers ended.')
  assert.match(signedOut(jane, { fenced: 0, durable: false }), /no browser was proven to be theirs\. This site takes hashes/)
})

test('settling asks for the site, tells, and teaches the answer', async () => {
  const { desk: d, asked, learned } = desk(jane)
  await d.settle(jane, parked, 'take')
  assert.deepEqual(asked, [{ path: '/contacts/c_jane/conflicts/conflict_7/resolve', body: { resolution: 'take' }, query: { site: 'k' } }])
  assert.deepEqual(learned, [jane])
  assert.deepEqual(d.told.value, { says: 'j@x.example is Jane’s now.' })
  d.forget()
  assert.equal(d.told.value, null)
})

test('a conflict that was settled by a merge can be undone, whoever survived', async () => {
  const alias = (id: string, merge_id: string) => ({ id, external_id: null, email: null, merge_id })
  for (const survivor of [
    contact('c_jane', { aliases: [alias('c_old', 'merge_1'), alias('c_other', 'merge_9')] }),
    contact('c_other', { aliases: [alias('c_jane', 'merge_9')] }),
    contact('c_jane', { aliases: [alias('c_old', 'merge_1'), alias('c_else', 'merge_9')] }), // somebody else had it by then
  ]) {
    const { desk: d } = desk(survivor)
    await d.settle({ ...jane, aliases: [alias('c_old', 'merge_1')] }, parked, 'merge')
    assert.equal(d.told.value?.merge, 'merge_9')
  }
})

test('what fails tells nothing and teaches nothing', async () => {
  const { desk: d, learned } = desk({ status: 409, code: 'merge_built_upon', message: '' })
  await assert.rejects(d.undo('merge_1'), { code: 'merge_built_upon' })
  assert.deepEqual([d.told.value, learned], [null, []])
})

test('a merge is tried without being made, then made and undone', async () => {
  const tried: Merge = { merge_id: null, contact: jane, other_id: 'c_ravi', changes: [] }
  const { desk: d, asked } = desk(tried, { ...tried, merge_id: 'merge_3' }, { merge_id: 'merge_3', contact: jane, other: ravi })
  assert.equal(await d.preview(jane, ravi), tried)
  assert.equal(d.told.value, null)
  await d.merge(jane, ravi)
  assert.deepEqual(d.told.value, { says: 'Ravi is a part of Jane now.', merge: 'merge_3' })
  await d.undo('merge_3')
  assert.deepEqual(d.told.value, { says: 'Undone: Jane and Ravi are two people again.', other: ravi })
  assert.deepEqual(asked.map(a => [a.path, a.body]), [
    ['/contacts/c_jane/merge', { other: 'c_ravi', dry_run: true }], ['/contacts/c_jane/merge', { other: 'c_ravi' }], ['/merges/merge_3/undo', {}],
  ])
})

test('a preview, field by field', () => {
  const after = contact('c_jane', { ...jane, traits: { ...jane.traits, company: value('Acme') } })
  const merge: Merge = { merge_id: null, contact: after, other_id: 'c_ravi', changes: [{ key: 'company', old: null, new: 'Acme' }] }
  assert.deepEqual(mergeLines(jane, ravi, merge), [
    { key: 'external_id', after: '1', note: '2 leads here too', kind: 'kept' },
    { key: 'email', after: '', note: 'r@x.example leads here too', kind: 'kept' },
    { key: 'name', after: 'Jane', note: 'instead of Ravi', kind: 'kept' },
    { key: 'company', after: 'Acme', note: 'from Ravi', kind: 'filled' },
    { key: 'phone', after: '1', note: '', kind: 'same' },
    { key: 'custom_data.plan', after: 'pro', note: '', kind: 'same' },
    { key: 'custom_data.seats', after: '', note: 'no room for 4', kind: 'kept' },
  ])
})

test('a merge that another builds on names the one to undo first', () => {
  const refused = { code: 'merge_built_upon', message: 'x', field: 'merge_12', help: 'y' }
  const aliases = [{ id: 'c_2', external_id: '2', email: null, merge_id: 'merge_12' }]
  assert.equal(undoRefusal(refused, aliases).help, 'Undo the merge with 2 first.')
  assert.equal(undoRefusal(refused, []).help, 'Undo that one first.')
  assert.equal(undoRefusal({ code: 'merge_undone', message: 'x' }, aliases).message, 'x')
})

test('the list of conflicts follows what is decided', async () => {
  const torn = (id: string) => contact(id, { conflicts: [parked] })
  const { fake, asked } = api({ contacts: [torn('c_3'), torn('c_1')], next: null })
  const conflicts = createContacts(fake, () => 'k', inConflict)
  const ids = () => conflicts.list.value?.map(c => c.id)
  conflicts.hear(torn('c_9'))
  assert.equal(ids(), undefined, 'not asked yet')
  await conflicts.load()
  assert.deepEqual(asked[0]?.query?.['conflicts'], 'open')
  conflicts.hear(torn('c_2'))
  assert.deepEqual(ids(), ['c_3', 'c_2', 'c_1'])
  conflicts.hear(contact('c_2'))
  conflicts.hear(contact('c_5'))
  assert.deepEqual(ids(), ['c_3', 'c_1'])
  conflicts.hear(contact('c_4', { aliases: [{ id: 'c_3', external_id: null, email: null, merge_id: null }] }))
  assert.deepEqual(ids(), ['c_1'])
  conflicts.know([torn('c_7'), contact('c_6')])
  assert.deepEqual(ids(), ['c_7'])
})

test('a list of contacts takes over changes, and lets go of who was merged', async () => {
  const contacts = createContacts(api({ contacts: [contact('c_2'), contact('c_1')], next: null }).fake, () => 'k')
  await contacts.load()
  contacts.hear(contact('c_2', { email: 'new@x.example', aliases: [{ id: 'c_1', external_id: null, email: null, merge_id: null }] }))
  contacts.hear(contact('c_9'))
  assert.deepEqual(contacts.list.value?.map(c => [c.id, c.email]), [['c_2', 'new@x.example']])
})

test('whoever is mentioned is asked for once, and again only after a failure', async () => {
  const { fake, asked } = api({ status: 0, code: 'unreachable', message: '' }, ravi)
  const people = createPeople(fake, () => 'k')
  people.ask('c_ravi')
  people.ask('c_ravi')
  await new Promise(setImmediate)
  people.ask('c_ravi')
  await new Promise(setImmediate)
  people.ask('c_ravi')
  assert.equal(asked.length, 2)
  assert.equal(people.known.value.get('c_ravi'), ravi)
  people.forget()
  assert.equal(people.known.value.size, 0)
})

test('an edit sends what was touched and tells how the person is by now; an erasure tells who is gone', async () => {
  const now = { ...jane, traits: { name: value('Jane Moreau') } }
  const { desk: d, asked, learned, erased } = desk(now, undefined)
  await d.edit(jane, { name: 'Jane Moreau' })
  assert.deepEqual(asked[0], { path: `/contacts/${jane.id}`, body: { name: 'Jane Moreau' }, query: { site: 'k' } })
  assert.deepEqual(learned, [now])
  assert.match(d.told.value!.says, /^Saved: what you said of Jane Moreau/)
  await d.erase(jane)
  assert.deepEqual(asked[1], { path: `/contacts/${jane.id}`, query: { site: 'k' } })
  assert.deepEqual(erased, [jane.id])
})
