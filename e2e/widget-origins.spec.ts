import type { Page } from '@playwright/test'
import { expect, test as base } from './fixtures.ts'
import { kept } from './quietly.ts'
import { Strangers } from './strangers.ts'
import { begin, identity, say, visitorId } from './widget.ts'

// Two origins of a site that share a cookie and no storage, as two ports do, or two subdomains with a cookie domain
// (spec widget §4: the cookie wins). Whatever one of them wrote down, it learns what became of the browser at the other.

const test = base.extend<{ both: () => Promise<[here: Page, there: Page]>; elsewhere: string }>({
  elsewhere: async ({ site, line }, use) => {
    const others = await Strangers.open()
    await use(others.host(site.key, line.url) + 'plain.html')
    await others.close()
  },
  both: async ({ visit, elsewhere }, use) => {
    await use(async () => {
      const here = await visit()
      await visitorId(here)
      const there = await here.context().newPage()
      await there.goto(elsewhere)
      expect(await visitorId(there), 'one visitor').toBe(await visitorId(here))
      return [here, there]
    })
  },
})

test('an origin that comes back after a reset at the other goes on as the new visitor', async ({ visit, elsewhere, pages }) => {
  const page = await visit()
  const before = await visitorId(page)
  await page.goto(elsewhere)
  await say(page, 'identify', 'gone', { name: 'Gone' })
  await say(page, 'reset')
  const after = await visitorId(page)
  expect(after).not.toBe(before)
  await page.goto(pages + 'plain.html')
  expect(await visitorId(page)).toBe(after)
  expect(await say(page, 'identify', 'next')).toMatchObject({ visitor_id: after, switched: false })
  expect(await identity(page)).toEqual({ visitor_id: after, trust: 'claimed', external_id: 'next' })
})

test('an origin that comes back after a log-in at the other stays logged in', async ({ visit, elsewhere, pages, panel }) => {
  const page = await visit()
  const id = await visitorId(page)
  await page.goto(elsewhere)
  await say(page, 'identify', 'joan', { name: 'Joan' })
  await page.goto(pages + 'plain.html')
  await expect(panel.row('Joan').locator('.row-page')).toContainText('Mugs')
  await say(page, 'setAttributes', { company: 'Joan & Co' })
  expect(await identity(page)).toMatchObject({ visitor_id: id, trust: 'claimed' })
  await expect(panel.rows).toHaveCount(1)
})

test('a reset at one open origin reaches the other, and what it says next is the next person\'s', async ({ both, server, site }) => {
  const [here, there] = await both()
  await say(here, 'identify', 'first', { name: 'First' })
  const before = await visitorId(here)
  await expect.poll(async () => (await identity(there)).trust).toBe('claimed')
  await say(there, 'reset')
  const after = await visitorId(there)
  await expect.poll(() => visitorId(here)).toBe(after)
  expect(await say(here, 'identify', 'second', { name: 'Second' })).toMatchObject({ visitor_id: after, switched: false })
  expect(await identity(here)).toEqual({ visitor_id: after, trust: 'claimed', external_id: 'second' })
  const backend = await server.backend(site)
  expect((await backend.contact('second'))!.visitors).toMatchObject([{ id: after }])
  expect((await backend.contact('first'))!.visitors).not.toMatchObject([{ id: after }])
  expect(before).not.toBe(after)
})

test('a switch at one open origin reaches the other', async ({ both }) => {
  const [here, there] = await both()
  await say(here, 'identify', 'ann')
  await expect.poll(async () => (await identity(there)).trust).toBe('claimed')
  expect(await say(there, 'identify', 'ben')).toMatchObject({ switched: expect.any(Boolean) })
  const now = await visitorId(there)
  await expect.poll(() => visitorId(here)).toBe(now)
  await say(here, 'setAttributes', { company: 'Ben & Sons' })
  expect((await identity(here)).external_id).not.toBe('ann')
})

test('a denial at one open origin holds at the other: nothing is kept there, and nothing more is sent', async ({ both, server, site, line }) => {
  const [here, there] = await both()
  await say(here, 'identify', 'regrets')
  await expect.poll(async () => (await identity(there)).trust).toBe('claimed')
  await say(there, 'consent', 'denied')
  await expect.poll(() => say(here, 'status')).toMatchObject({ loaded: false, connected: false })
  expect(await identity(here)).toEqual({ visitor_id: null, trust: 'anonymous' })
  await expect.poll(async () => (await (await server.backend(site)).visitors()).map(row => row.state)).toEqual(['left'])
  for (const page of [here, there]) {
    expect(await kept(page)).toEqual({ [`cookie nametag_${site.key}`]: `nametag_${site.key}=~` })
  }
  const before = line.passed.length
  await begin(here, 'setAttributes', { company: 'Later' })
  await here.goto('about:blank')
  expect(line.passed.slice(before)).toEqual([])
})

test('who denied, and then logged in at one origin after all, is so at the other', async ({ both, elsewhere, pages }) => {
  const [here, there] = await both()
  await say(there, 'consent', 'denied')
  await expect.poll(() => say(here, 'status')).toMatchObject({ loaded: false })
  await there.goto(elsewhere)
  await say(there, 'identify', 'vera')
  const id = await visitorId(there)
  await here.goto(pages + 'plain.html')
  expect(await visitorId(here)).toBe(id)
  expect(await say(here, 'setAttributes', { company: 'Vera & Co' })).toMatchObject({ trust: 'claimed' })
  expect(await identity(there)).toMatchObject({ external_id: 'vera' })
})

test('who denied at one origin is somebody new at the other, too', async ({ both, pages }) => {
  const [here, there] = await both()
  const before = await visitorId(here)
  await here.goto('about:blank')
  await say(there, 'consent', 'denied')
  await here.goto(pages + 'plain.html')
  expect(await visitorId(here)).not.toBe(before)
})
