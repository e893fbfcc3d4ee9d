import { useSignal } from '@preact/signals'
import type { AgentAccount } from '../../../../internal/wire/wire.ts'
import { useDeed } from '../parts/deed.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Wrong } from '../parts/wrong.tsx'
import type { AgentsProps } from './agents-page.tsx'
import { LinkShown } from './new-link.tsx'
import { isWhole, RightsFields, spoken, type Rights } from './rights-fields.tsx'

/** Asks who it is and what they may do, and shows the link to send them. */
export function AddAgent(props: AgentsProps & { close(): void }) {
  const added = useSignal<AgentAccount | null>(null)
  if (!added.value) return <Form {...props} added={agent => { added.value = agent }} />
  return <LinkShown email={added.value.email} invitation={added.value.invitation!} done={props.close} />
}

function Form({ agents, me, close, added }: AgentsProps & { close(): void; added(agent: AgentAccount): void }) {
  const rights = useSignal<Rights>({ role: 'agent', sites: me.sites.length === 1 ? [me.sites[0]!.key] : [] })
  const deed = useDeed()
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    const email = String(new FormData(event.currentTarget as HTMLFormElement).get('email')).trim()
    void deed.run(async () => added(await agents.add({ email, ...spoken(rights.peek()) })))
  }
  return (
    <Dialog title="Add an agent" close={close}>
      <form class="dialog-form" onSubmit={send}>
        <div class="dialog-body dialog-scroll">
          <Field name="email" label="Email" type="email" autocomplete="off" autofocus failure={deed.failure} hint="They log in with it. Nothing is sent there: you get a link to send yourself." />
          <RightsFields rights={rights.value} sites={me.sites} choose={chosen => { rights.value = chosen }} />
        </div>
        <Wrong error={deed.failure?.field === 'email' ? null : deed.failure} />
        <div class="dialog-foot">
          <button class="button" type="button" onClick={close}>Cancel</button>
          <button class="button button-main" disabled={deed.busy || !isWhole(rights.value)}>{deed.busy ? 'One moment…' : 'Add, and get the link'}</button>
        </div>
      </form>
    </Dialog>
  )
}
