import { useMemo } from 'preact/hooks'
import type { ReadonlySignal } from '@preact/signals'
import type { Row } from '../../../../internal/wire/wire.ts'
import type { Sight } from '../../models/visitors.ts'
import { cameFrom, pageSubtitle, pageTitle } from '../../words/page.ts'
import { alsoShown, rowName, rowTitle } from '../../words/people.ts'
import { plural } from '../../words/values.ts'
import { Avatar, Badge, Country, Device, Hashtags, Shield } from '../parts/person-parts.tsx'
import { JustNow, Stopwatch, useNow } from '../parts/time.tsx'
import { StateWord } from '../parts/state.tsx'

interface Place { index: number; total: number; top: number; height: number }

export interface VisitorRowProps extends Place {
  sight: ReadonlySignal<Sight>
  href(row: Row): string
  open: boolean
  tabStop: boolean
  onFocus(): void
}

/** One person who is here, in the row's place. */
export function VisitorRow({ sight, href, open, tabStop, onFocus, ...place }: VisitorRowProps) {
  const { row, named } = sight.value
  return (
    <li class={classes(row, named, open)} {...placed(place)} data-row={row.id} data-visitor={row.visitor}
      data-contact={row.contact} data-trust={row.trust} data-state={row.state}>
      {useMemo(() => <Person {...{ row, named, href, open, tabStop, onFocus }} />, [row, named, open, tabStop])}
    </li>
  )
}

interface PersonProps { row: Row; named: number; href(row: Row): string; open: boolean; tabStop: boolean; onFocus(): void }

// Turning into Jane happens in place: only the contents change. They aren't drawn anew when only the place does.
function Person({ row, named, href, open, tabStop, onFocus }: PersonProps) {
  const name = rowName(row)
  return (
    <>
      <Avatar key={row.trust === 'anonymous' ? 'a' : 'k'} id={row.visitor} name={name} trust={row.trust} state={row.state} picture={row.avatar} />
      <div class="row-who">
        <div class="line">
          <a class="row-link" href={href(row)} tabIndex={tabStop ? 0 : -1} aria-current={open ? 'true' : undefined} onFocus={onFocus}>
            <bdi key={name} class="row-name">{rowTitle(row)}</bdi>
          </a>
          <Shield trust={row.trust} name={name} actor={row.actor} />
          {row.tag && row.trust !== 'acting' && <Badge tag={row.tag} />}
        </div>
        {row.trust !== 'acting' ? <div class="line line-sub"><About row={row} /></div> : row.codes && <div class="line line-sub"><Codes row={row} /></div>}
      </div>
      <div class="row-page" data-tip={row.page.url}>
        <div class="clip"><bdi>{pageTitle(row.page)}</bdi></div>
        <div class="clip sub"><bdi>{pageSubtitle(row.page)}</bdi></div>
      </div>
      <div class="row-from">
        <div class="clip"><bdi>{cameFrom(row)}</bdi></div>
        <div class="line sub">{row.trust !== 'anonymous' && row.returning && <span>Returning</span>}{row.country && <Country code={row.country} named />}</div>
      </div>
      <div class="row-device">
        <Device device={row.device} />
        <div class="sub clip" data-tip={row.own && 'The browser’s own visitor, who isn’t linked: the page keeps nothing in the browser'}>{reach(row)}</div>
      </div>
      <div class="row-time">
        <span><JustNow at={row.changed} /> <Stopwatch since={row.since} until={row.state === 'left' ? row.state_since : undefined} /></span>
        <Standing row={row} named={named} />
      </div>
    </>
  )
}

function classes(row: Row, named: number, open: boolean): string {
  return ['row', `row-${row.state}`, named && 'row-named', open && 'row-open'].filter(Boolean).join(' ')
}

function placed({ index, total, top, height }: Place) {
  return { style: { transform: `translateY(${top}px)`, height: `${height}px` }, 'aria-setsize': total, 'aria-posinset': index + 1 }
}

function Codes({ row }: { row: Row }) {
  return <>{row.codes?.map(({ code }) => <span key={code} class="code" data-tip="Lookup code"><span class="ears">Lookup code </span>{code}</span>)}</>
}

/** The second line: what else is known, most telling first. */
function About({ row }: { row: Row }) {
  const email = row.email !== rowName(row) && row.email
  const hearsay = row.trust === 'anonymous' && row.name
  return (
    <>
      <Codes row={row} />
      {hearsay && <span class="clip" data-tip="Said by this browser, without an id or an email">“<bdi>{hearsay}</bdi>”</span>}
      {email && <span class="clip"><bdi>{email}</bdi></span>}
      {row.company && <span class="clip"><bdi>{row.company}</bdi></span>}
      {!email && !row.company && !hearsay && row.trust === 'anonymous' && <span>{row.returning ? 'Returning visitor' : 'First visit'}</span>}
      <Hashtags tags={row.tags ?? []} most={2} />
    </>
  )
}

function reach(row: Row): string {
  return [row.visitors > 1 && plural(row.visitors, 'device'), row.tabs > 1 && plural(row.tabs, 'tab'), row.own && alsoShown(row.own)].filter(Boolean).join(', ')
}

const namedMs = 8000

/** The state, but for a moment that this is somebody now; whoever left has left. */
function Standing({ row, named }: { row: Row; named: number }) {
  const lately = useNow() - named < namedMs && row.state !== 'left'
  return lately ? <span class="state"><span class="now-mark now-mark-named">identified</span></span> : <StateWord state={row.state} since={row.state_since} />
}

/** A row that is on its way. */
export function SkeletonRow(place: Place) {
  return (
    <li class="row row-blank" {...placed(place)} aria-hidden="true">
      <span class="avatar blank" />
      <div class="row-who"><span class="blank blank-name" /><span class="blank blank-sub" /></div>
      <div class="row-page"><span class="blank blank-sub" /></div>
    </li>
  )
}
