import { useSignal } from '@preact/signals'
import type { AgentAccount, Me } from '../../../../internal/wire/wire.ts'
import type { Agents } from '../../models/agents.ts'
import { linkWords, roleName, sitesWords, standing } from '../../words/agents.ts'
import { parse } from '../../words/time.ts'
import { useFresh } from '../parts/fresh.ts'
import { Plus } from '../parts/icons.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Avatar } from '../parts/person-parts.tsx'
import { Ago, useNow } from '../parts/time.tsx'
import { AddAgent } from './add-agent.tsx'
import { ChangeAgent } from './change-agent.tsx'
import { NewLink } from './new-link.tsx'
import { RemoveAgent } from './remove-agent.tsx'

export interface AgentsProps { agents: Agents; me: Me }

/** Who may log in to the panel. */
export function AgentsPage({ agents, me }: AgentsProps) {
  const adding = useSignal(false)
  useFresh(() => void agents.list.load(), agents)
  return (
    <section class="card" aria-labelledby="agents-title">
      <div class="card-head">
        <h2 id="agents-title">Who may log in</h2>
        <button class="button button-small" type="button" aria-haspopup="dialog" onClick={() => { adding.value = true }}><Plus />Add an agent</button>
      </div>
      <p>Each has an account of their own, and chooses the password on a link that you send them. What they decide bears their name.</p>
      <Loaded asked={agents.list}>
        {all => (
          <>
            <ul class="lines accounts" aria-label="Agents">{all.map(agent => <AgentLine key={agent.id} agent={agent} agents={agents} me={me} />)}</ul>
            {all.length === 1 && <p class="accounts-alone"><b>You are alone here.</b> Add those who talk to your visitors, and a second admin, so that one of you can always come in.</p>}
          </>
        )}
      </Loaded>
      {adding.value && <AddAgent agents={agents} me={me} close={() => { adding.value = false }} />}
    </section>
  )
}

/** What the dialogs about one agent work with. */
export interface AgentProps extends AgentsProps { agent: AgentAccount; close(): void }

const deeds = { change: ChangeAgent, link: NewLink, remove: RemoveAgent }

function AgentLine({ agent, agents, me }: AgentsProps & { agent: AgentAccount }) {
  const open = useSignal<keyof typeof deeds | null>(null)
  const show = (what: keyof typeof deeds) => () => { open.value = what }
  const Open = open.value && deeds[open.value]
  const { id, email, role, created_at } = agent
  return (
    <li class="account" data-agent={email} data-role={role}>
      <Avatar id={id} name={email} trust={agent.active ? 'verified' : 'anonymous'} />
      <div class="line-what">
        <div class="line line-wrap"><b><bdi>{email}</bdi></b><span class={'pill' + (role === 'admin' ? ' pill-accent' : '')}>{roleName[role]}</span>{id === me.agent.id && <span class="pill">You</span>}</div>
        <div class="sub"><bdi>{sitesWords(agent, me.sites)}</bdi> · added <Ago at={parse(created_at)} /></div>
        <Link agent={agent} />
      </div>
      <div class="ways">
        <button class="button button-small" type="button" aria-haspopup="dialog" aria-label={`Change ${email}`} onClick={show('change')}>Change</button>
        <button class="button button-small" type="button" aria-haspopup="dialog" aria-label={`${linkName(agent)} for ${email}`} onClick={show('link')}>{linkName(agent)}</button>
        <button class="button button-small button-quiet" type="button" aria-haspopup="dialog" aria-label={`Remove ${email}`} onClick={show('remove')}>Remove</button>
      </div>
      {Open && <Open agent={agent} agents={agents} me={me} close={() => { open.value = null }} />}
    </li>
  )
}

function linkName({ active }: AgentAccount): string {
  return active ? 'New password' : 'New link'
}

/** What may still be waited for. */
function Link({ agent }: { agent: AgentAccount }) {
  const now = useNow()
  const until = parse(agent.link_until)
  switch (standing(agent, now)) {
    case 'invited': return <div class="sub account-waits">Hasn’t chosen a password yet. The link works {linkWords(until, now)}.</div>
    case 'stuck': return <div class="sub account-stuck">Never chose a password, and the link has ended: make a new one.</div>
    case 'active': return until > now ? <div class="sub account-waits">A link for a new password works {linkWords(until, now)}.</div> : null
  }
}
