import { useSignal } from '@preact/signals'
import type { Contact, ContactVisitor, Session } from '../../../../internal/wire/wire.ts'
import { actingAs, contactName, nickname } from '../../words/people.ts'
import { parse } from '../../words/time.ts'
import { plural } from '../../words/values.ts'
import { Confirm } from '../parts/dialog.tsx'
import { Device, Shield } from '../parts/person-parts.tsx'
import { Ago, Until } from '../parts/time.tsx'
import type { Tools } from './tools.ts'

export interface BrowsersProps { contact: Contact; sessions: readonly Session[]; open: string | undefined; tools: Tools }

/** The browsers that are linked to a person, and how surely. */
export function Browsers({ contact, sessions, open, tools }: BrowsersProps) {
  const all = useSignal(false)
  const linked = contact.visitors.filter(v => !v.fenced_at)
  const ended = contact.visitors.filter(v => v.fenced_at)
  const shown = all.value ? [...linked, ...ended] : linked
  return (
    <section class="card" aria-labelledby="browsers">
      <div class="card-head"><h3 id="browsers">Browsers</h3><span class="sub">{linked.length} linked</span></div>
      {!shown.length && <p class="sub">No browser is linked to this person now.</p>}
      <ul class="lines">
        {shown.map(v => <Browser key={v.id} visitor={v} contact={contact} open={open} tools={tools} session={sessions.find(s => s.visitor_id === v.id)} />)}
      </ul>
      {!all.value && ended.length > 0 && (
        <button class="button button-quiet" type="button" onClick={() => { all.value = true }}>Show {plural(ended.length, 'earlier browser')}</button>
      )}
      {linked.length > 0 && <SignOut contact={contact} tools={tools} />}
    </section>
  )
}

interface BrowserProps { visitor: ContactVisitor; contact: Contact; session: Session | undefined; open: string | undefined; tools: Tools }

function Browser({ visitor, contact, session, open, tools }: BrowserProps) {
  const name = contactName(contact)
  const nick = nickname(visitor.id)
  return (
    <li class={'line-item' + (visitor.fenced_at ? ' line-ended' : '')} data-browser={visitor.id}>
      <div class="line-what">
        <div class="line line-wrap">
          <a href={tools.href({ page: 'visitors', visitor: visitor.id })}>{visitor.id === open ? `${nick} (this browser)` : nick}</a>
          <Shield trust={visitor.trust} name={name} actor={visitor.actor} worded />
        </div>
        {visitor.trust === 'acting' && <div><bdi>{actingAs(name, visitor.actor)}</bdi></div>}
        <div class="sub">
          {visitor.fenced_at ? <>ended <Ago at={parse(visitor.fenced_at)} /></> : <>first seen <Ago at={parse(visitor.first_seen_at)} /></>}
          {visitor.expires_at && !visitor.fenced_at && <>, {visitor.trust} <Until at={parse(visitor.expires_at)} /></>}
        </div>
        {session && <div class="sub"><Device device={session.device} /></div>}
      </div>
      {!visitor.fenced_at && <Detach visitor={visitor.id} contact={contact} tools={tools} />}
    </li>
  )
}

function SignOut({ contact, tools }: { contact: Contact; tools: Tools }) {
  const asking = useSignal(false)
  const name = contactName(contact)
  return (
    <>
      <button class="button button-small" type="button" onClick={() => { asking.value = true }}>Sign out everywhere</button>
      {asking.value && (
        <Confirm title="Sign out everywhere?" button="Sign out" close={() => { asking.value = false }} carryOut={() => tools.desk.signOut(contact)}>
          <p>Every browser that was proven to be <b><bdi>{name}</bdi></b>’s becomes a new, anonymous visitor at once, and tokens made until now are refused. Links that were only claimed are undone.</p>
          <p>It doesn’t log anybody out of your own site: do that there.</p>
        </Confirm>
      )}
    </>
  )
}

function Detach({ visitor, contact, tools }: { visitor: string; contact: Contact; tools: Tools }) {
  const asking = useSignal(false)
  const nick = nickname(visitor)
  return (
    <>
      <button class="button button-small" type="button" onClick={() => { asking.value = true }} aria-label={`Detach ${nick}`}>Detach</button>
      {asking.value && (
        <Confirm title={`Detach ${nick}?`} button="Detach" close={() => { asking.value = false }} carryOut={() => tools.desk.detach(contact, visitor)}>
          <p>For a browser that isn’t <b><bdi>{contactName(contact)}</bdi></b>’s: it becomes anonymous again, and what it said of itself is forgotten.</p>
          <p>What it wrote on this person’s profile stays. If it says who it is again, it is linked again.</p>
        </Confirm>
      )}
    </>
  )
}
