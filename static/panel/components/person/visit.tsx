import { useId } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import type { Session } from '../../../../internal/wire/wire.ts'
import { host, pageTitle, path } from '../../words/page.ts'
import { nickname } from '../../words/people.ts'
import { parse, spoken } from '../../words/time.ts'
import { plural } from '../../words/values.ts'
import { Globe } from '../parts/icons.tsx'
import { Country, Device, ValueShield } from '../parts/person-parts.tsx'
import { Ago, useNow } from '../parts/time.tsx'

/** One visit; its pages are folded away unless it is the one that goes on. */
export function Visit({ session, now }: { session: Session; now: boolean }) {
  const unfolded = useSignal<boolean | null>(null)
  const open = unfolded.value ?? now
  const id = useId()
  const last = newestFirst(session)[0]
  return (
    <li class={'entry visit' + (now ? ' visit-now' : '')} data-session={session.id}>
      <span class="entry-mark"><Globe /></span>
      <div class="entry-body">
        <p class="entry-says visit-head">
          <span class="visit-when">{now ? 'This visit' : 'Visit'}</span>
          <span class="sub"><Lasted session={session} now={now} />{host(session.referrer) && <> · from {host(session.referrer)}</>}</span>
        </p>
        <p class="sub line line-wrap"><Device device={session.device} />{session.country && <Country code={session.country} />}<span>{nickname(session.visitor_id)}</span>{session.ip && <bdi data-ip>{session.ip}</bdi>}
          {session.unproven && <span class="line" data-tip="Came over a link that nobody has proved"><ValueShield trust="claimed" />Unproven</span>}</p>
        {last && (
          <button class="link fold" type="button" aria-expanded={open} aria-controls={id} onClick={() => { unfolded.value = !open }}>
            <span class="clip">{plural(session.page_count, 'page')}{!open && <>, last <bdi>{pageTitle(last)}</bdi></>}</span>
          </button>
        )}
        <div id={id}>{open && <Pages session={session} />}</div>
      </div>
      <span class="sub entry-at"><Ago at={parse(session.started_at)} /></span>
    </li>
  )
}

function newestFirst({ pages }: Session) {
  return [...pages].sort((a, b) => parse(b.at) - parse(a.at))
}

function Lasted({ session, now }: { session: Session; now: boolean }) {
  const clock = useNow()
  return <>{spoken((now ? clock : parse(session.seen_at)) - parse(session.started_at))}</>
}

const firstPages = 3

function Pages({ session }: { session: Session }) {
  const all = useSignal(false)
  const newest = newestFirst(session)
  const visible = all.value ? newest : newest.slice(0, firstPages)
  const hidden = newest.length - visible.length
  const forgotten = session.page_count - newest.length
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
