import { useEffect } from 'preact/hooks'
import type { Contact, PersonFrame, Row } from '../../../internal/wire/wire.ts'
import type { Who } from '../models/person.ts'
import type { Route } from '../models/route.ts'
import type { Visitors } from '../models/visitors.ts'
import { NobodyHere } from './nobody-here.tsx'
import { PersonPane } from './person-pane.tsx'
import { useEscape } from './escape.ts'
import type { Tools } from './tools.ts'
import { VisitorList } from './visitor-list.tsx'
import { focusRow } from './moves.ts'

export interface VisitorsPageProps {
  visitors: Visitors
  who: Who | null
  frame: PersonFrame | null
  missing: boolean
  stale: boolean // the line is down: what is shown is how it was
  recent: readonly Contact[] | null // for the empty page; null: on their way
  askRecent(): void
  tools: Tools
  go(route: Route, how: 'push' | 'replace'): void
}

export function VisitorsPage({ visitors, who, frame, missing, stale, recent, askRecent, tools, go }: VisitorsPageProps) {
  const { href } = tools
  const { total } = visitors.counts.value
  const loaded = visitors.shown.value !== null
  const empty = loaded && total === 0
  const row = who ? visitors.find('visitor' in who ? who.visitor : undefined, frame?.contact?.id, frame?.visitor?.trust) : undefined
  const to = (row: Row): Route => ({ page: 'visitors', visitor: row.visitor })
  useEscape(who !== null, () => {
    go({ page: 'visitors' }, 'push')
    if (row) requestAnimationFrame(() => focusRow(document, row.id))
  })
  useEffect(() => { if (empty) askRecent() }, [empty])
  return (
    <div class={'page page-split' + (who ? ' page-with-person' : '') + (stale ? ' page-stale' : '')}>
      <section class="list" aria-labelledby="title">
        <header class="page-head">
          <h1 id="title">Visitors</h1>
          {loaded && !empty && <Counts visitors={visitors} />}
        </header>
        {!loaded ? <Loading /> : empty ? <NobodyHere recent={recent} href={href} /> : (
          <VisitorList visitors={visitors} open={row} href={row => href(to(row))}
            onMove={row => { if (who) go(to(row), 'replace') }} />
        )}
      </section>
      {who && <PersonPane who={who} frame={frame} missing={missing} row={row} close={href({ page: 'visitors' })} tools={tools} />}
      <p class="ears" aria-live="polite">{visitors.news.value}</p>
    </div>
  )
}

function Counts({ visitors }: { visitors: Visitors }) {
  const { total, online, identified } = visitors.counts.value
  const waiting = visitors.waiting.value
  return (
    <p class="counts">
      <span class="count count-online"><b>{online.toLocaleString('en')}</b> here now</span>
      <span class="count"><b>{identified.toLocaleString('en')}</b> identified</span>
      {total > online && <span class="count count-left"><b>{(total - online).toLocaleString('en')}</b> just left</span>}
      {waiting > 0 && <span class="count-waiting" data-tip="The list stands still while the pointer is over it">{waiting} new, waiting</span>}
    </p>
  )
}

function Loading() {
  return (
    <div class="rows" role="status" aria-label="Loading visitors">
      {[0, 1, 2, 3, 4, 5].map(i => (
        <div class="row row-blank row-still" key={i}>
          <span class="avatar blank" />
          <div class="row-who"><span class="blank blank-name" /><span class="blank blank-sub" /></div>
          <div class="row-page"><span class="blank blank-sub" /></div>
        </div>
      ))}
    </div>
  )
}
