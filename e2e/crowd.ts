import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, release, tmpdir, type } from 'node:os'
import { join } from 'node:path'
import { compile } from './build.ts'
import { Crowd } from './crowd/crowd.ts'
import { isMet, median, ratio, table } from './crowd/figures.ts'
import { Notes } from './crowd/notes.ts'
import { bareRound, round, stroll, type Look } from './crowd/round.ts'
import { Window } from './crowd/window.ts'
import { Devtools } from './devtools.ts'
import { Dice } from './soak/dice.ts'

// The real panel in Chromium before a hundred thousand visitors who do five thousand things a second: how soon it is there,
// how smoothly it moves, how old what it shows is, and what that takes. Prints a table and JSON.

const setting = (name: string, usual: number) => Number(process.env[name] ?? usual)
const visitors = setting('CROWD_VISITORS', 100_000)
const changes = setting('CROWD_CHANGES', 5_000)
const rounds = setting('ROUNDS', 3)
const openings = setting('OPENINGS', 5)
const profiles = process.env['PROFILE'] // a folder for profiles of the server and of the panel
const fewer = 100 // the panel's weight is compared with what it is before a crowd that many times smaller
const lastRoundMs = 165_000 // no round begins later
const budgetMs = 230_000

const began = Date.now()
const notes = new Notes()
const spelt = (n: number) => n.toLocaleString('en')

/** Opens the panel in fresh browsers, before few and before many in turns. */
async function open(devtools: Devtools, crowds: Crowd[]): Promise<void> {
  for (let i = 0; i < openings; i++) {
    for (const crowd of crowds) {
      const window = await lookAt(devtools, crowd)
      notes.add(`opened until rows are shown, ${spelt(crowd.visitors)} online`, 'ms', await window.firstRows(), { most: 1000 })
      await window.close()
    }
  }
}

async function lookAt(devtools: Devtools, crowd: Crowd): Promise<Window> {
  const window = await Window.open(devtools)
  await window.go(crowd.url + '/panel/', await crowd.agent())
  await window.firstRows()
  return window
}

/** In turns, and never two windows at a time: each takes half of a small machine. */
async function look(devtools: Devtools, few: Crowd, many: Crowd): Promise<void> {
  const dice = new Dice(1)
  const chance = () => dice.roll(1000) / 1000
  for (let i = 0; i < rounds && Date.now() - began < lastRoundMs; i++) {
    const bare = await Window.open(devtools)
    await bare.go(new URL('crowd/bare.html', import.meta.url).href)
    await bareRound(bare, notes)
    await bare.close()
    const small = await lookAt(devtools, few)
    await stroll({ window: small, crowd: few, notes, chance })
    await weigh(small, `${spelt(few.visitors)} online`)
    await small.close()
    const big = await lookAt(devtools, many)
    await stroll({ window: big, crowd: many, notes, chance })
    await weigh(big, `${spelt(visitors)} online`)
    await round({ window: big, crowd: many, notes, chance })
    await weigh(big, `${spelt(visitors)} online, after a round`)
    if (i === rounds - 1) await stayOn(big, { window: big, crowd: many, notes: new Notes(), chance })
    await big.close()
  }
}

/** Does it all again for as long as there is time, to see whether anything grows. */
async function stayOn(window: Window, look: Look): Promise<void> {
  const again = () => profiles ? window.profiled(() => round(look)).then(text => writeFileSync(join(profiles, 'panel.cpuprofile'), text)) : round(look)
  if (profiles || Date.now() - began < lastRoundMs) await again()
  await weigh(window, `${spelt(visitors)} online, after another`)
}

async function weigh(window: Window, when: string): Promise<void> {
  const { heapBytes, nodes } = await window.weigh()
  notes.add(`heap, ${when}`, 'MB', heapBytes / 2 ** 20)
  notes.add(`DOM, ${when}`, 'nodes', nodes)
}

/** What follows from the figures. */
function compare(): void {
  notes.settle('ms', { most: 300 })
  const put = (what: string, ours: string, others: string, want?: { most: number } | { least: number }) => {
    for (const value of ratio(notes.of(ours), notes.of(others))) notes.add(what, '×', value, want)
  }
  const [few, many] = [visitors / fewer, visitors].map(n => `${spelt(n)} online`)
  for (const what of ['at the top', 'scrolling']) put(`${what}: frames, of a bare list's`, `${what}: frames`, `a bare list, ${what}: frames`, { least: 0.9 })
  put('opened: with many, of with few', `opened until rows are shown, ${many}`, `opened until rows are shown, ${few}`)
  put('heap: with many, of with few', `heap, ${many}`, `heap, ${few}`, { most: 1.2 })
  put('heap: after a round, of before it', `heap, ${many}, after a round`, `heap, ${many}`, { most: 1.2 })
  put('heap: after another, of after a round', `heap, ${many}, after another`, `heap, ${many}, after a round`, { most: 1.1 })
}

async function measure(devtools: Devtools): Promise<void> {
  const few = await Crowd.start(crowds, visitors / fewer, changes / fewer)
  const many = await Crowd.start(crowds, visitors, changes, profiles && join(profiles, 'server.pprof'))
  await open(devtools, [few, many])
  await look(devtools, few, many)
}

async function machine(devtools: Devtools) {
  const { product } = await devtools.send<{ product: string }>('Browser.getVersion')
  return { cpu: cpus()[0]!.model, cores: cpus().length, system: `${type()} ${release()}`, browser: product, load: loadavg()[0]!, date: new Date().toISOString() }
}

/** Comes when the time is up, or when somebody ends it. What was measured by then counts. */
function interruption(): Promise<void> {
  return new Promise(ok => {
    const cut = (why: string) => {
      console.error(`Not finished: ${why}.`)
      ok()
    }
    setTimeout(cut, budgetMs, 'the time is up').unref()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, cut)
  })
}

function print(ranOn: Awaited<ReturnType<typeof machine>>): void {
  const seconds = Math.round((Date.now() - began) / 1000)
  console.log(`${ranOn.cpu}, ${ranOn.cores} cores (load ${ranOn.load.toFixed(1)} before), ${ranOn.system}, ${ranOn.browser} headless, ${ranOn.date.slice(0, 16)}`)
  console.log(`${spelt(visitors)} visitors, ${spelt(changes)} changes a second; server, visitors, driver and browser share the cores. Median (lowest–highest). ${seconds} s.\n`)
  console.log(table(notes.figures))
  console.log('\n' + JSON.stringify({ machine: ranOn, visitors, changes, seconds, figures: notes.figures.map(figure => ({ ...figure, median: median(figure.all), met: isMet(figure) })) }))
}

const folder = mkdtempSync(join(tmpdir(), 'nametag-crowd-'))
const crowds: Crowd[] = []
let devtools: Devtools | undefined
try {
  process.env['E2E_PROGRAM'] = compile(folder)
  devtools = new Devtools()
  const ranOn = await machine(devtools)
  await Promise.race([measure(devtools), interruption()])
  compare()
  print(ranOn)
} finally {
  for (const crowd of crowds) await crowd.stop()
  await devtools?.close()
  rmSync(folder, { recursive: true, force: true })
}
process.exit() // a measurement that was cut short waits for a browser that is gone
