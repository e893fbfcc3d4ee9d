import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, devices } from '@playwright/test'
import { compile } from './build.ts'
import { chromium as found } from './chromium.ts'
import { Devtools } from './devtools.ts'
import { Server } from './server.ts'
import { Strangers } from './strangers.ts'
import { record, type Sample } from './trace.ts'
import { Traffic } from './traffic.ts'
import { bare, empty, spell, type Report } from './weight.ts'
import { Yardstick } from './yardstick.ts'

// What the widget costs a page at its start (spec widget §5): prints it as a table and as JSON, and writes the table into
// the README.

const rounds = Number(process.env['MEASURE_ROUNDS'] ?? 15)
const readme = fileURLToPath(new URL('../README.md', import.meta.url))
const dist = new URL('../static/dist/nametag.js', import.meta.url)

/** Pages in the order in which somebody opens them; the last one counts. */
const visits = {
  'first visit': ['plain.html'],
  'next page': ['plain.html', 'next.html'],
  '`identify` in the stub': ['told.html'],
}

async function wires(server: Server, folder: string): Promise<Report['wire']> {
  const { defaultBrowserType: _, ...phone } = devices['Pixel 7']!
  const browser = await chromium.launch(found())
  const wire: Report['wire'] = {}
  try {
    for (const [visit, names] of Object.entries(visits)) {
      const page = await (await browser.newContext(phone)).newPage()
      const traffic = await Traffic.of(page, server)
      for (const name of names) wire[visit] = await traffic.start(page, folder + name)
    }
  } finally {
    await browser.close()
  }
  return wire
}

type Runs = { [what: string]: () => Promise<Sample> }

/** All in turns, so that what else the machine does meets all alike. */
async function times(runs: Runs): Promise<{ [what: string]: Sample[] }> {
  const samples: { [what: string]: Sample[] } = {}
  for (let round = 0; round < rounds; round++) {
    for (const [what, run] of Object.entries(runs)) {
      (samples[what] ??= []).push(await run())
    }
    console.error(`round ${round + 1} of ${rounds}`)
  }
  return samples
}

async function measure(server: Server, strangers: Strangers): Promise<Report> {
  const nothing = await Yardstick.empty(readFileSync(dist).length)
  const floor = await Yardstick.bare(server)
  const site = async (name: string, nametag: { url: string }) => strangers.host((await server.site(name)).key, nametag.url)
  const folder = await site('widget', server)
  const bareFolder = await site('bare', floor)
  const emptyFolder = await site('empty', nothing)
  const wire = await wires(server, folder)
  const devtools = new Devtools()
  try {
    const runs: Runs = {
      [bare]: () => record(devtools, bareFolder + 'plain.html'),
      [empty]: () => record(devtools, emptyFolder + 'plain.html', { greets: false }),
    }
    for (const [visit, names] of Object.entries(visits)) {
      const addresses = names.map(name => folder + name)
      runs[visit] = () => record(devtools, addresses.at(-1)!, { before: addresses.slice(0, -1) })
    }
    const samples = await times(runs)
    return { rounds, cores: cpus().length, wire, samples }
  } finally {
    await devtools.close()
    await floor.close()
    await nothing.close()
  }
}

/** The README has the table between its marks. */
function publish(table: string): void {
  const [begin, end] = ['<!-- weight -->\n', '<!-- /weight -->']
  const text = readFileSync(readme, 'utf8')
  const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)]
  if (from < begin.length || to < from) throw new Error('README.md has no marks for the table of weights')
  writeFileSync(readme, text.slice(0, from) + table + text.slice(to))
}

const folder = mkdtempSync(join(tmpdir(), 'nametag-measure-'))
process.env['E2E_PROGRAM'] = compile(folder)
const server = await Server.start()
const strangers = await Strangers.open()
try {
  const report = await measure(server, strangers)
  const table = spell(report)
  publish(table)
  console.log(table)
  console.log(JSON.stringify(report))
} finally {
  await strangers.close()
  await server.dispose()
  rmSync(folder, { recursive: true, force: true })
}
