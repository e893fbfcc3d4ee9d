import { useContext, useEffect } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import type { LedgerEntry, SigningKey } from '../../../../internal/wire/wire.ts'
import type { People } from '../../models/people.ts'
import type { Route } from '../../models/route.ts'
import type { Security, Window } from '../../models/security.ts'
import { sinceIn, whom, type Verified } from '../../words/keys.ts'
import { contactName, contactNick } from '../../words/people.ts'
import { parse } from '../../words/time.ts'
import { plural } from '../../words/values.ts'
import { Choice } from '../parts/choice.tsx'
import { useDeed } from '../parts/deed.ts'
import { Dialog } from '../parts/dialog.tsx'
import { windows } from './proof-card.tsx'
import { Ago, Now } from '../parts/time.tsx'
import { Wrong } from '../parts/wrong.tsx'

export interface VerifiedProps { signing: SigningKey; security: Security; people: People; href(route: Route): string; close(): void }

/** Whom a key has verified, so that an agent can look at each: the more urgent after a leak. */
export function VerifiedDialog({ close, ...props }: VerifiedProps) {
  const window = useSignal<Window>('7d')
  return (
    <Dialog title={`What ${props.signing.name} verified`} wide close={close}>
      {props.signing.leaked && <p class="sub">Its links have fallen. Whoever has the secret may have been any of these people.</p>}
      <Choice label="Time" options={windows} chosen={window.value} choose={chosen => { window.value = chosen }} />
      <Whom key={window.value} {...props} window={window.value} />
    </Dialog>
  )
}

function Whom({ signing, security, people, href, window }: Omit<VerifiedProps, 'close'> & { window: Window }) {
  const clock = useContext(Now)
  const since = useSignal(sinceIn(window, clock.peek()))
  const entries = useSignal<readonly LedgerEntry[]>([])
  const next = useSignal<string | undefined>(undefined)
  const deed = useDeed()
  const read = () => deed.run(async () => {
    do { // a page may be empty and yet not be the last
      const page = await security.verified(signing.kid, since.peek(), next.peek())
      entries.value = [...entries.peek(), ...page.entries]
      next.value = page.next ?? undefined
      if (page.entries.length) break
    } while (next.peek())
  })
  useEffect(() => { void read() }, [])
  const seen = whom(entries.value)
  return (
    <>
      <div class="dialog-body dialog-scroll" aria-live="polite" aria-busy={deed.busy}>
        {seen.length > 0 && <ul class="lines" aria-label="Verified with this key">{seen.map(one => <Line key={one.contact ?? ''} one={one} people={people} href={href} />)}</ul>}
        {!seen.length && !deed.busy && !deed.failure && <p>Nobody in this time.</p>}
        {deed.busy && <div role="status" aria-label="Loading"><span class="blank blank-line" /><span class="blank blank-line" /></div>}
      </div>
      <Wrong error={deed.failure} />
      {(next.value || deed.failure) && !deed.busy && <button class="button" type="button" onClick={() => void read()}>{deed.failure ? 'Try again' : 'Show more'}</button>}
    </>
  )
}

function Line({ one: { contact, times, last }, people, href }: { one: Verified; people: People; href(route: Route): string }) {
  useEffect(() => { if (contact) people.ask(contact) }, [contact])
  const known = contact ? people.known.value.get(contact) : undefined
  return (
    <li class="line-item" data-contact={contact}>
      <div class="line-what">
        {contact ? <a href={href({ page: 'contacts', contact })}><bdi>{known ? contactName(known) : contactNick(contact)}</bdi></a> : <span>Somebody who was erased since</span>}
        {known?.external_id && <span class="sub"><bdi>id {known.external_id}</bdi></span>}
      </div>
      <span class="sub entry-at">{plural(times, 'time')}, <Ago at={parse(last)} /></span>
    </li>
  )
}
