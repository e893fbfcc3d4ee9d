import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext } from '@playwright/test'

// What a run of the tests used that is nobody else's business, and where it must not be. All workers write it down, a line at a
// time; leaks.ts looks through it when the run is over.

/** Each in a file of its own in the run's folder, as lines of JSON; what servers print is in printed-….log. */
export type Noted = 'secrets' | 'answers' | 'pages' | 'addresses'

// Which keys of what goes over the line hold what.
const kinds: { [key: string]: string } = {
  visitor: 'visitor token', token: 'token', hash: 'hash', email: 'email', password: 'password', present: 'password',
  secret: 'signing secret', key: 'API key', link: 'invitation',
}
const shortest = 8 // less is in many a text by chance

/** Notes a secret, of any kind that says enough to whoever has to find the leak. */
export function noteSecret(kind: string, value: string): void {
  if (value.length >= shortest) write('secrets', { kind, value })
}

/** Notes what a server said, on one of its two ways out. */
export function notePrinted(server: string, text: string): void {
  if (folder()) appendFileSync(join(folder()!, `printed-${server}.log`), text)
}

/** Notes what is secret in something that was sent or answered, and the pages that it tells of. */
export function noteSent(text: string): void { walk(parse(text)) }

/** Notes an answer: what is secret in it, and the errors, which may hold nothing of that. */
export function noteAnswer(status: number, text: string): void {
  const body = parse(text)
  walk(body)
  if (!body || typeof body !== 'object') return
  const { error, answers = [] } = body as { error?: unknown; answers?: { error?: unknown }[] }
  const errors = Array.isArray(answers) ? answers.map(answer => answer?.error) : []
  for (const wrong of [...errors, error ?? (status >= 400 ? body : undefined)]) {
    if (wrong) write('answers', wrong)
  }
}

/** Notes what the pages of a browser send to servers and get back. */
export function overhear(context: BrowserContext): void {
  const ours = (address: string) => /^\/(v1|api|panel|nametag)/.test(new URL(address).pathname)
  context.on('request', asked => {
    if (!ours(asked.url())) return
    write('addresses', asked.url())
    noteSent(asked.postData() ?? '')
  })
  context.on('response', async answer => {
    if (!ours(answer.url())) return
    try {
      const { 'set-cookie': cookie = '' } = await answer.allHeaders()
      noteSecret('cookie', /^[^=]+=([^;]*)/.exec(cookie)?.[1] ?? '')
      if (answer.status() >= 400 || answer.request().method() === 'POST') noteAnswer(answer.status(), await answer.text())
    } catch { /* the page is gone, and what it got with it */ }
  })
  context.on('page', page => page.on('websocket', socket => socket.on('framesent', ({ payload }) => noteSent(String(payload)))))
}

function walk(value: unknown, key = ''): void {
  if (typeof value === 'string') {
    const kind = kinds[key]
    if (kind && (key !== 'visitor' || value.startsWith('vt_')) && (key !== 'key' || value.startsWith('nt_'))) noteSecret(kind, key === 'link' ? value.split('#').at(-1)! : value)
  } else if (value && typeof value === 'object') {
    if (key === 'page') write('pages', value)
    for (const [inner, held] of Object.entries(value)) walk(held, Array.isArray(value) ? key : inner)
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function write(file: Noted, line: unknown): void {
  if (folder()) appendFileSync(join(folder()!, file), JSON.stringify(line) + '\n')
}

/** Where a run writes; nowhere when nobody looks at it, as when the README's picture is taken. */
const folder = (): string | undefined => process.env['E2E_RUN']
