import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PanelFrame } from '../../../internal/wire/wire.ts'
import { createWatchlist, mostWatched } from '../models/watchlist.ts'
import { row } from './server.ts'

const id = (prefix: 'v' | 'c', n: number) => `${prefix}_0c4j8x6rm${String(n).padStart(4, '0')}`

/** A watchlist of a browser that remembers. */
function watchlist() {
  const memory = new Map<string, string>()
  globalThis.localStorage = { getItem: (k: string) => memory.get(k) ?? null, setItem: (k: string, v: string) => void memory.set(k, v) } as Storage
  const sent: PanelFrame[] = []
  const alarms: string[] = []
  const make = () => createWatchlist(frame => void sent.push(frame), (seen, how) => void alarms.push(`${seen.row.id} ${how.sound} ${how.desktop}`), () => 7)
  return { list: make(), again: make, sent, alarms, memory }
}

test('whom the agent watches is asked for, remembered for the site, and forgotten again', () => {
  const { list, again, sent } = watchlist()
  list.open('k_shop')
  list.toggle(id('c', 1))
  list.toggle(id('v', 2))
  assert.deepEqual(sent.at(-1), { watch: { visitors: [id('v', 2)], contacts: [id('c', 1)] } })
  const later = again()
  later.open('k_shop')
  assert.deepEqual(later.ids.value, [id('v', 2), id('c', 1)])
  later.subscribe()
  assert.deepEqual(sent.at(-1), { watch: { visitors: [id('v', 2)], contacts: [id('c', 1)] } })
  later.toggle(id('v', 2))
  assert.deepEqual(sent.at(-1), { watch: { visitors: [], contacts: [id('c', 1)] } })
  later.open('k_other')
  assert.deepEqual(later.ids.value, [], 'another site has a list of its own')
  for (let n = 0; n < mostWatched + 5; n++) later.toggle(id('c', n))
  assert.equal(later.ids.value.length, mostWatched)
})

test('what storage holds that is no list is left out', () => {
  const { list, memory } = watchlist()
  memory.set('nametag-panel-watched k_shop', `${id('c', 1)} <script> c_1`)
  list.open('k_shop')
  assert.deepEqual(list.ids.value, [id('c', 1)])
})

test('a visitor who turns out to be somebody is watched as that person, and each sighting is told once', () => {
  const { list, sent, alarms } = watchlist()
  list.open('k_shop')
  const jane = row('2', { visitor: id('v', 2), contact: id('c', 1), trust: 'verified', name: 'Jane' })
  list.toggle(jane.visitor)
  list.desktop.set(true)
  list.hear({ event: 'came', row: jane })
  list.hear({ event: 'identified', row: jane })
  assert.deepEqual(list.ids.value, [id('c', 1)])
  assert.deepEqual(sent.at(-1), { watch: { visitors: [], contacts: [id('c', 1)] } })
  assert.deepEqual(list.seen.value.map(({ event, at }) => [event, at]), [['identified', 7]])
  assert.deepEqual(alarms, ['2 true true', '2 true true'])
  list.dismiss(list.seen.value[0]!)
  assert.deepEqual(list.seen.value, [])
})

test('a visitor who only says to be somebody goes on being watched as that browser, too', () => {
  const { list } = watchlist()
  list.open('k_shop')
  list.toggle(id('v', 2))
  list.toggle(id('c', 9))
  const claim = row('2', { visitor: id('v', 2), contact: id('c', 1), trust: 'claimed', name: 'Jane' })
  list.hear({ event: 'identified', row: claim })
  list.hear({ event: 'came', row: claim })
  assert.deepEqual(list.ids.value, [id('c', 9), id('c', 1), id('v', 2)])
  list.toggle(id('c', 1), id('v', 2))
  assert.deepEqual(list.ids.value, [id('c', 9)], 'one press ends both')
  list.toggle(id('c', 1), id('v', 2))
  assert.deepEqual(list.ids.value, [id('c', 1), id('c', 9)])
})
