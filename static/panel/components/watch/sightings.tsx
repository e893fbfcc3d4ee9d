import { useEffect } from 'preact/hooks'
import type { Route } from '../../models/route.ts'
import type { Seen, Watchlist } from '../../models/watchlist.ts'
import { rowName } from '../../words/people.ts'
import { sightingWords } from '../../words/watch.ts'
import { Close } from '../parts/icons.tsx'
import { Avatar } from '../parts/person-parts.tsx'
import { useNow } from '../parts/time.tsx'

const showMs = 15_000

/** Watched people who came or were identified: each for a while, or until it is dismissed. */
export function Sightings({ watchlist, href }: { watchlist: Watchlist; href(route: Route): string }) {
  const seen = watchlist.seen.value
  return (
    <ul class="sightings" aria-live="polite" aria-label="Watched people">
      {seen.map(one => <Sighting key={one.row.id} seen={one} href={href} dismiss={() => watchlist.dismiss(one)} />)}
    </ul>
  )
}

function Sighting({ seen, href, dismiss }: { seen: Seen; href(route: Route): string; dismiss(): void }) {
  const { row, at } = seen
  const old = useNow() - at > showMs
  useEffect(() => { if (old) dismiss() }, [old])
  return (
    <li class="sighting">
      <Avatar id={row.visitor} name={rowName(row)} trust={row.trust} state={row.state} picture={row.avatar} />
      <a href={href({ page: 'visitors', visitor: row.visitor })}><b><bdi>{rowName(row)}</bdi></b> <span>{sightingWords(seen)}</span></a>
      <button class="button button-quiet button-square" type="button" onClick={dismiss} aria-label="Dismiss"><Close /></button>
    </li>
  )
}
