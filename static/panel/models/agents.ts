import type { AgentAccount, AgentChange, AgentList, Invitation, NewAgent } from '../../../internal/wire/wire.ts'
import type { Api } from './api.ts'
import { createAsked, type Asked } from './asked.ts'

/** Who may log in to the panel, for admins. */
export interface Agents {
  list: Asked<readonly AgentAccount[]> // by email
  // All of these reject with a Failure. Links are answered once, and not kept.
  add(agent: NewAgent): Promise<AgentAccount> // with their link
  change(id: string, to: AgentChange): Promise<void>
  remove(id: string): Promise<void>
  invite(id: string): Promise<Invitation>
  forget(): void
}

export function createAgents(api: Api): Agents {
  const list = createAsked<readonly AgentAccount[]>(async () => (await api.get<AgentList>('/agents')).agents)
  const known = () => list.value.peek() ?? []
  const show = (agent: AgentAccount) => list.know([...known().filter(other => other.id !== agent.id), agent].sort(byEmail))
  // An answer can be lost and the deed be done, and another admin may have been first: look again.
  const orLook = <T>(answer: Promise<T>) => answer.catch(thrown => {
    void list.load()
    throw thrown
  })
  return {
    list,
    add: agent => orLook(api.post<AgentAccount>('/agents', agent).then(added => {
      const { invitation: _, ...shown } = added
      show(shown)
      return added
    })),
    change: (id, to) => orLook(api.patch<AgentAccount>(`/agents/${id}`, to).then(show)),
    remove: id => orLook(api.delete(`/agents/${id}`).then(() => list.know(known().filter(agent => agent.id !== id)))),
    invite: id => orLook(api.post<Invitation>(`/agents/${id}/invitation`).then(made => {
      list.know(known().map(agent => agent.id === id ? { ...agent, link_until: made.expires_at } : agent))
      return made
    })),
    forget: list.forget,
  }
}

function byEmail(a: AgentAccount, b: AgentAccount): number {
  return a.email < b.email ? -1 : 1
}
