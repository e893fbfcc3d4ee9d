import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { PersonFrame, Row } from '../../../../internal/wire/wire.ts'
import type { Who } from '../../models/person.ts'
import { nickname, personName, personTitle } from '../../words/people.ts'
import { parse } from '../../words/time.ts'
import { cameByHubSpot } from '../../words/trust.ts'
import { AliasesCard } from './aliases-card.tsx'
import { Browsers } from './browsers.tsx'
import { ConflictsCard } from './conflicts-card.tsx'
import { DataCard } from './data-card.tsx'
import { Here, HereAs } from './here.tsx'
import { Back, Close, Erase } from '../parts/icons.tsx'
import { Avatar, Badge, Hashtags, HubSpotBadge, Shield } from '../parts/person-parts.tsx'
import { CustomData, Profile } from './profile.tsx'
import { Ago, Until } from '../parts/time.tsx'
import { Timeline } from './timeline.tsx'
import { ToldLine } from './told.tsx'
import type { Tools } from './tools.ts'
import { WatchButton } from '../watch/watch-button.tsx'

export interface PersonPaneProps {
  who: Who
  frame: PersonFrame | null
  missing: boolean
  row: Row | undefined // how they are here, if they are
  close: string // the address without this pane
  tools: Tools
}

/** One person beside the list, or over it on a phone. */
export function PersonPane({ who, frame, missing, row, close, tools }: PersonPaneProps) {
  const pane = useRef<HTMLElement>(null)
  const id = 'visitor' in who ? who.visitor : who.contact
  useEffect(() => { if (coversList()) pane.current?.focus() }, [id])
  const inList = useRef<() => void>(undefined)
  inList.current = () => giveBack(row?.id, frame?.contact?.id)
  useLayoutEffect(() => () => { if (isHere(pane.current)) requestAnimationFrame(inList.current!) }, [])
  return (
    <section class="person" ref={pane} tabIndex={-1} aria-label={frame ? personName(frame) : 'Person'} data-person={id}>
      <div class="person-bar">
        <a class="button button-quiet person-back" href={close}><Back />Back</a>
        <a class="button button-quiet button-square person-close" href={close} aria-label="Close" data-tip="Close (Esc)"><Close /></a>
      </div>
      {frame ? <Told frame={frame} row={row} tools={tools} /> : missing ? <Missing erased={tools.erased} close={close} /> : <Coming />}
    </section>
  )
}

/** Whether the keyboard is in the pane, or nowhere: what it was at may have gone a moment ago. */
function isHere(pane: HTMLElement | null): boolean {
  const at = document.activeElement
  return !at || at === document.body || Boolean(pane?.contains(at))
}

/** The keyboard goes on in the list: where it shows who was open here, or else at its stop. */
function giveBack(row: string | undefined, contact: string | undefined) {
  const links = [`li[data-row="${row}"] a`, `li[data-contact="${contact}"] a`, '.row-link[tabindex="0"]']
  links.map(link => document.querySelector<HTMLElement>(link)).find(link => link !== null)?.focus()
}

/** The same width as in the styles: there the pane lies over the list. */
export function coversList(): boolean {
  return matchMedia('(max-width: 67.99rem)').matches
}

function Told({ frame, row: shown, tools }: { frame: PersonFrame; row: Row | undefined; tools: Tools }) {
  const { visitor, contact, sessions, ledger } = frame
  const name = personName(frame)
  const open = visitor?.id
  const as = open && shown?.own?.includes(open) ? shown : undefined // somebody else's row
  const row = as ? undefined : shown
  return (
    <>
      <Head frame={frame} row={row} name={name} tools={tools} />
      <div class="person-scroll" tabIndex={0} role="group" aria-label={`About ${name}`}>
        <ToldLine tools={tools} contact={contact} />
        {row && <Here row={row} tools={tools} />}
        {as && <HereAs row={as} tools={tools} />}
        {contact && <ConflictsCard contact={contact} tools={tools} />}
        <Profile contact={contact} bag={visitor?.bag} open={open} ledger={ledger} tools={tools} />
        <CustomData contact={contact} bag={visitor?.bag} open={open} />
        {contact && <Browsers contact={contact} sessions={sessions} open={open} tools={tools} />}
        {contact && <AliasesCard contact={contact} tools={tools} />}
        <Timeline key={contact?.id ?? open} name={name} contact={contact} open={open} here={row && row.state !== 'left' ? row.visitor : undefined} tools={tools} />
        {contact && <DataCard contact={contact} tools={tools} />}
      </div>
    </>
  )
}

function Head({ frame, row, name, tools }: { frame: PersonFrame; row: Row | undefined; name: string; tools: Tools }) {
  const { visitor, contact } = frame
  const trust = visitor?.trust ?? contact?.trust ?? 'anonymous'
  const tag = contact?.traits.tag?.value
  const tags = contact?.traits.tags?.value
  const since = contact ? parse(contact.first_seen_at) : visitor?.first_seen ?? 0
  return (
    <header class={'person-head person-head-' + trust}>
      <Avatar id={visitor?.id ?? contact?.visitors[0]?.id ?? contact?.id ?? ''} name={name} trust={trust} picture={trust !== 'acting' ? contact?.avatar : undefined} large {...(row && { state: row.state })} />
      <div class="person-title">
        <h2><bdi key={name}>{personTitle(frame)}</bdi></h2>
        <div class="line line-wrap">
          <Shield trust={trust} name={name} actor={visitor?.actor ?? row?.actor} worded />
          {cameByHubSpot(frame) && <HubSpotBadge />}
          {visitor?.expires_at && <span class="sub"><Until at={parse(visitor.expires_at)} /></span>}
          {typeof tag === 'string' && <Badge tag={tag} />}
          {Array.isArray(tags) && <Hashtags tags={tags.map(String)} most={6} />}
          <WatchButton watchlist={tools.watchlist} name={name} ids={[contact?.id, visitor?.id].filter(id => id !== undefined)} />
        </div>
        <p class="sub">
          {visitor && name !== nickname(visitor.id) && <>{nickname(visitor.id)} · </>}first seen <Ago at={since} />
          {visitor?.journey_id && <>, on the same journey as {nickname(visitor.journey_id)}</>}
          {contact?.last_seen_at && (!row || row.state === 'left') && <>, last seen <Ago at={parse(contact.last_seen_at)} /></>}
        </p>
      </div>
    </header>
  )
}

function Missing({ erased, close }: { erased: boolean; close: string }) {
  if (erased) return (
    <div class="empty" role="status">
      <span class="empty-mark"><Erase /></span>
      <h2>This person was erased</h2>
      <p>Everything that was known of them is gone for good, here and in the ledger. Their browsers go on as new visitors.</p>
      <a class="button" href={close}>Back to the list</a>
    </div>
  )
  return (
    <div class="empty">
      <h2>Nobody by this id</h2>
      <p>The visitor left without a trace, the contact was erased, or the address is mistyped.</p>
      <a class="button" href={close}>Back to the list</a>
    </div>
  )
}

function Coming() {
  return (
    <>
      <div class="person-head"><span class="avatar avatar-large blank" /><div class="person-title"><span class="blank blank-title" /><span class="blank blank-sub" /></div></div>
      <div class="person-scroll" role="status" aria-label="Loading">
        {[0, 1, 2].map(i => <div class="card" key={i}><span class="blank blank-sub" /><span class="blank blank-line" /><span class="blank blank-line" /></div>)}
      </div>
    </>
  )
}
