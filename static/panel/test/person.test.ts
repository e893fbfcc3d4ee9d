import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PanelFrame, PersonFrame } from '../../../internal/wire/wire.ts'
import { createPerson } from '../models/person.ts'
import { contact } from './server.ts'

const notFound = { code: 'not_found', message: '' }
const frame = (id: string): PersonFrame => ({ visitor: { id, trust: 'anonymous', first_seen: 0 }, sessions: [], ledger: [] })

function opened() {
  const sent: PanelFrame[] = []
  const person = createPerson(f => void sent.push(f))
  person.open({ visitor: 'v_1' })
  return { person, sent }
}

test('opening asks once, closing says so, and a new line asks again', () => {
  const { person, sent } = opened()
  person.open({ visitor: 'v_1' })
  person.subscribe()
  person.open(null)
  person.subscribe()
  assert.deepEqual(sent, [{ open: { visitor: 'v_1' } }, { open: { visitor: 'v_1' } }, { close: true }])
})

test('a person stays open, and the same, through identification', () => {
  const { person } = opened()
  person.show(frame('v_1'))
  person.show({ ...frame('v_1'), visitor: { id: 'v_1', trust: 'claimed', first_seen: 0 } })
  assert.equal(person.frame.value?.visitor?.trust, 'claimed')
})

test('a late frame of the one who was open before is left out', () => {
  const { person } = opened()
  person.open({ visitor: 'v_2' })
  person.show(frame('v_1'))
  assert.equal(person.frame.value?.visitor?.id, undefined)
  person.show(frame('v_2'))
  assert.equal(person.frame.value?.visitor?.id, 'v_2')
})

test('not found is about the person only while it is awaited', () => {
  const { person } = opened()
  assert.equal(person.refuse({ code: 'internal', message: '' }), false)
  assert.equal(person.refuse(notFound), true)
  assert.equal(person.missing.value, true)
  person.show(frame('v_1'))
  assert.equal(person.missing.value, false)
  assert.equal(person.refuse(notFound), false)
})

test('one that was merged leads to its survivor, and the page doesn’t blink when its address does too', () => {
  const person = createPerson(() => {})
  person.open({ contact: 'c_1' })
  const survivor = contact('c_2', { aliases: [{ id: 'c_1', external_id: null, email: null, merge_id: 'merge_1' }] })
  person.show({ contact: survivor, sessions: [], ledger: [] })
  assert.equal(person.frame.value?.contact, survivor)
  person.open({ contact: 'c_2' })
  assert.equal(person.frame.value?.contact, survivor)
  person.open({ contact: 'c_3' })
  assert.equal(person.frame.value, null)
})

test('the answer to a decision shows before its frame comes', () => {
  const { person } = opened()
  person.show({ ...frame('v_1'), contact: contact('c_1') })
  person.hear(contact('c_9'))
  assert.equal(person.frame.value?.contact?.email, null)
  person.hear(contact('c_1', { email: 'new@x.example' }))
  assert.equal(person.frame.value?.contact?.email, 'new@x.example')
  assert.equal(person.frame.value?.visitor?.id, 'v_1')
})

test('a visitor that was detached is asked for again', () => {
  const { person, sent } = opened()
  person.show({ ...frame('v_1'), contact: contact('c_1') })
  person.show({ contact: contact('c_1'), sessions: [], ledger: [] })
  assert.deepEqual(sent.at(-1), { open: { visitor: 'v_1' } })
  assert.equal(sent.length, 2)
})

test('somebody who is erased while open is missing from then on', () => {
  const { person } = opened()
  person.show(frame('v_1'))
  assert.equal(person.refuse({ ...notFound, field: 'contact' }), true)
  assert.deepEqual([person.frame.value, person.missing.value], [null, true])
})

test('whoever was looked at while they were erased is called erased, anybody else unknown', () => {
  const person = createPerson(() => {})
  person.open({ contact: 'c_1' })
  person.refuse({ ...notFound, field: 'contact' })
  assert.deepEqual([person.missing.value, person.erased.value], [true, false])
  person.show({ contact: contact('c_1'), sessions: [], ledger: [] })
  assert.equal(person.missing.value, false)
  person.refuse({ ...notFound, field: 'contact' })
  person.refuse({ ...notFound, field: 'contact' }) // told again, as on another socket
  assert.deepEqual([person.frame.value, person.missing.value, person.erased.value], [null, true, true])
  person.open({ contact: 'c_2' })
  assert.equal(person.erased.value, false)
  person.show({ contact: contact('c_2'), sessions: [], ledger: [] })
  person.erase(contact('c_1'))
  assert.equal(person.missing.value, false, 'somebody else was')
  person.erase(contact('c_2'))
  assert.equal(person.erased.value, true)
})
