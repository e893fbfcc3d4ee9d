import type { Watchlist } from '../../models/watchlist.ts'
import { Bell } from '../parts/icons.tsx'

/** Watches somebody, or no longer. */
export function WatchButton({ watchlist, ids, name }: { watchlist: Watchlist; ids: readonly string[]; name: string }) {
  const watched = ids.some(id => watchlist.ids.value.includes(id))
  const says = watched ? 'Watched: you hear when they come or are identified' : 'Hear when they come or are identified'
  return (
    <button class={'button button-small watch' + (watched ? ' watch-on' : '')} type="button" aria-pressed={watched} aria-label={`Watch ${name}`} data-tip={says}
      onClick={() => watchlist.toggle(...ids)}><Bell />{watched ? 'Watched' : 'Watch'}</button>
  )
}
