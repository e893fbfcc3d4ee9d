import { useEffect } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import type { People } from '../../models/people.ts'
import type { Watchlist } from '../../models/watchlist.ts'
import { contactName, nickname } from '../../words/people.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Close } from '../parts/icons.tsx'
import { Switch } from '../parts/switch.tsx'

/** Whom the agent watches, and how they hear of it. */
export function WatchDialog({ watchlist, people, close }: { watchlist: Watchlist; people: People; close(): void }) {
  const ids = watchlist.ids.value
  return (
    <Dialog title="Watched people" close={close}>
      <div class="dialog-body">
        {ids.length ? (
          <ul class="lines">{ids.map(id => <Watched key={id} id={id} people={people} remove={() => watchlist.toggle(id)} />)}</ul>
        ) : <p class="sub">Nobody yet. Open somebody and press Watch: you hear when they come to the site, or when it turns out who they are.</p>}
        <Switch label="Sound" on={watchlist.sound.on.value} set={watchlist.sound.set} />
        <DesktopSwitch watchlist={watchlist} />
        <p class="sub">Kept in this browser only.</p>
      </div>
    </Dialog>
  )
}

function Watched({ id, people, remove }: { id: string; people: People; remove(): void }) {
  const contact = id.startsWith('c_')
  useEffect(() => { if (contact) people.ask(id) }, [id])
  const known = people.known.value.get(id)
  const name = known ? contactName(known) : contact ? 'Contact ' + id.slice(-4).toUpperCase() : nickname(id)
  return (
    <li class="line-item">
      <bdi class="line-what">{name}</bdi>
      <button class="button button-quiet button-square" type="button" onClick={remove} aria-label={`Stop watching ${name}`}><Close /></button>
    </li>
  )
}

/** Asks the browser first. One that was refused once can only be asked again in the browser's own settings. */
function DesktopSwitch({ watchlist }: { watchlist: Watchlist }) {
  const { desktop } = watchlist
  const refused = useSignal('Notification' in window && Notification.permission === 'denied')
  if (!('Notification' in window)) return null
  const set = async (on: boolean) => {
    const allowed = !on || await Notification.requestPermission() === 'granted'
    refused.value = !allowed
    desktop.set(on && allowed)
  }
  return (
    <>
      <Switch label="Desktop notifications, while this page is in the background" on={desktop.on.value && !refused.value} set={on => void set(on)} />
      {refused.value && <p class="wrong" role="status">The browser doesn’t allow notifications from this address. Allow them in its site settings.</p>}
    </>
  )
}
