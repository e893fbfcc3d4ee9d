import { useSignal } from '@preact/signals'
import type { Session } from '../../../internal/wire/wire.ts'
import { host, pageTitle, path } from '../words/page.ts'
import { nickname } from '../words/people.ts'
import { parse, spoken } from '../words/time.ts'
import { plural } from '../words/values.ts'
import { Country, Device, ValueShield } from './person-parts.tsx'
import { Ago, useNow } from './time.tsx'

const shortList = 4

/** Visits, newest first. `here` is the visitor that is on the site now. */
export function Sessions({ sessions, here }: { sessions: readonly Session[]; here: string | undefined }) {
  const all = useSignal(false)
  const sorted = [...sessions].sort((a, b) => parse(b.started_at) - parse(a.started_at))
  const current = sorted.find(session => session.visitor_id === here)
  const visible = all.value ? sorted : sorted.slice(0, shortList)
  return (
    <section class="card">
      <div class="card-head"><h3>Visits</h3><span class="sub">{plural(sessions.length, 'visit')}</span></div>
      {!sorted.length && <p class="sub">The first visit shows up here after a moment on a page.</p>}
      <ol class="visits">{visible.map(session => <Visit key={session.id} session={session} now={session === current} />)}</ol>
      {visible.length < sorted.length && (
        <button class="button button-quiet" type="button" onClick={() => { all.value = true }}>Show all {sorted.length} visits</button>
      )}
    </section>
  )
}

function Visit({ session, now }: { session: Session; now: boolean }) {
  return (
    <li class={'visit' + (now ? ' visit-now' : '')} data-session={session.id}>
      <div class="visit-head">
        <span class="visit-when">{now ? 'This visit' : <Ago at={parse(session.started_at)} />}</span>
        <span class="sub"><Lasted session={session} now={now} /> · {plural(session.page_count, 'page')}{host(session.referrer) && <> · from {host(session.referrer)}</>}</span>
        {session.unproven && <span class="line sub" data-tip="Came over a link that nobody has proved"><ValueShield trust="claimed" />Unproven</span>}
      </div>
      <div class="sub line"><Device device={session.device} />{session.country && <Country code={session.country} />}<span>{nickname(session.visitor_id)}</span></div>
      <Pages session={session} />
    </li>
  )
}

function Lasted({ session, now }: { session: Session; now: boolean }) {
  const clock = useNow()
  return <>{spoken((now ? clock : parse(session.seen_at)) - parse(session.started_at))}</>
}

const firstPages = 3

function Pages({ session: { pages, page_count } }: { session: Session }) {
  const all = useSignal(false)
  const newest = [...pages].sort((a, b) => parse(b.at) - parse(a.at))
  const visible = all.value ? newest : newest.slice(0, firstPages)
  const hidden = newest.length - visible.length
  const forgotten = page_count - newest.length
  return (
    <>
      <ol class="pages">
        {visible.map((page, i) => (
          <li key={page.at + i}>
            <span class="clip" data-tip={page.url}><bdi>{pageTitle(page)}</bdi> {page.title && <bdi class="sub">{path(page.url)}</bdi>}</span>
            <span class="sub"><Ago at={parse(page.at)} /></span>
          </li>
        ))}
      </ol>
      {hidden > 0 && <button class="link" type="button" onClick={() => { all.value = true }}>{plural(hidden, 'more page')}</button>}
      {all.value && forgotten > 0 && <p class="sub">{plural(forgotten, 'older page')} no longer kept.</p>}
    </>
  )
}
