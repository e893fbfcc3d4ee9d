// Whom each call must land on, by the pages' own account alone.
import type { History, Made } from './history.ts'

/** Who the browser was from one fence to the next: nobody at first, perhaps named later. */
export interface Guest { person?: string }

export interface Expected {
  on: Guest[] // one of them
  must: boolean // else a fence by another tab may have dropped it
}

export interface Forecast {
  calls: Map<number, Expected>
  guests: (Guest | undefined)[] // who is here at the end of each chapter; undefined where several rows had a say
  all: Guest[] // in their order
}

/** Forecasts what becomes of the calls that were heard. personOf is whom the server came to know a visitor as. */
export function forecast(history: History, heard: Made[], personOf: (visitor: string) => string | undefined): Forecast {
  const made: Forecast = { calls: new Map(), guests: [], all: [{}] }
  for (const [chapter, { visitor_id, external_id }] of history.agreed.entries()) {
    const calls = heard.filter(call => call.chapter === chapter)
    const tellers = new Set(calls.filter(isTurn).map(({ row }) => row))
    if (tellers.size <= 1 || areOfOneMind(calls, made.all.at(-1)!)) {
      tellOne(made, calls, tellers)
      made.guests.push(made.all.at(-1))
    } else {
      const before = history.agreed[chapter - 1]?.visitor_id
      tellMany(made, calls, before ? personOf(before) : undefined, external_id ? { person: external_id } : { person: personOf(visitor_id ?? '') })
      made.guests.push(undefined)
    }
  }
  return made
}

const isTurn = ({ call }: Made): boolean => call.verb === 'identify' || call.verb === 'reset'
const named = ({ call }: Made): string | undefined => call.verb === 'identify' ? call.person : undefined

/** All rows name one and the same person, and nobody else is here. */
const areOfOneMind = (calls: Made[], { person }: Guest): boolean => {
  const [one, ...others] = new Set(calls.filter(isTurn).map(named))
  return !!one && others.length === 0 && (!person || person === one)
}

/** One row says who is here, or several say the same. */
function tellOne({ calls: expected, all }: Forecast, calls: Made[], tellers: Set<number>): void {
  const before = all.length - 1
  for (const made of calls) {
    const person = named(made)
    const guest = all.at(-1)!
    if (made.call.verb === 'reset') all.push({})
    else if (person && (guest.person ?? person) !== person) all.push({ person })
    else if (person) guest.person = person
    if (tellers.has(made.row)) expected.set(made.call.n, { on: [all.at(-1)!], must: true })
  }
  const passed = all.slice(before)
  for (const made of calls) {
    if (!tellers.has(made.row)) expected.set(made.call.n, { on: narrow(made, passed), must: passed.length === 1 })
  }
}

/** What the page knew of itself says more than what could have been so. */
const narrow = ({ knew }: Made, on: Guest[]): Guest[] => knew?.external_id ? [{ person: knew.external_id }] : on

/** Several rows say who is here, and any of them may come first. */
function tellMany({ calls: expected, all }: Forecast, calls: Made[], startsAs: string | undefined, end: Guest): void {
  const start = all.at(-1)!
  start.person ??= startsAs
  for (const made of calls) {
    const { call, row } = made
    if (call.verb === 'identify') {
      expected.set(call.n, { on: [{ person: call.person }], must: false })
      continue
    }
    const own = calls.filter(other => other.row === row && isTurn(other))
    const others = calls.filter(other => other.row !== row && isTurn(other))
    const before = own.filter(({ call: { n } }) => n < call.n).at(-1)
    const after = own.find(({ call: { n } }) => n > call.n)
    const now = before ? { person: named(before) } : start
    const mayBeNobody = !now.person || now === start && !startsAs || others.some(({ call: { verb } }) => verb === 'reset')
    const on = [now, end, ...others.map(other => ({ person: named(other) })), ...mayBeNobody && after ? [{ person: named(after) }] : []]
    expected.set(call.n, { on: before ? on : narrow(made, on), must: false })
  }
  all.push(end)
}
