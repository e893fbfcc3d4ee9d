import { setTimeout as pass } from 'node:timers/promises'
import type { Crowd } from './crowd.ts'
import type { Seen } from './eye.ts'
import { median, stutter } from './figures.ts'
import type { Notes } from './notes.ts'
import { takenByOthers } from './processor.ts'
import { canSearch, search } from './search.ts'
import type { Window } from './window.ts'

// What an agent does in front of a crowd, once.

const wheelSpeed = 1500 // pixels a second: twenty rows
const jumps = 8
const names = ['Olivia', 'Kwame', 'Ingrid'] // whom a crowd has many of

export interface Look { window: Window; crowd: Crowd; notes: Notes; chance: () => number }

/** Everything, with all figures noted. */
export async function round(look: Look): Promise<void> {
  const { window, notes } = look
  const [others, at] = [takenByOthers(), Date.now()]
  await watch(look, 'at the top', 8000)
  await window.jump(0.5)
  await pass(500)
  await watch(look, 'in the middle', 6000)
  await scroll(window, notes, 'scrolling', 4000)
  await jumpAbout(look)
  await window.jump(0)
  await searchFor(look)
  notes.add('other programs on this machine', 'cores', (takenByOthers() - others) / (Date.now() - at))
}

/** The least that there is: a list without names, without a framework, without a server. */
export async function bareRound(window: Window, notes: Notes): Promise<void> {
  await pass(1000)
  await moving(window, notes, 'a bare list, at the top', () => pass(3000))
  await window.jump(0.5)
  await scroll(window, notes, 'a bare list, scrolling', 3000)
  await window.jump(0)
}

/** The same for the page's memory, shorter and unnoted. */
export async function stroll({ window, chance }: Look): Promise<void> {
  await pass(1000)
  for (let i = 0; i < 4; i++) await window.jump(chance())
  await window.wheel(wheelSpeed, wheelSpeed)
  await window.rest()
  await window.jump(0)
}

async function watch({ window, crowd, notes }: Look, where: string, ms: number): Promise<void> {
  const [bytes, usage, at] = [crowd.meter.bytes, crowd.usage(), Date.now()]
  const seen = await moving(window, notes, where, () => pass(ms))
  const [seconds, after] = [(Date.now() - at) / 1000, crowd.usage()]
  notes.add(`${where}: socket, messages`, '/s', seen.messages / seconds, { most: 5.2 }) // five, and who opens a window is answered
  notes.add(`${where}: socket, bytes received`, 'kB/s', (crowd.meter.bytes - bytes) / 1000 / seconds)
  notes.gather(`${where}: age of what is shown`, seen.stale)
  notes.add(`${where}: server's processor`, 'cores', (after.cpuMs - usage.cpuMs) / 1000 / seconds, { most: 1 })
  notes.add(`${where}: server's memory`, 'MB', after.residentBytes / 2 ** 20)
}

async function scroll(window: Window, notes: Notes, what: string, ms: number): Promise<void> {
  await moving(window, notes, what, () => window.wheel(wheelSpeed * ms / 1000, wheelSpeed))
  await window.rest()
}

async function jumpAbout({ window, notes, chance }: Look): Promise<void> {
  const took: number[] = []
  await moving(window, notes, 'jumping', async () => {
    for (let i = 0; i < jumps; i++) took.push(await window.jump(chance()) ?? Infinity)
  })
  notes.add('jumping: until the rows there are shown', 'ms', median(took))
  notes.add('jumping: the longest of these', 'ms', Math.max(...took))
}

async function searchFor({ window, notes }: Look): Promise<void> {
  const until = (ms: number | null) => notes.add('searching: until the answer is shown', 'ms', ms, { most: 200 })
  if (!await canSearch(window)) return until(null)
  await moving(window, notes, 'searching', async () => {
    for (const name of names) until(await search(window, name) ?? Infinity)
  })
}

/** Notes how smoothly the page moves while something is done. */
async function moving(window: Window, notes: Notes, what: string, doing: () => Promise<void>): Promise<Seen> {
  const [before, at] = [await window.spent(), Date.now()]
  const seen = await window.while(doing)
  const [after, ms] = [await window.spent(), Date.now() - at]
  notes.add(`${what}: frames`, '/s', seen.gaps.length / ms * 1000)
  notes.add(`${what}: longest frame`, 'ms', seen.gaps.length ? Math.max(...seen.gaps) : ms)
  notes.add(`${what}: stutters`, '% of the time', 100 * stutter(seen.gaps))
  notes.add(`${what}: main thread`, '% of a core', 100 * (after.busyMs - before.busyMs) / ms)
  notes.add(`${what}: a row on the screen is blank`, '% of frames', 100 * seen.blank)
  return seen
}
