import type { BrowserContext, Page } from '@playwright/test'
import { expect } from './expect.ts'
import type { Line } from './line.ts'

/** Opens a page whose clock is ours and that notes what is opened beside storage: channels. */
export async function openWatched(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage()
  await page.addInitScript(() => {
    const Real = window.BroadcastChannel
    const noted = window as never as { channels: number }
    noted.channels = 0
    window.BroadcastChannel = class extends Real {
      constructor(name: string) {
        super(name)
        noted.channels++
      }
    }
  })
  await page.clock.install()
  await page.goto(address)
  return page
}

/** All that a page's origin keeps in this browser, by where and under which name. */
export function kept(page: Page): Promise<{ [where: string]: string }> {
  return page.evaluate(async () => {
    const all: { [where: string]: string } = {}
    for (const [key, value] of Object.entries({ ...localStorage })) all['local ' + key] = value as string
    for (const [key, value] of Object.entries({ ...sessionStorage })) all['session ' + key] = value as string
    for (const pair of document.cookie.split('; ').filter(Boolean)) all['cookie ' + pair.split('=')[0]] = pair
    for (const { name } of await indexedDB.databases()) all['database ' + name] = ''
    return all
  })
}

/** Nothing is stored, held or opened, and nothing goes over the line, however long the page stays. */
export async function expectSilence(page: Page, line: Line): Promise<void> {
  await page.clock.runFor(60_000)
  const beside = await page.evaluate(async () => {
    const { held = [], pending = [] } = await navigator.locks.query()
    return { locks: held.length + pending.length, channels: (window as never as { channels: number }).channels }
  })
  expect({ stored: await kept(page), ...beside }).toEqual({ stored: {}, locks: 0, channels: 0 })
  expect(line.passed.filter(p => !(p.method === 'GET' && p.path.startsWith('/nametag')))).toEqual([])
}
