import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Backend } from './backend.ts'
import { expect } from './expect.ts'
import { noteAnswer, notePrinted, noteSecret, noteSent } from './secrets.ts'

const startMs = 15_000
const stopMs = 12_000 // the program promises 10 s

export interface Site { id: string; key: string; name: string }
export interface SiteOptions { dev?: boolean; origins?: string[]; linked?: string[] }
export interface Account { email: string; password: string }
export interface Cookie { name: string; value: string }

/** The real program, with a data folder of its own that a restart keeps. */
export class Server {
  url = ''
  printed = '' // all that it said since the last start
  private process: ChildProcess | undefined
  private readonly data = mkdtempSync(join(tmpdir(), 'nametag-e2e-data-'))
  private login: Promise<Cookie> | undefined
  private readonly flags: string[]

  private constructor(flags: string[]) { this.flags = flags }

  static async start(...flags: string[]): Promise<Server> {
    const server = new Server(flags)
    await server.run('127.0.0.1:0')
    return server
  }

  get host(): string { return new URL(this.url).host }

  /** As a power cut would: nothing is said, nothing is tidied up. */
  async kill(): Promise<void> { await this.end('SIGKILL') }

  /** As an operator would. Returns the exit code. */
  async stop(): Promise<number | null> { return this.end('SIGTERM') }

  /** Comes back at the same address, with the same data. */
  async restart(): Promise<void> { await this.run(this.host) }

  async dispose(): Promise<void> {
    await this.kill()
    rmSync(this.data, { recursive: true, force: true })
  }

  /** Runs one command beside the server and returns what it prints as JSON. */
  async command<T>(args: string[], input = ''): Promise<T> {
    const printed = await new Promise<string>((resolve, reject) => {
      const child = execFile(program(), [...args, '--json', '--data', this.data], { env: environment() }, (error, out, err) => {
        error ? reject(new Error(`nametag ${args.join(' ')}: ${err}`)) : resolve(out)
      })
      child.stdin!.on('error', () => {}) // a command that reads nothing may be gone by now
      child.stdin!.end(input)
    })
    if (input) noteSecret('what was typed', input)
    noteSent(printed)
    return JSON.parse(printed) as T
  }

  /** A site of one's own: tests that share a server don't share visitors. */
  async site(name: string, { dev = true, origins = [], linked = [] }: SiteOptions = {}): Promise<Site> {
    const flags = [...(dev ? ['--dev'] : []), ...origins.flatMap(o => ['--origin', o]), ...linked.flatMap(o => ['--linked-domain', o])]
    const site = await this.command<Site>(['site', 'create', '--name', name, ...flags])
    await expect.poll(() => this.ask(`/site?site=${site.key}`).then(() => true, () => false), 'what a command makes, the server sees within a second').toBe(true)
    return site
  }

  /** What the panel of the admin would be told. */
  async ask<T>(path: string): Promise<T> {
    const { name, value } = await this.admin()
    const answer = await fetch(this.url + '/api/v1' + path, { headers: { Cookie: `${name}=${value}` } })
    if (!answer.ok) throw new Error(`GET ${path}: ${answer.status}`)
    return await answer.json() as T
  }

  async agent(email: string, password: string): Promise<void> {
    await this.command(['admin', 'create', '--email', email, '--password-stdin'], password)
  }

  /** The cookie of an admin who is logged in. */
  admin(): Promise<Cookie> { return this.login ??= this.makeAdmin() }

  /** What a site's own back end sees of it. */
  async backend(site: Site): Promise<Backend> {
    const { key } = await this.command<{ key: string }>(['apikey', 'create', '--site', site.key, '--name', 'e2e', '--scopes', 'all'])
    return new Backend(this, key)
  }

  private async makeAdmin(): Promise<Cookie> {
    const account = { email: 'admin@example.com', password: 'correct horse battery' }
    await this.agent(account.email, account.password)
    return this.logIn(account)
  }

  async logIn(account: Account): Promise<Cookie> {
    const answer = await fetch(this.url + '/api/v1/login', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(account),
    })
    const [, name, value] = /^([^=]+)=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '') ?? []
    noteAnswer(answer.status, await answer.clone().text())
    if (!name || !value) throw new Error(`log in: ${answer.status} ${await answer.text()}`)
    noteSecret('email', account.email)
    noteSecret('cookie', value)
    return { name, value }
  }

  private async run(listen: string): Promise<void> {
    this.printed = ''
    const child = spawn(program(), ['serve', '--log-level', 'debug', '--listen', listen, '--data', this.data, ...this.flags], { env: environment() })
    this.process = child
    this.url = await new Promise<string>((resolve, reject) => {
      const give = (why: string) => reject(new Error(`the server ${why}; it said:\n${this.printed}`))
      const timer = setTimeout(() => give(`didn't listen within ${startMs} ms`), startMs)
      const hear = (way: string) => (text: Buffer) => {
        notePrinted(`${basename(this.data)}-${child.pid}-${way}`, text.toString())
        this.printed += text.toString()
        const [, url] = /listening on (http:\/\/\S+)/.exec(this.printed) ?? []
        if (!url) return
        clearTimeout(timer)
        resolve(url)
      }
      child.stdout.on('data', hear('out'))
      child.stderr.on('data', hear('err'))
      child.on('exit', code => give(`ended with ${code}`))
    })
    noteSecret('setup link', /\/panel\/setup#(\S+)/.exec(this.printed)?.[1] ?? '')
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.process
    this.process = undefined
    if (!child || child.exitCode !== null) return child?.exitCode ?? null
    const gone = new Promise<number | null>(resolve => child.once('exit', resolve))
    child.kill(signal)
    const timer = setTimeout(() => child.kill('SIGKILL'), stopMs)
    const code = await gone
    clearTimeout(timer)
    return code
  }
}

/** The program that is tested. */
export function program(): string {
  const path = process.env['E2E_PROGRAM']
  if (!path) throw new Error('no program: run the tests by "npm run e2e", which builds it')
  return path
}

/** Whatever the developer's own shell says to nametag is not for these servers. */
export function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NAMETAG_')))
}
