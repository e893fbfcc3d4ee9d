import { signal, type ReadonlySignal } from '@preact/signals'
import type { PanelFrame, Sighting, Watch } from '../../../internal/wire/wire.ts'
import { createChoice, type Choice } from './choice.ts'
import { recall, remember } from './memory.ts'

/** Whom the agent wants to hear of when they come or are identified. Ids, kept in this browser, for each site. */
export interface Watchlist {
  ids: ReadonlySignal<readonly string[]> // "v_…" and "c_…", the last one first
  seen: ReadonlySignal<readonly Seen[]> // what is to be told, the last one first
  sound: Choice
  desktop: Choice
  toggle(...ids: readonly string[]): void // of one person: watches the first of them, or none if any is watched
  hear(sighting: Sighting): void
  dismiss(seen: Seen): void
  subscribe(): void // the line is open
  open(site: string | undefined): void // another site
}

/** A sighting that nobody has dismissed. */
export type Seen = Sighting & { at: number }

export const mostWatched = 100
const mostSeen = 4

/** `alarm` makes it heard, and seen outside of the page, as was chosen. */
export function createWatchlist(send: (frame: PanelFrame) => void, alarm: (seen: Seen, how: { sound: boolean; desktop: boolean }) => void, now: () => number): Watchlist {
  const ids = signal<readonly string[]>([])
  const seen = signal<readonly Seen[]>([])
  const [sound, desktop] = [createChoice('nametag-panel-sound', true), createChoice('nametag-panel-desktop', false)]
  let site: string | undefined
  const tell = () => send({ watch: asked(ids.peek()) })
  function set(list: readonly string[]) {
    ids.value = list.slice(0, mostWatched)
    if (site) remember(memoryOf(site), ids.value.join(' '))
    tell()
  }
  return {
    ids, seen, sound, desktop,
    toggle(...person) {
      const others = ids.peek().filter(id => !person.includes(id))
      set(others.length < ids.peek().length ? others : [...person.slice(0, 1), ...others])
    },
    hear(sighting) {
      const { row } = sighting
      // Whoever was watched while nobody knew who it is goes on being watched as a person, and without proof as this browser too.
      if (row.contact && ids.peek().includes(row.visitor)) {
        const person = row.trust === 'verified' ? [row.contact] : [row.contact, row.visitor]
        const next = [...new Set(ids.peek().filter(id => id !== row.contact).flatMap(id => id === row.visitor ? person : [id]))]
        if (next.join() !== ids.peek().join()) set(next)
      }
      const news = { ...sighting, at: now() }
      seen.value = [news, ...seen.peek().filter(old => old.row.id !== row.id)].slice(0, mostSeen)
      alarm(news, { sound: sound.on.peek(), desktop: desktop.on.peek() })
    },
    dismiss(old) { seen.value = seen.peek().filter(other => other !== old) },
    subscribe() { if (ids.peek().length) tell() },
    open(next) {
      site = next
      ids.value = next ? (recall(memoryOf(next)) ?? '').split(' ').filter(id => /^[vc]_\w{13}$/.test(id)).slice(0, mostWatched) : []
      seen.value = []
    },
  }
}

function memoryOf(site: string): string {
  return 'nametag-panel-watched ' + site
}

function asked(ids: readonly string[]): Watch {
  return { visitors: ids.filter(id => id.startsWith('v_')), contacts: ids.filter(id => id.startsWith('c_')) }
}
