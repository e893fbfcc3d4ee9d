import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import type { Contact, PersonFrame, Row, Sort } from '../../../../internal/wire/wire.ts'
import type { Who } from '../../models/person.ts'
import type { Route } from '../../models/route.ts'
import type { Search, Visitors } from '../../models/visitors.ts'
import { useEscape } from '../parts/escape.ts'
import { Bell } from '../parts/icons.tsx'
import { SearchBox } from '../parts/search-box.tsx'
import { PersonPane } from '../person/person-pane.tsx'
import type { Tools } from '../person/tools.ts'
import { WatchDialog } from '../watch/watch-dialog.tsx'
import { Glance } from './glance.tsx'
import { NobodyFound, NobodyHere } from './nobody-here.tsx'
import { VisitorList } from './visitor-list.tsx'

export interface VisitorsPageProps {
  visitors: Visitors
  who: Who | null
  frame: PersonFrame | null
  missing: boolean
  stale: boolean // the line is down: what is shown is how it was
  recent: readonly Contact[] | null // for the empty page; null: on their way
  askRecent(): void
  searchContacts(q: string): void
  tools: Tools
  go(route: Route, how: 'push' | 'replace'): void
}

export function VisitorsPage({ visitors, who, frame, missing, stale, recent, askRecent, searchContacts, tools, go }: VisitorsPageProps) {
  const { href } = tools
  const search = visitors.search.value
  const found = visitors.found.value
  const shown = visitors.shown.value
  const { online, bots } = visitors.counts.value
  const nobody = shown !== null && shown.total === 0
  const empty = nobody && found.q === ''
  const row = who ? visitors.find('visitor' in who ? who.visitor : undefined, frame?.contact?.id, frame?.visitor?.trust) : undefined
  const here = (change: Partial<Search & { visitor: string }> = {}): Route => ({ page: 'visitors', ...search, ...change })
  const to = (row: Row) => here({ visitor: whom(row, found.q) })
  const lookFor = (change: Partial<Search>) => go({ ...here(change), ...(who && 'visitor' in who && who) }, 'replace')
  useEscape(who !== null, () => go(here(), 'push'))
  useEffect(() => { if (empty) askRecent() }, [empty])
  const openFirst = () => {
    const first = shown?.first === 0 && shown.order[0] ? visitors.sight(shown.order[0])?.peek().row : undefined
    if (first) go(to(first), 'push')
  }
  return (
    <div class={'page page-split' + (who ? ' page-with-person' : '') + (stale ? ' page-stale' : '')}>
      <section class="list" aria-labelledby="title">
        <header class="page-head">
          <h1 id="title">Visitors</h1>
          <Typed q={search.q} wrong={visitors.wrong.value?.message} lookFor={q => lookFor({ q })} onEnter={openFirst} />
          <SortChoice sort={search.sort} choose={sort => lookFor({ sort })} />
          <WatchList tools={tools} />
        </header>
        {shown && (online + bots > 0 || !empty) && (
          <Glance counts={visitors.counts.value} trend={visitors.trend.value} q={search.q} lookFor={q => lookFor({ q })} />
        )}
        <Found visitors={visitors} />
        {!shown ? <Loading /> : empty ? <NobodyHere recent={recent} href={href} /> : nobody ? (
          <NobodyFound q={found.q} all={() => lookFor({ q: '' })} searchContacts={() => searchContacts(found.q)} />
        ) : (
          <VisitorList key={found.q + '\n' + found.sort} visitors={visitors} open={row} href={row => href(to(row))}
            onMove={row => { if (who) go(to(row), 'replace') }} />
        )}
      </section>
      {who && <PersonPane who={who} frame={frame} missing={missing} row={row} close={href(here())} tools={tools} />}
      <p class="ears" aria-live="polite">{visitors.news.value}</p>
    </div>
  )
}

/** A lookup code opens the very visitor that shows it (spec live §1). */
function whom(row: Row, q: string): string {
  return row.codes?.find(({ code }) => q.split(/\s+/).includes(code))?.visitor ?? row.visitor
}

const pauseMs = 60

/** What is typed shows at once, and is looked for when the typing pauses. */
function Typed({ q, wrong, lookFor, onEnter }: { q: string; wrong: string | undefined; lookFor(q: string): void; onEnter(): void }) {
  const text = useSignal(q)
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined)
  const said = useRef(q)
  useLayoutEffect(() => {
    if (said.current.trim() === q.trim()) return // its own words: somebody may have typed on since
    clearTimeout(pause.current)
    text.value = said.current = q
  }, [q])
  useEffect(() => () => clearTimeout(pause.current), [])
  return (
    <SearchBox label="Search visitors" placeholder="Name, email, id, #tag, 4-digit code…" value={text.value} wrong={wrong} onEnter={onEnter}
      search={typed => {
        text.value = typed
        clearTimeout(pause.current)
        pause.current = setTimeout(() => {
          said.current = typed
          lookFor(typed)
        }, pauseMs)
      }} />
  )
}

const sorts: readonly (readonly [Sort, string])[] = [['newest', 'Newest first'], ['longest', 'Longest first'], ['name', 'By name']]

function SortChoice({ sort, choose }: { sort: Sort; choose(sort: Sort): void }) {
  return (
    <label class="sort">
      <span class="ears">Sort</span>
      <select value={sort} onChange={event => choose(event.currentTarget.value as Sort)}>
        {sorts.map(([sort, name]) => <option key={sort} value={sort}>{name}</option>)}
      </select>
    </label>
  )
}

function WatchList({ tools }: { tools: Tools }) {
  const shown = useSignal(false)
  return (
    <>
      <button class="button button-quiet button-square" type="button" aria-label="Watched people" data-tip="Watched people" onClick={() => { shown.value = true }}><Bell /></button>
      {shown.value && <WatchDialog watchlist={tools.watchlist} people={tools.people} close={() => { shown.value = false }} />}
    </>
  )
}

/** How many are found, and who waits for the pointer to leave. It floats: the list must not shift. */
function Found({ visitors }: { visitors: Visitors }) {
  const found = visitors.found.value
  const total = visitors.shown.value?.total ?? 0
  const waiting = visitors.waiting.value
  return (
    <>
      <p class="ears" role="status">{found.q && `${total.toLocaleString('en')} found`}</p>
      {waiting > 0 && <p class="waiting" data-tip="The list stands still while the pointer is over it"><span>{waiting} new, waiting</span></p>}
    </>
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
