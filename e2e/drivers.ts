import { spawn, type ChildProcess } from 'node:child_process'
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

// Firefox and WebKit as they are installed, which Playwright can't drive: it needs builds of its own. Both know WebDriver's
// commands; Firefox takes them over its own socket (Marionette), WebKitGTK over http from its driver.

type Send = (command: Command, params?: object) => Promise<unknown>
type Command = keyof typeof commands
const commands = {
  start: ['WebDriver:NewSession', 'POST', ''],
  go: ['WebDriver:Navigate', 'POST', '/url'],
  run: ['WebDriver:ExecuteAsyncScript', 'POST', '/execute/async'],
  newTab: ['WebDriver:NewWindow', 'POST', '/window/new'],
  thisTab: ['WebDriver:GetWindowHandle', 'GET', '/window'],
  toTab: ['WebDriver:SwitchToWindow', 'POST', '/window'],
} as const

export interface Driven {
  name: string
  go: (url: string) => Promise<void>
  /** What a function gives in the page, as page.evaluate does; what it throws or rejects with, as an Error of its code. */
  run: <T, A extends unknown[]>(fn: (...args: A) => T, ...args: A) => Promise<Awaited<T>>
  tab: () => Promise<string>
  newTab: () => Promise<string>
  toTab: (tab: string) => Promise<void>
  close: () => Promise<void>
}

export interface OtherBrowser { name: string; missing: string | undefined; open: () => Promise<Driven> }

export const otherBrowsers: OtherBrowser[] = [
  { name: 'Firefox', missing: lacks('Firefox', ['firefox-esr', 'firefox'], 'firefox-esr'), open: firefox },
  { name: 'WebKit', missing: lacks('WebKitGTK’s driver', ['WebKitWebDriver'], 'webkit2gtk-driver') ?? lacks('Xvfb', ['Xvfb'], 'xvfb'), open: webkit },
]

const patienceMs = 20_000

async function firefox(): Promise<Driven> {
  const profile = mkdtempSync(join(tmpdir(), 'nametag-e2e-firefox-'))
  writeFileSync(join(profile, 'user.js'), 'user_pref("marionette.port", 0);\nuser_pref("datareporting.policy.dataSubmissionEnabled", false);\n')
  const browser = start(onPath('firefox-esr', 'firefox')!, ['--headless', '--marionette', '--no-remote', '--profile', profile, 'about:blank'])
  const portFile = join(profile, 'MarionetteActivePort')
  await until(() => existsSync(portFile) && readFileSync(portFile, 'utf8') !== '', 'Firefox doesn’t listen')
  const socket = connect(Number(readFileSync(portFile, 'utf8')), '127.0.0.1')
  return drive('Firefox', marionette(socket), async () => {
    socket.destroy()
    await end(browser)
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  })
}

async function webkit(): Promise<Driven> {
  const screen = spawn(onPath('Xvfb')!, ['-displayfd', '3', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true })
  const display = await new Promise<string>(resolve => screen.stdio[3]!.once('data', number => resolve(':' + String(number).trim())))
  const port = await freePort()
  const driver = start(onPath('WebKitWebDriver')!, ['--port=' + port], { ...process.env, DISPLAY: display, GDK_BACKEND: 'x11' })
  const url = `http://127.0.0.1:${port}`
  await until(() => fetch(url + '/status').then(a => a.ok, () => false), 'WebKit’s driver doesn’t listen')
  return drive('WebKit', webdriver(url), async () => {
    await end(driver)
    await end(screen)
  })
}

async function drive(name: string, send: Send, close: () => Promise<void>): Promise<Driven> {
  await send('start', { capabilities: { alwaysMatch: {} } })
  return {
    name, close,
    go: async url => { await send('go', { url }) },
    run: async (fn, ...args) => {
      const script = `const done = arguments[arguments.length - 1], given = [...arguments].slice(0, -1);
        (async () => (${String(fn)})(...given))().then(ok => done({ ok: JSON.stringify(ok) }), error => done({ error: error && error.code || String(error) }))`
      const { ok, error } = await send('run', { script, args }) as { ok?: string; error?: string }
      if (error) throw new Error(error)
      return ok ? JSON.parse(ok) : undefined
    },
    tab: async () => await send('thisTab') as string,
    newTab: async () => (await send('newTab', { type: 'tab' }) as { handle: string }).handle,
    toTab: async handle => { await send('toTab', { handle }) },
  }
}

/** Firefox's own protocol: LENGTH:[0, id, command, params] there, LENGTH:[1, id, error, result] back. */
function marionette(socket: Socket): Send {
  const waiting = new Map<number, (error: { error: string; message: string } | null, result: unknown) => void>()
  let held: Buffer = Buffer.alloc(0)
  socket.on('data', (bytes: Buffer) => {
    held = Buffer.concat([held, bytes])
    for (let colon = held.indexOf(':'); colon > 0; colon = held.indexOf(':')) {
      const next = colon + 1 + Number(held.subarray(0, colon))
      if (held.length < next) return
      const said = JSON.parse(held.subarray(colon + 1, next).toString()) as [1, number, null, unknown] | object
      held = held.subarray(next)
      if (Array.isArray(said)) waiting.get(said[1] as number)?.(said[2] as null, said[3])
    }
  })
  let id = 0
  return (command, params = {}) => new Promise((resolve, reject) => {
    waiting.set(++id, (error, result) => {
      const { value = result } = (result ?? {}) as { value?: unknown }
      error ? reject(new Error(`${command}: ${error.error}: ${error.message}`)) : resolve(value)
    })
    const text = JSON.stringify([0, id, commands[command][0], params])
    socket.write(Buffer.byteLength(text) + ':' + text)
  })
}

function webdriver(url: string): Send {
  let session = ''
  return async (command, params = {}) => {
    const [, method, path] = commands[command]
    const answer = await fetch(url + '/session' + session + path, { method, ...(method === 'POST' && { body: JSON.stringify(params) }) })
    const { value } = await answer.json() as { value: { sessionId?: string; error?: string; message?: string } }
    if (!answer.ok) throw new Error(`${command}: ${value.error}: ${value.message}`)
    if (command === 'start') session = '/' + value.sessionId
    return value
  }
}

const start = (program: string, args: string[], env = process.env): ChildProcess => spawn(program, args, { env, stdio: 'ignore', detached: true })

/** With all the processes that it has started. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise(resolve => child.once('exit', resolve))
  process.kill(-child.pid!, 'SIGKILL')
  await gone
}

async function until(is: () => boolean | Promise<boolean>, otherwise: string): Promise<void> {
  for (const giveUp = Date.now() + patienceMs; !await is();) {
    if (Date.now() > giveUp) throw new Error(`${otherwise} within ${patienceMs} ms`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

function lacks(what: string, programs: string[], debian: string): string | undefined {
  return onPath(...programs) ? undefined : `${what} isn’t installed (on Debian: apt-get install ${debian})`
}

function onPath(...programs: string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return programs.flatMap(program => folders.map(folder => join(folder, program))).find(file => {
    try {
      accessSync(file, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
