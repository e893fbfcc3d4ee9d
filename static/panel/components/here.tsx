import type { Row } from '../../../internal/wire/wire.ts'
import { cameFrom, pageSubtitle, pageTitle } from '../words/page.ts'
import { countryName } from '../words/country.ts'
import { plural } from '../words/values.ts'
import { Device } from './person-parts.tsx'
import { StateWord } from './state.tsx'
import { Stopwatch } from './time.tsx'

/** What somebody is doing on the site at this moment. */
export function Here({ row }: { row: Row }) {
  const left = row.state === 'left'
  return (
    <section class={'card here' + (left ? ' here-left' : '')} aria-label={left ? 'Left a moment ago' : 'Here now'}>
      <div class="here-top">
        <StateWord state={row.state} since={row.state_since} />
        <Stopwatch since={row.since} until={left ? row.state_since : undefined} />
      </div>
      <div class="here-page"><bdi>{pageTitle(row.page)}</bdi></div>
      <div class="sub clip" data-tip={row.page.url}><bdi>{pageSubtitle(row.page)}</bdi></div>
      <dl class="facts">
        <div><dt>Came from</dt><dd><bdi>{cameFrom(row)}</bdi></dd></div>
        <div><dt>Device</dt><dd class="line"><Device device={row.device} /></dd></div>
        {row.country && <div><dt>Country</dt><dd>{countryName(row.country)}</dd></div>}
        {(row.tabs > 1 || row.visitors > 1) && <div><dt>Open in</dt><dd>{plural(row.tabs, 'tab')}, {plural(row.visitors, 'device')}</dd></div>}
        {row.code && <div><dt>Lookup code</dt><dd><span class="code">{row.code}</span></dd></div>}
      </dl>
    </section>
  )
}
