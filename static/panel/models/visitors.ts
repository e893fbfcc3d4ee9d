import { batch, computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { ApiError, Counts, PanelFrame, Row, Sort, Trend, View, ViewUpdate } from '../../../internal/wire/wire.ts'
import { nickname, rowName } from '../words/people.ts'
import { trustName } from '../words/trust.ts'
import type { Clock } from './clock.ts'
import { createHold } from './hold.ts'
import { advance, nobody, type Listing } from './listing.ts'

/** A row as it is on the screen. */
export interface Sight {
  row: Row
  named: number // when it turned from anonymous into a person before our eyes; 0 if it didn't
}

/** What the list shows: these rows, the first of them at index `first` of `total`. */
export interface Shown { first: number; order: readonly string[]; total: number }

/** Who is looked for among those who are here, and in which order. */
export interface Search { q: string; sort: Sort }

/** Who is here now (spec live §3). Holds one window of the list, never the list. */
export interface Visitors {
  shown: ReadonlySignal<Shown | null> // null: nothing has arrived yet
  search: ReadonlySignal<Search> // what is looked for
  found: ReadonlySignal<Search> // what the rows on the screen are of
  wrong: ReadonlySignal<ApiError | null> // why it can't be looked for; what was found before stays
  counts: ReadonlySignal<Counts>
  trend: ReadonlySignal<Trend | null>
  waiting: ReadonlySignal<number> // newcomers that wait for the pointer to leave
  news: ReadonlySignal<string> // the last identification, for ears
  sight(id: string): ReadonlySignal<Sight> | undefined
  find(visitor: string | undefined, contact: string | undefined, trust?: string): Row | undefined
  lookFor(search: Search): void
  look(first: number, count: number): void // these rows are on the screen
  hold(on: boolean): void // while held nothing moves; contents still change
  subscribe(): void // the line is open: ask for the window
  answer(ask: number): void // the next update, or refusal, answers that question
  update(update: ViewUpdate): void
  refuse(error: ApiError): boolean // false: it is about something else
  forget(): void // another site
}

export const everybody: Search = { q: '', sort: 'newest' }

const step = 25 // windows start and end at multiples of this, so that agents share views
const margin = 15
const atFirst = { first: 0, count: 2 * step }

/** `soon` carries out the last of what it was given before the screen is drawn next. */
export function createVisitors(send: (frame: PanelFrame) => void, clock: Clock, soon: (draw: () => void) => void): Visitors {
  const listing = signal<Listing | null>(null)
  let newest: Listing | null = null // what was told; the listing is what is drawn of it
  const sights = new Map<string, Signal<Sight>>()
  const search = signal(everybody)
  const found = signal(everybody)
  const wrong = signal<ApiError | null>(null)
  const news = signal('')
  const hold = createHold(listing)
  let wanted: View = { ...everybody, ...atFirst }
  let asked: View | null = null // that isn't answered yet: one question at a time
  let asks = 0
  let answered = 0 // the question that comes to its answer next

  function ask() {
    asked = { ask: ++asks, ...wanted }
    send({ view: asked })
  }
  function want(view: View) {
    wanted = view
    if (!asked) ask()
  }
  function goOn(answer: View) {
    asked = null
    if (!isSame(answer, wanted)) ask()
  }
  // A machine that can't keep up draws the newest alone.
  function draw() {
    const next = newest
    if (!next || next === listing.peek()) return
    batch(() => {
      for (const row of next.rows.values()) showRow(row)
      listing.value = next
    })
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
    search, found, wrong, news,
    counts: computed(() => listing.value?.counts ?? nobody),
    trend: computed(() => listing.value?.trend ?? null),
    sight: id => sights.get(id),
    find(visitor, contact, trust) {
      const rows = [...listing.value?.rows.values() ?? []]
      const same = rows.filter(row => contact && row.contact === contact)
      return rows.find(row => visitor && row.visitor === visitor) ?? rows.find(row => visitor && showsToo(row, visitor)) ?? same.find(row => row.trust === trust) ?? same[0]
    },
    lookFor(next) {
      if (search.peek().q === next.q && search.peek().sort === next.sort) return
      search.value = next
      want({ ...next, ...atFirst, count: Math.max(atFirst.count, wanted.count) })
    },
    look(first, count) {
      const [now, seen] = [listing.peek(), hold.shown.peek()]
      const isComing = wanted.q !== found.peek().q || wanted.sort !== found.peek().sort
      if (isComing || seen && covers(seen, first, count)) return
      const risen = now && seen ? now.first - seen.first : 0 // while it is held, the list goes on above it
      const next = { ...wanted, ...windowAround(first + risen, count) }
      if (!isSame(next, wanted)) want(next)
    },
    subscribe: ask,
    answer(ask) { answered = ask },
    update(update) {
      const answers = update.snapshot && asked?.ask === answered ? asked : null
      const next = advance(newest, update, answers?.ask ?? newest?.ask ?? 0)
      if (next === 'gap') {
        if (!asked) ask()
        return
      }
      newest = next
      soon(draw)
      if (!answers) return
      batch(() => {
        draw()
        found.value = { q: answers.q ?? '', sort: answers.sort }
        wrong.value = null
      })
      goOn(answers)
    },
    refuse(error) {
      if (!error.field?.startsWith('view.')) return false
      if (asked?.ask !== answered) return true
      wrong.value = error
      const meant = isSame(asked, wanted)
      if (meant) wanted = { ...wanted, ...found.peek() } // who scrolls on does so in what was found before
      asked = null
      if (!meant) ask()
      return true
    },
    forget() {
      asked = null
      newest = null
      wanted = { ...search.peek(), ...atFirst }
      batch(() => {
        listing.value = null
        wrong.value = null
      })
      sights.clear()
    },
  }
}

/** Whom a row shows besides the newest of its visitors. */
function showsToo(row: Row, visitor: string): boolean {
  return Boolean(row.own?.includes(visitor) || row.codes?.some(code => code.visitor === visitor))
}

function isSame(a: View, b: View): boolean {
  return a.q === b.q && a.sort === b.sort && a.first === b.first && a.count === b.count
}

/** Whether what is shown has all that is on the screen, and a little more. */
function covers({ first, order, total }: Shown, from: number, count: number): boolean {
  const spare = Math.floor(margin / 2)
  const [top, end] = [Math.max(0, from - spare), Math.min(total, from + count + spare)]
  return first <= top && first + order.length >= end
}

/** The window to ask for so that scrolling a little needs no question. */
export function windowAround(first: number, count: number): { first: number; count: number } {
  const from = Math.floor(Math.max(0, first - margin) / step) * step
  const to = Math.ceil((first + count + margin) / step) * step
  return { first: from, count: to - from }
}
