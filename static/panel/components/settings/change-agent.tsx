import { useSignal } from '@preact/signals'
import { lossWords } from '../../words/agents.ts'
import { useDeed } from '../parts/deed.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Warning } from '../parts/icons.tsx'
import { Wrong } from '../parts/wrong.tsx'
import type { AgentProps } from './agents-page.tsx'
import { isWhole, RightsFields, spoken, type Rights } from './rights-fields.tsx'

/** Another role, other sites; what is taken is said before it is. */
export function ChangeAgent({ agent, agents, me, close }: AgentProps) {
  const rights = useSignal<Rights>({ role: agent.role, sites: agent.sites })
  const deed = useDeed()
  const { role, sites } = rights.value
  const loss = lossWords(agent, role, sites, agent.id === me.agent.id)
  const send = async (event: SubmitEvent) => {
    event.preventDefault()
    if (await deed.run(() => agents.change(agent.id, spoken(rights.peek())))) close()
  }
  return (
    <Dialog title={`Change ${agent.email}`} close={close}>
      <form class="dialog-form" onSubmit={event => void send(event)}>
        <div class="dialog-body dialog-scroll">
          <RightsFields rights={rights.value} sites={me.sites} choose={chosen => { rights.value = chosen }} />
          {loss && <p class="warning" role="status"><Warning /><span>{loss}</span></p>}
        </div>
        <Wrong error={deed.failure} />
        <div class="dialog-foot">
          <button class="button" type="button" onClick={close}>Cancel</button>
          <button class="button button-main" disabled={deed.busy || !isWhole(rights.value)}>{deed.busy ? 'One moment…' : 'Change'}</button>
        </div>
      </form>
    </Dialog>
  )
}
