import { batch, computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { Counts, PanelFrame, Row, ViewUpdate } from '../../../internal/wire/wire.ts'
import { nickname, rowName } from '../words/people.ts'
import { trustName } from '../words/trust.ts'
import type { Clock } from './clock.ts'
import { advance, type Listing } from './listing.ts'
import { createHold } from './hold.ts'

/** A row as it is on the screen. */
export interface Sight {
  row: Row
  named: number // when it turned from anonymous into a person before our eyes; 0 if it didn't
}

/** What the list shows: these rows, the first of them at index `first` of `total`. */
export interface Shown { first: number; order: readonly string[]; total: number }

/** Who is here now (spec live §3). Holds one window of the list, never the list. */
export interface Visitors {
  shown: ReadonlySignal<Shown | null> // null: nothing has arrived yet
  counts: ReadonlySignal<Counts>
  waiting: ReadonlySignal<number> // newcomers that wait for the pointer to leave
  news: ReadonlySignal<string> // the last identification, for ears
  sight(id: string): ReadonlySignal<Sight> | undefined
  find(visitor: string | undefined, contact: string | undefined, trust?: string): Row | undefined
  look(first: number, count: number): void // these rows are on the screen
  hold(on: boolean): void // while held nothing moves; contents still change
  subscribe(): void // the line is open: ask for the window
  update(update: ViewUpdate): void
  forget(): void // another site
}

const step = 25 // windows start and end at multiples of this, so that agents share views
const margin = 15

export function createVisitors(send: (frame: PanelFrame) => void, clock: Clock): Visitors {
  const listing = signal<Listing | null>(null)
  const sights = new Map<string, Signal<Sight>>()
  const news = signal('')
  const hold = createHold(listing)
  let wanted = { first: 0, count: 2 * step }
  let asked: { first: number; count: number } | null = null // a subscription whose snapshot hasn't come

  function ask() {
    asked = wanted
    send({ view: { sort: 'newest', ...wanted } })
  }
  function showRows(next: Listing) {
    for (const row of next.rows.values()) showRow(row)
    listing.value = next
    for (const id of sights.keys()) if (!next.rows.has(id) && !hold.keeps(id)) sights.delete(id)
  }
  function showRow(row: Row) {
    const sight = sights.get(row.id)
    if (!sight) sights.set(row.id, signal({ row, named: 0 }))
    else if (sight.peek().row !== row) sight.value = { row, named: turned(sight.peek(), row) }
  }
  function turned(before: Sight, row: Row): number {
    if (before.row.trust !== 'anonymous' || row.trust === 'anonymous') return before.named
    news.value = `${nickname(before.row.visitor)} is now ${rowName(row)}, ${trustName(row.trust).toLowerCase()}.`
    return clock.read()
  }
  return {
    shown: hold.shown,
    waiting: hold.waiting,
    hold: hold.set,
    news,
    counts: computed(() => listing.value?.counts ?? { total: 0, online: 0, identified: 0 }),
    sight: id => sights.get(id),
    find(visitor, contact, trust) {
      const rows = [...listing.value?.rows.values() ?? []]
      const same = rows.filter(row => contact && row.contact === contact)
      return rows.find(row => visitor && row.visitor === visitor) ?? rows.find(row => visitor && row.own?.includes(visitor)) ?? same.find(row => row.trust === trust) ?? same[0]
    },
    look(first, count) {
      const next = windowAround(first, count)
      if (next.first === wanted.first && next.count === wanted.count) return
      wanted = next
      if (!asked) ask() // one question at a time: a snapshot doesn't say which one it answers
    },
    subscribe: ask,
    update(update) {
      const answers = update.snapshot && asked && update.n === 1 ? asked : null
      const before = listing.peek()
      const next = advance(before, update, (answers ?? before ?? wanted).first)
      if (answers) asked = null
      if (next === 'gap') {
        if (!asked) ask()
        return
      }
      batch(() => showRows(next))
      if (answers && (answers.first !== wanted.first || answers.count !== wanted.count)) ask()
    },
    forget() {
      asked = null
      wanted = { first: 0, count: 2 * step }
      listing.value = null
      sights.clear()
    },
  }
}

/** The window to ask for so that scrolling a little needs no question. */
export function windowAround(first: number, count: number): { first: number; count: number } {
  const from = Math.floor(Math.max(0, first - margin) / step) * step
  const to = Math.ceil((first + count + margin) / step) * step
  return { first: from, count: to - from }
}
