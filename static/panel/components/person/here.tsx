import type { Row } from '../../../../internal/wire/wire.ts'
import { cameFrom, pageSubtitle, pageTitle } from '../../words/page.ts'
import { plural } from '../../words/values.ts'
import { nickname, rowName } from '../../words/people.ts'
import { Country, Device } from '../parts/person-parts.tsx'
import { StateWord } from '../parts/state.tsx'
import { Stopwatch } from '../parts/time.tsx'
import type { Tools } from './tools.ts'

/** What somebody is doing on the site at this moment. */
export function Here({ row, tools }: { row: Row; tools: Tools }) {
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
        {row.country && <div><dt>Country</dt><dd><Country code={row.country} named /></dd></div>}
        {(row.tabs > 1 || row.visitors > 1) && <div><dt>Open in</dt><dd>{plural(row.tabs, 'tab')}, {plural(row.visitors, 'device')}</dd></div>}
        {row.own && <div><dt>Browser’s own visitor</dt><dd class="line line-wrap">{row.own.map(id => <a key={id} href={tools.href({ page: 'visitors', visitor: id })}>{nickname(id)}</a>)}</dd></div>}
        {row.codes && <div><dt>Lookup code</dt><dd class="line line-wrap">{row.codes.map(({ code }) => <span key={code} class="code">{code}</span>)}</dd></div>}
      </dl>
    </section>
  )
}

/** For whom a browser keeps: which row it is in, while a page of that browser keeps nothing. */
export function HereAs({ row, tools }: { row: Row; tools: Tools }) {
  return (
    <section class="card here" aria-label="Here now">
      <p>Here as <a href={tools.href({ page: 'visitors', visitor: row.visitor })}><bdi>{rowName(row)}</bdi></a>, on a page that keeps nothing in this browser.</p>
      <p class="sub">The two aren’t linked: the list shows them as one while that page is open.</p>
    </section>
  )
}
