import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeOf, doubled, draftOf, fieldOf, kindOf, read, spell, weigh, type Draft } from '../words/edit.ts'
import { contact, value } from './server.ts'

const jane = contact('c_1', {
  external_id: '42', email: 'jane@example.com', traits: { name: value('Jane'), tags: value(['#vip', '#new']) }, custom_data: { plan: 'pro', seats: 3 },
})
const edited = (change: (draft: Draft) => void) => {
  const draft = structuredClone(draftOf(jane))
  change(draft)
  return changeOf(draftOf(jane), draft)
}

test('only what was touched is sent', () => {
  assert.deepEqual(edited(() => {}), {})
  assert.deepEqual(edited(d => { d.fields['name'] = ' Jane Moreau ' }), { name: 'Jane Moreau' })
  assert.deepEqual(edited(d => { d.fields['email'] = '' }), { email: null })
  assert.deepEqual(edited(d => { d.fields['tags'] = '#vip\n\n #old ' }), { tags: ['#vip', '#old'] })
  assert.deepEqual(edited(d => { d.fields['tags'] = ' ' }), { tags: null })
  assert.deepEqual({ ...edited(d => { d.custom[1]!.text = '4' }).custom_data }, { seats: 4 })
  assert.deepEqual({ ...edited(d => { d.custom[0]!.key = 'tier' }).custom_data }, { tier: 'pro', plan: null })
  assert.deepEqual({ ...edited(d => { d.custom.splice(0, 1) }).custom_data }, { plan: null })
})

test('a value that is typed is what it was, and a key is only a key', () => {
  for (const each of ['pro', 'on hold', '42', 'true', '', ' x ', '"', 'null', 42, 1.5, true, false, null, [1, 'a'], { a: { b: [null] } }]) assert.deepEqual(read(spell(each)), each)
  assert.equal(read('42'), 42)
  assert.equal(read('"42"'), '42')
  assert.deepEqual(['pro', '42', '"42"', 'false', '[1]', '{"a":1}', '', 'null'].map(kindOf), ['text', 'number', 'text', 'yes or no', 'list', 'object', 'removed', 'removed'])
  const proto = edited(d => { d.custom.push({ key: '__proto__', text: '{"x":1}' }) }).custom_data!
  assert.equal(JSON.stringify(proto), '{"__proto__":{"x":1}}')
})

test('the meter weighs as the server does', () => {
  assert.equal(weigh({ fields: {}, custom: [] }), 2)
  assert.equal(weigh(draftOf(jane)), '{"plan":"pro","seats":3}'.length)
  assert.equal(weigh({ fields: {}, custom: [{ key: 'é', text: '😀' }, { key: '', text: 'x' }, { key: 'gone', text: '' }] }), 2 + 4 + 1 + 6)
  assert.deepEqual([...doubled({ fields: {}, custom: [{ key: 'a', text: '1' }, { key: ' a ', text: '2' }] })], ['a'])
})

test('an error finds its field', () => {
  assert.deepEqual(['email', 'tags[3]', 'custom_data.plan', 'body', undefined].map(fieldOf), ['email', 'tags', 'custom_data', '', ''])
})
