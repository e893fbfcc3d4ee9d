import { useSignal } from '@preact/signals'
import type { Shares } from '../../../../internal/wire/wire.ts'
import { placeName, refusedWords, unproven, type OriginShare } from '../../words/proof.ts'
import { Bar } from '../parts/ring.tsx'

const shortList = 5

/** Where claims come from, and how many of each place requiring proof refuses. */
export function Places({ origins, required }: { origins: readonly OriginShare[]; required: boolean }) {
  const all = useSignal(false)
  const more = origins.length > shortList || origins.some(({ pages }) => pages.length > shortList)
  const cut = <T,>(list: readonly T[]) => all.value ? list : list.slice(0, shortList)
  return (
    <div class="part" role="group" aria-labelledby="places">
      <h3 id="places">Where</h3>
      <ul class="places">
        {cut(origins).map(({ origin, share, pages }) => (
          <li key={origin} data-origin={origin}>
            <Place name={placeName({ origin })} share={share} required={required} />
            <ul>{cut(pages).map(({ path, share: of }) => <li key={path} data-path={path}><Place name={path || 'Other pages'} share={of} required={required} /></li>)}</ul>
          </li>
        ))}
      </ul>
      {!all.value && more && <button class="link" type="button" onClick={() => { all.value = true }}>Show every page</button>}
    </div>
  )
}

function Place({ name, share, required }: { name: string; share: Shares; required: boolean }) {
  return (
    <div class="place">
      <bdi class="place-name">{name}</bdi>
      <Bar share={share} />
      <span class={'sub' + (unproven(share) ? ' place-refused' : '')}>{refusedWords(share, required)}</span>
    </div>
  )
}
