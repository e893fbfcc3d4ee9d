import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { environment, program, type Cookie } from '../server.ts'
import { Meter } from './meter.ts'

const startMs = 120_000 // a hundred thousand people come, and a quarter of them says who it is
const tickMs = 10 // the kernel counts processor time in hundredths of a second
const pageBytes = 4096

export interface Usage { cpuMs: number; residentBytes: number }

/** The real program with a site that is full of made-up visitors. */
export class Crowd {
  readonly visitors: number
  readonly changes: number
  meter!: Meter // stands before it once it is started
  private readonly child: ChildProcess
  private printed = ''

  private constructor(visitors: number, changes: number, profile: string) {
    this.visitors = visitors
    this.changes = changes
    const flags = ['--visitors', String(visitors), '--changes', String(changes), ...(profile ? ['--profile', profile] : [])]
    this.child = spawn(program(), ['bench', 'crowd', ...flags], { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] })
    for (const out of [this.child.stdout!, this.child.stderr!]) out.on('data', (text: Buffer) => { this.printed += text.toString() })
  }

  /** Returns once all of them are there. Meanwhile it is already among those that are to be stopped. */
  static async start(toStop: Crowd[], visitors: number, changes: number, profile = ''): Promise<Crowd> {
    const crowd = new Crowd(visitors, changes, profile)
    toStop.push(crowd)
    await crowd.says(/visitors are here/)
    crowd.meter = await Meter.before(crowd.said(/listening on (\S+)/))
    return crowd
  }

  get url(): string { return this.meter.url }

  /** The cookie of the agent who may look. */
  async agent(): Promise<Cookie> {
    const [, email, password] = /Log in as (\S+) with the password (\S+)/.exec(this.printed)!
    const answer = await fetch(this.url + '/api/v1/login', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ email, password }),
    })
    const [, name, value] = /^([^=]+)=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '') ?? []
    if (!name || !value) throw new Error(`log in: ${answer.status} ${await answer.text()}`)
    return { name, value }
  }

  /** What the server has taken so far; Linux tells. */
  usage(): Usage {
    const stat = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(') ') + 2).split(' ')
    return { cpuMs: (Number(fields[11]) + Number(fields[12])) * tickMs, residentBytes: Number(fields[21]) * pageBytes }
  }

  async stop(): Promise<void> {
    (this.meter as Meter | undefined)?.close()
    if (this.child.exitCode !== null || this.child.signalCode) return
    const gone = new Promise(ok => this.child.once('exit', ok))
    this.child.kill('SIGTERM')
    await gone
  }

  private said(what: RegExp): string {
    const [, found] = what.exec(this.printed) ?? []
    if (found === undefined) throw new Error(`the crowd didn't say ${what}; it said:\n${this.printed}`)
    return found
  }

  private says(what: RegExp): Promise<void> {
    return new Promise((ok, no) => {
      const give = (why: string) => no(new Error(`the crowd ${why}; it said:\n${this.printed}`))
      const timer = setTimeout(() => give(`wasn't there within ${startMs} ms`), startMs)
      this.child.once('exit', code => give(`ended with ${code}`))
      this.child.stdout!.on('data', () => {
        if (!what.test(this.printed)) return
        clearTimeout(timer)
        ok()
      })
    })
  }
}
