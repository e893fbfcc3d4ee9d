import type { Browser } from '@playwright/test'
import { chromium } from './chromium.ts'
import { expect, test as base } from './fixtures.ts'
import { Server } from './server.ts'
import { Soak } from './soak/soak.ts'

// 3,072 bytes that never lose a call (spec widget §3). This is a short life; `make soak` lives a long one: SEED=… LOADS=1000,
// and ONLY=7 for the story of one browser alone.

const { SEED, LOADS, ONLY } = process.env
const plan = { seed: Number(SEED || 3), loads: Number(LOADS || 25), only: Number(ONLY || 0) }

const test = base.extend<{ doomed: Server; cached: Browser }>({
  doomed: async ({}, use) => {
    const server = await Server.start()
    await use(server)
    await server.dispose()
  },
  cached: async ({ browser }, use) => {
    const cached = await browser.browserType().launch({ ...chromium(), ignoreDefaultArgs: ['--disable-back-forward-cache'] })
    await use(cached)
    await cached.close()
  },
})

test('whatever pages, tabs, networks and servers do, calls arrive once, in order, with whom they were meant for', async ({ browser, cached, contextOptions, doomed }) => {
  test.setTimeout(120_000 + plan.loads * 10_000)
  const soak = new Soak(plan)
  await soak.run(browser, cached, contextOptions, doomed)
  expect(soak.faults, soak.progress).toEqual([])
})
