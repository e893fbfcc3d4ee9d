// What came of a browser's calls, as the server API tells it.
import type { Backend } from '../backend.ts'
import type { Change, LedgerEntry } from '../../internal/wire/wire.ts'

/** A numbered call that reached a person. */
export interface Landing {
  n: number
  person: string
  visitor: string // who said it
  entry: number // of the ledger; one entry has several where a visitor was named who had said more before
}

export interface Store {
  landings: Landing[]
  lastSaid: { person: string; entry: number; n: number }[] // what each entry says was the latest that wasn't a claim
  visitors: Map<string, string[]> // of each person who is known
  strange: string[] // what no history can explain
}

/** Reads what is known of these people, who are all a browser's. */
export async function read(backend: Backend, browser: number, people: string[]): Promise<Store> {
  const store: Store = { landings: [], lastSaid: [], visitors: new Map(), strange: [] }
  for (const person of people) {
    const contact = await backend.contact(person)
    if (!contact) continue
    store.visitors.set(person, contact.visitors.map(({ id }) => id))
    for (const entry of (await backend.ledger(person)).reverse()) {
      readEntry(store, browser, person, entry, n => contact.custom_data_values['u' + n]?.source ?? '')
    }
  }
  return store
}

function readEntry(store: Store, browser: number, person: string, { seq: entry, changes = [] }: LedgerEntry, sayer: (n: number) => string): void {
  const marks = new Map(changes.flatMap(change => {
    const [, n] = /^custom_data\.u(\d+)$/.exec(change.key) ?? []
    return n ? [[Number(n), change] as const] : []
  }))
  for (const [n, { old, new: now }] of marks) {
    if (old !== null) store.strange.push(`entry ${entry} of ${person} changes the mark of call ${n} from ${old} to ${now}`)
    if (now !== browser) store.strange.push(`call ${n} of browser ${now} is on ${person}`)
    store.landings.push({ n, person, visitor: sayer(n), entry })
  }
  const told = (key: string) => changes.find((change: Change) => change.key === 'custom_data.' + key)?.new as number | undefined
  for (const n of new Set([told('last'), told('said')])) {
    if (n !== undefined && !marks.has(n)) store.strange.push(`call ${n} was carried out on ${person} a second time, by entry ${entry}`)
  }
  const n = told('said')
  if (n !== undefined) store.lastSaid.push({ person, entry, n })
}
