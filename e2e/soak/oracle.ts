// What must have arrived, by the specification alone. What went over the wire is nobody's business here: judged are the pages'
// own account (history.ts) and what the server API says in the end (store.ts).
//
//  1. Once. A call leaves one mark, on one person of this browser's, and is never carried out again: a second time would put
//     the number of the latest call back (widget §3 "never twice"). Doubled at once and alone, a call can't be told from a
//     single one by anybody, since it says the same.
//  2. Right. A claim lands on whom it names. All else lands on the person that the page was at that moment: whom the calls
//     before it made it, in the order of its row. So nothing said after a reset or a switch is on the person before, and
//     nothing said before is on the person after (§3 "in order", identity §5 "nothing of the earlier person is writable").
//     What an anonymous visitor said comes along when it is named, and is nowhere if it never is.
//  3. Not lost. Each call that the widget heard lands, offline, killed, left and closed or not: the next page of the origin
//     sends what wasn't answered (§3). Excused are calls that only a stub has heard, since a page takes its memory with it; and
//     calls beside a fence by another tab, which may be dropped (§3 "entries of a fenced visitor are dropped").
//  4. In order. What one row of pages said was written in that order.
//  5. Kept promises. A promise that resolved has its effect in the store, under the visitor that it named; none is rejected
//     where nobody fenced.
//  6. One visitor. A visitor is nobody twice, and no row of pages goes back to one that it has left; all tabs agree in the
//     end, and on the right person; nobody got more visitors than there were fences (§3 "Tabs").
//
// Between two agreements of all tabs (a chapter) the rows run side by side, and nobody outside knows in which order their
// calls reach the server. As long as at most one row says who is here, it is told exactly who that is. Where several do, any of
// them may win, and the others' calls may be dropped; what must never happen is told from each row's own calls alone, and
// from what the page knew of itself when it made the call (forecast.ts).
import { forecast, type Forecast } from './forecast.ts'
import type { History, Made } from './history.ts'
import type { Landing, Store } from './store.ts'

/** How many calls were judged: told exactly what must become of them; and those that were excused and did land nowhere. */
export interface Verdict { exact: number; lax: number; unheard: number; dropped: number }

/** Writes every fault into the history. */
export function judge(history: History, store: Store): Verdict {
  const landed = new Map(store.landings.map(landing => [landing.n, landing]))
  const personOf = (visitor: string) => [...store.visitors].find(([, visitors]) => visitors.includes(visitor))?.[0]
  const heard = history.made.filter(({ call, taken }) => taken || landed.has(call.n))
  const expected = forecast(history, heard, personOf)

  for (const what of store.strange) history.fault(what)
  judgeOnce(history, store)
  for (const made of heard) {
    judgeLanding(history, made, expected, landed.get(made.call.n), store)
    judgePromise(history, made, expected, landed.get(made.call.n), personOf)
  }
  judgeOrder(history, heard, store, landed)
  judgeVisitors(history, heard, expected, store, landed)
  return count(history, heard, expected, landed)
}

const leavesMark = ({ call }: Made): boolean => call.verb !== 'reset' && !('bare' in call)
const show = ({ call, row }: Made): string => `call ${call.n} (${call.verb}${'person' in call ? ' ' + call.person : ''}, row ${row})`

function judgeOnce(history: History, { landings }: Store): void {
  const places = groupBy(landings, ({ n }) => n)
  for (const [n, twice] of places) {
    if (twice.length > 1) history.fault(`call ${n} landed ${twice.length} times: ${twice.map(({ person, entry }) => `${person} (entry ${entry})`).join(', ')}`)
    if (!history.of(n)) history.fault(`nobody made call ${n}, which is on ${twice[0]!.person}`)
  }
}

function judgeLanding(history: History, made: Made, { calls }: Forecast, landing: Landing | undefined, store: Store): void {
  const { on, must } = calls.get(made.call.n)!
  const people = on.map(({ person }) => person)
  const wanted = [...new Set(people.map(person => person ?? 'nobody'))].join(' or ')
  if (landing && !people.includes(landing.person)) history.fault(`${show(made)} landed on ${landing.person}, and belongs on ${wanted}`)
  if (!must || landing || people.includes(undefined)) return
  if (leavesMark(made)) history.fault(`${show(made)} is lost, and belongs on ${wanted}`)
  if (made.call.verb === 'identify' && !store.visitors.has(made.call.person)) history.fault(`${show(made)} named nobody`)
}

function judgePromise(history: History, made: Made, { calls }: Forecast, landing: Landing | undefined, personOf: (visitor: string) => string | undefined): void {
  const { call, ok, error } = made
  const fencesLater = history.made.some(later => later.row === made.row && later.call.n > call.n && ['identify', 'reset'].includes(later.call.verb))
  if (error && (error.code !== 'fenced' || calls.get(call.n)!.must && !fencesLater)) history.fault(`${show(made)} was rejected: ${JSON.stringify(error)}`)
  if (!ok?.visitor_id || call.verb === 'reset') return
  const person = personOf(ok.visitor_id)
  if (call.verb === 'identify' && person !== call.person) history.fault(`${show(made)} resolved with ${ok.visitor_id}, who is ${person ?? 'nobody'}`)
  if (leavesMark(made) && landing?.person !== person) history.fault(`${show(made)} resolved with ${ok.visitor_id}, who is ${person ?? 'nobody'}, and is on ${landing?.person ?? 'nobody'}`)
}

function judgeOrder(history: History, heard: Made[], { lastSaid }: Store, landed: Map<number, Landing>): void {
  const place = ({ call }: Made) => 2 * landed.get(call.n)!.entry + Number(call.verb === 'identify') // a claim comes behind what it brings along
  for (const row of groupBy(heard.filter(({ call }) => landed.has(call.n)), ({ row }) => row).values()) {
    row.forEach((made, i) => {
      if (i && place(row[i - 1]!) > place(made)) history.fault(`${show(made)} was written before ${show(row[i - 1]!)}`)
    })
    for (const { person, entry, n } of lastSaid) {
      const later = row.some(({ call }) => call.n > n && call.verb !== 'identify' && landed.get(call.n)!.entry === entry && landed.get(call.n)!.person === person)
      if (later && row.some(({ call }) => call.n === n)) history.fault(`call ${n} was written over what its row said later, by entry ${entry} of ${person}`)
    }
  }
}

function judgeVisitors(history: History, heard: Made[], { guests, all }: Forecast, { visitors }: Store, landed: Map<number, Landing>): void {
  const people = [...visitors].flatMap(([person, ids]) => ids.map(id => [id, person] as const))
  for (const [id, twice] of groupBy(people, ([id]) => id)) {
    if (twice.length > 1) history.fault(`visitor ${id} is ${twice.map(([, person]) => person).join(' and ')}`)
  }
  for (const row of groupBy(heard, ({ row }) => row).values()) {
    const left = new Set<string>()
    let now = ''
    for (const made of row) {
      const id = landed.get(made.call.n)?.visitor || made.ok?.visitor_id
      if (!id || id === now) continue
      if (left.has(id)) history.fault(`${show(made)} was said by ${id}, whom its row had left for ${now}`)
      left.add(now = id)
    }
  }
  guests.forEach((guest, chapter) => {
    const { visitor_id, external_id } = history.agreed[chapter]!
    const [, person] = people.find(([id]) => id === visitor_id) ?? []
    if (guest && person !== guest.person) history.fault(`chapter ${chapter} ends with ${visitor_id}, who is ${person ?? 'nobody'}, and should be ${guest.person ?? 'nobody'}`)
    if (external_id && person !== external_id) history.fault(`chapter ${chapter} ends with pages that say they are ${external_id}, as ${visitor_id}, who is ${person ?? 'nobody'}`)
  })
  if (guests.includes(undefined)) return
  for (const [person, ids] of visitors) {
    const most = all.filter(guest => guest.person === person).length
    if (ids.length > most) history.fault(`${person} has ${ids.length} visitors, and was here ${most} times`)
  }
}

function count(history: History, heard: Made[], { calls }: Forecast, landed: Map<number, Landing>): Verdict {
  const exact = heard.filter(({ call }) => calls.get(call.n)!.must).length
  const dropped = heard.filter(made => leavesMark(made) && !calls.get(made.call.n)!.must && !landed.has(made.call.n)).length
  return { exact, lax: heard.length - exact, unheard: history.made.length - heard.length, dropped }
}

function groupBy<T, K>(all: readonly T[], key: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const one of all) groups.set(key(one), [...groups.get(key(one)) ?? [], one])
  return groups
}
