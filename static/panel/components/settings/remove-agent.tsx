import { Confirm } from '../parts/dialog.tsx'
import { Warning } from '../parts/icons.tsx'
import type { AgentProps } from './agents-page.tsx'

/** Ends an account, with what that means. */
export function RemoveAgent({ agent, agents, me, close }: AgentProps) {
  return (
    <Confirm title={`Remove ${agent.email}?`} button="Remove" close={close} carryOut={() => agents.remove(agent.id)}>
      {agent.id === me.agent.id && <p class="warning"><Warning /><span>This is you: you are logged out at once, and can’t come back by yourself.</span></p>}
      <p>They are logged out within a second, wherever they are, and links for them stop working. What they decided stays in the timelines, with their name.</p>
      <p>It can’t be undone, but they may be added again.</p>
    </Confirm>
  )
}
