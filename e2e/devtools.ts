import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { chromium } from '@playwright/test'
import { chromium as found } from './chromium.ts'

export interface TraceEvent {
  name: string; cat: string; ph: string; pid: number; tid: number
  ts: number // microseconds
  dur?: number; tdur?: number
  args: { name?: string; data?: { url?: string; type?: string }; fileName?: string }
}

// What a whole browser does beside its pages would be measured with them.
const quiet = ['--no-startup-window', '--no-first-run', '--no-default-browser-check', '--mute-audio', '--disable-extensions',
  '--disable-background-networking', '--disable-component-update', '--disable-component-extensions-with-background-pages',
  '--disable-default-apps', '--disable-sync', '--disable-breakpad', '--disable-field-trial-config', '--disable-dev-shm-usage',
  '--disable-search-engine-choice-screen']

const patienceMs = 5000

interface Message { id?: number; method?: string; params?: unknown; result?: unknown; error?: { message: string }; sessionId?: string }

/**
 * A browser that nobody looks into but by a trace. What Playwright switches on in its pages, to know of each request and
 * each error, makes V8 note where every call came from: a small script takes several times as long.
 */
export class Devtools {
  private readonly folder = mkdtempSync(join(tmpdir(), 'nametag-devtools-'))
  private readonly child: ChildProcess
  private readonly waiting = new Map<number, { ok: (result: never) => void; no: (error: Error) => void }>()
  private readonly heard: { method: string; listener: (params: never) => void }[] = []
  private count = 0

  constructor() {
    const { executablePath = chromium.executablePath(), args = [] } = found()
    const flags = ['--headless', '--remote-debugging-pipe', '--user-data-dir=' + this.folder, ...quiet, ...args]
    this.child = spawn(executablePath, flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] })
    let rest = ''
    const said = (this.child.stdio[4] as Readable).setEncoding('utf8')
    said.on('data', (text: string) => {
      const messages = (rest + text).split('\0')
      rest = messages.pop()!
      for (const message of messages) this.hear(JSON.parse(message) as Message)
    })
  }

  /** Sends a command of the DevTools protocol, to a page's session or to the browser. */
  send<T>(method: string, params = {}, sessionId?: string): Promise<T> {
    const id = ++this.count
    const answer = new Promise<T>((ok, no) => this.waiting.set(id, { ok, no }))
    ;(this.child.stdio[3] as Writable).write(JSON.stringify({ id, method, params, sessionId }) + '\0')
    return answer
  }

  on<T>(method: string, listener: (params: T) => void): () => void {
    const entry = { method, listener }
    this.heard.push(entry)
    return () => void this.heard.splice(this.heard.indexOf(entry), 1)
  }

  once(method: string): Promise<void> {
    return new Promise(ok => {
      const off = this.on(method, () => {
        off()
        ok()
      })
    })
  }

  /** Asks the browser to go, which on a busy machine it sometimes neither does nor refuses. */
  async close(): Promise<void> {
    if (this.child.exitCode === null && !this.child.signalCode) {
      const gone = new Promise(ok => this.child.once('exit', ok))
      const patience = setTimeout(() => this.child.kill('SIGKILL'), patienceMs)
      void this.send('Browser.close').catch(() => this.child.kill('SIGKILL'))
      await gone
      clearTimeout(patience)
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }

  private hear({ id, method, params, result, error }: Message): void {
    if (method) for (const { listener } of this.heard.filter(h => h.method === method)) listener(params as never)
    const waiting = this.waiting.get(id ?? 0)
    if (!waiting) return
    this.waiting.delete(id!)
    error ? waiting.no(new Error(error.message)) : waiting.ok(result as never)
  }
}
