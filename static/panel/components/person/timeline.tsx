import { useSignal } from '@preact/signals'
import type { Contact } from '../../../../internal/wire/wire.ts'
import { withoutEchoes } from '../../words/ledger.ts'
import { parse } from '../../words/time.ts'
import { dayName, days, kindNames, kinds, type Event, type Kind } from '../../words/timeline.ts'
import { Choice } from '../parts/choice.tsx'
import { useNow } from '../parts/time.tsx'
import { Wrong } from '../parts/wrong.tsx'
import { castOf, Entry, type Casting } from './entry.tsx'
import { Attempts } from './attempts.tsx'
import type { Tools } from './tools.ts'
import { Visit } from './visit.tsx'

export interface TimelineProps {
  name: string
  contact: Contact | undefined
  open: string | undefined // the visitor that is looked at
  here: string | undefined // the visitor that is on the site now
  tools: Tools
}

/** All that happened to a person, day by day, newest first. */
export function Timeline({ name, contact, open, here, tools }: TimelineProps) {
  const kind = useSignal<Kind>('all')
  const { history } = tools
  const { entries, sessions, refusals, since } = history.told.value
  const current = sessions.filter(s => s.visitor_id === here).sort((a, b) => parse(b.started_at) - parse(a.started_at))[0]?.id
  const cast = castOf(entries, name, contact, open, tools)
  const shown = days(withoutEchoes(entries), sessions, refusals, since, kind.value)
  return (
    <section class="card timeline" aria-labelledby="timeline">
      <h3 id="timeline">Timeline</h3>
      <Choice label="What to show" options={kinds.map(k => [k, kindNames[k]] as const)} chosen={kind.value} choose={k => { kind.value = k }} />
      {shown.map(day => (
        <div class="day" key={dayName(day.at, day.at)}>
          <DayName at={day.at} />
          <ol class="ledger">{day.events.map(event => <Happening key={keyOf(event)} event={event} current={current} name={name} cast={cast} contact={contact} tools={tools} />)}</ol>
        </div>
      ))}
      {!shown.length && <p class="sub">{kind.value === 'all' ? 'Nothing yet. Visits show up after a moment on a page; claims, links and fences with their reasons.' : `Nothing of this kind${history.more.value ? ' so far' : ''}.`}</p>}
      <Wrong error={history.failure.value} />
      {history.more.value && (
        <button class="button" type="button" aria-disabled={history.busy.value} onClick={() => void history.loadOlder()}>
          {history.busy.value ? 'One moment…' : history.failure.value ? 'Try again' : 'Load more'}
        </button>
      )}
    </section>
  )
}

/** Ticks by itself: what there is to tell is sorted only when there is more. */
function DayName({ at }: { at: number }) {
  return <h4>{dayName(at, useNow())}</h4>
}

function keyOf(event: Event): string {
  if (event.is === 'visit') return event.session.id
  return event.is === 'entry' ? String(event.entry.seq) : 'refusals'
}

interface HappeningProps { event: Event; current: string | undefined; name: string; cast: Casting; contact: Contact | undefined; tools: Tools }

function Happening({ event, current, name, cast, contact, tools }: HappeningProps) {
  switch (event.is) {
    case 'visit': return <Visit session={event.session} now={event.session.id === current} />
    case 'entry': return <Entry entry={event.entry} cast={cast} contact={contact} tools={tools} />
    case 'refusals': return <Attempts refusals={event.refusals} at={event.at} name={contact?.email || name} />
  }
}
