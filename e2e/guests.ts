import { randomUUID } from 'node:crypto'
import type { Batch, BatchAnswer, Command, Heartbeat, IdentifyArgs } from '../internal/wire/wire.ts'
import { token } from './sign.ts'

// Visitors without a browser: what a page would send, sent by the test.

export interface Guest {
  agent: string // the user agent
  path: string
  title: string
  from?: string
  says?: IdentifyArgs
  proven?: true
  staff?: string // who acts as the one that is said
  code?: true // reads a lookup code to an agent
  hidden?: true // the tab is in the background
}

export interface Key { kid: string; secret: string }

const beatMs = 8_000

/** Keeps guests on a site until they are sent home. */
export class Guests {
  private readonly here: Heartbeat[] = []
  private readonly agents = new Map<Heartbeat, string>()
  private readonly pulse = setInterval(() => void this.beat(), beatMs)
  private readonly url: string
  private readonly site: string
  private readonly key: Key

  constructor(url: string, site: string, key: Key) {
    this.url = url
    this.site = site
    this.key = key
  }

  /** Returns the visitor's id. */
  async arrive(guest: Guest): Promise<string> {
    const page = { url: `${this.url}/demo/${guest.path}`, title: guest.title, ...(guest.from && { referrer: guest.from }) }
    const batch: Batch = { site: this.site, visitor: null, page, commands: this.commands(guest) }
    const { visitor, answers } = await this.post<BatchAnswer>('/v1/commands', batch, guest.agent)
    for (const { error } of answers) if (error) throw new Error(`${guest.title}: ${error.message}`)
    const life: Heartbeat = { site: this.site, visitor: visitor.token, page, tab: randomUUID(), visible: !guest.hidden, alive: 1 }
    await this.post('/v1/heartbeat', life, guest.agent)
    this.agents.set(life, guest.agent)
    this.here.push(life)
    return visitor.id
  }

  /** One that opened its tab, said hello, and left. */
  async leave(guest: Guest): Promise<void> {
    await this.arrive(guest)
    const life = this.here.pop()!
    await this.post('/v1/heartbeat', { ...life, gone: true }, guest.agent)
  }

  sendHome(): void { clearInterval(this.pulse) }

  private commands({ says, proven, staff, code }: Guest): Command[] {
    const id = says?.external_id
    const args = !says ? undefined : staff ? { ...says, token: token(this.key, { sub: String(id), act: { sub: 'staff', name: staff } }) }
      : proven ? { ...says, token: token(this.key, { sub: String(id), ...(says.email && { email: says.email }) }) } : says
    return [
      ...(args ? [{ id: randomUUID(), call: 'identify' as const, args }] : []),
      ...(code ? [{ id: randomUUID(), call: 'lookup_code' as const }] : []),
    ]
  }

  private async beat(): Promise<void> {
    for (const life of this.here) {
      life.alive = (life.alive ?? 0) + 1
      await this.post('/v1/heartbeat', life, this.agents.get(life)!).catch(() => {}) // the server is on its way down
    }
  }

  private async post<T>(path: string, body: object, agent: string): Promise<T> {
    const answer = await fetch(this.url + path, {
      method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'text/plain', Origin: this.url, 'User-Agent': agent },
    })
    if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`)
    return await answer.json() as T
  }
}
