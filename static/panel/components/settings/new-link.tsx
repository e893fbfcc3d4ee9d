import { useSignal } from '@preact/signals'
import type { Invitation } from '../../../../internal/wire/wire.ts'
import { parse, exact } from '../../words/time.ts'
import { useDeed } from '../parts/deed.ts'
import { Dialog } from '../parts/dialog.tsx'
import { ShownOnce } from '../parts/shown-once.tsx'
import { Wrong } from '../parts/wrong.tsx'
import type { AgentProps } from './agents-page.tsx'

/** Makes a link on which an agent chooses a password, the first or another. */
export function NewLink({ agent, agents, close }: AgentProps) {
  const made = useSignal<Invitation | null>(null)
  const deed = useDeed()
  const make = () => void deed.run(async () => { made.value = await agents.invite(agent.id) })
  if (made.value) return <LinkShown email={agent.email} invitation={made.value} done={close} />
  return (
    <Dialog title={agent.active ? `A new password for ${agent.email}?` : `A new link for ${agent.email}?`} close={close}>
      <div class="dialog-body">
        {agent.active
          ? <p>You get a link to send them, on which they choose a new password. Until they do, the old one works; then all their logins end.</p>
          : <p>You get a link to send them, on which they choose their password. The one before it doesn’t work any more.</p>}
      </div>
      <Wrong error={deed.failure} />
      <div class="dialog-foot">
        <button class="button" type="button" autofocus onClick={close}>Cancel</button>
        <button class="button button-main" type="button" disabled={deed.busy} onClick={make}>{deed.busy ? 'One moment…' : 'Make the link'}</button>
      </div>
    </Dialog>
  )
}

export function LinkShown({ email, invitation, done }: { email: string; invitation: Invitation; done(): void }) {
  return (
    <ShownOnce title="The link to send" label="link" code={invitation.link} button="I have copied it" done={done}
      lead={<>Send it to <b><bdi>{email}</bdi></b>, and to nobody else: whoever opens it chooses the password.</>}>
      <p>It works once, until {exact(parse(invitation.expires_at))}. If it gets lost, make a new one here.</p>
    </ShownOnce>
  )
}
