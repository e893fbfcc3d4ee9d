import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { begin, identity, say, visitorId } from './widget.ts'

// Blockers, portals and servers that are away (spec widget §3): nothing throws, nothing is lost, nobody is hammered.
// The pages' clocks are ours here, so that a minute takes no time.

const often = 20 // requests in a minute: what grows its waits from a second on stays well below, even by bad luck

/** Lets time pass in the page, second by second; what it sends meanwhile is answered, or breaks, in between. */
async function pass(page: Page, seconds: number): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    await page.clock.runFor(1000)
    await page.evaluate(async () => { await (await fetch(location.href)).text() }) // a way to a server and back
  }
}

test('where the script is blocked, its stub takes every call, and the page works', async ({ visit, line }) => {
  line.refuse('/nametag')
  const page = await visit('early.html')
  const returned = await page.evaluate(() => {
    const names = ['identify', 'reset', 'status', 'noSuchCall']
    return names.map(name => window.Nametag(name, { then: 'what' }) instanceof Promise)
  })
  expect(returned).toEqual([true, true, true, true])
  expect(line.batches()).toEqual([])
  line.mend()
  await page.reload()
  await expect.poll(() => identity(page), 'without the blocker').toMatchObject({ external_id: 'early' })
})

test('where commands are blocked, they wait, and seldom knock', async ({ browse, pages, server, site }) => {
  const context = await browse()
  let knocks = 0
  await context.route('**/v1/commands', route => { knocks++; return route.abort('blockedbyclient') })
  const page = await context.newPage()
  await page.clock.install()
  await page.goto(pages + 'plain.html')
  await begin(page, 'identify', 'patient', { name: 'Pat Ient' })
  await pass(page, 60)
  expect(knocks).toBeGreaterThan(1)
  expect(knocks).toBeLessThan(often)
  const before = knocks
  await pass(page, 60)
  expect(knocks - before, 'and ever more seldom').toBeLessThan(before)

  await context.unroute('**/v1/commands')
  const backend = await server.backend(site)
  await expect.poll(async () => { await page.clock.runFor(10_000); return backend.identified('patient') }).toBe(1)
  expect(await identity(page)).toMatchObject({ external_id: 'patient' })
})

test('where sockets are blocked on their way, presence is there all the same, and they seldom knock', async ({ browse, pages, line, server, site }) => {
  const backend = await server.backend(site)
  line.refuse('/v1/socket')
  const page = await (await browse()).newPage()
  await page.clock.install()
  await page.goto(pages + 'plain.html')
  const id = await visitorId(page)
  await pass(page, 60)
  await expect.poll(async () => (await backend.visitors()).map(row => [row.visitor, row.state])).toEqual([[id, 'active']])
  expect(line.requests('SOCKET', '/v1/socket').length).toBeLessThan(often)
  expect(line.requests('POST', '/v1/heartbeat').length).toBeLessThan(often)
  expect(await say(page, 'identify', 'no-socket')).toMatchObject({ trust: 'claimed' })
})

test('where all is blocked once the script is here, calls wait their turn', async ({ visit, line, server, site }) => {
  const backend = await server.backend(site)
  const page = await visit()
  const id = await visitorId(page)
  await page.context().setOffline(true)
  line.cut()
  await begin(page, 'identify', 'first', { custom_data: { n: 1 } })
  await begin(page, 'reset')
  expect(await identity(page), 'at once, even without a server').toMatchObject({ visitor_id: null, trust: 'anonymous' })
  await begin(page, 'identify', 'second', { custom_data: { n: 2 } })
  line.mend()
  await page.context().setOffline(false)
  await expect.poll(() => backend.identified('second'), { timeout: 15_000 }).toBe(1)
  await expect.poll(() => identity(page)).toMatchObject({ external_id: 'second', trust: 'claimed' })
  expect((await backend.contact('first'))!.visitors).toMatchObject([{ id, fenced_at: expect.any(String) }])
  expect((await backend.contact('second'))!.visitors).toMatchObject([{ id: await visitorId(page) }])
})

test('what answers in the server’s place is not believed', async ({ browse, pages, server, site }) => {
  const context = await browse()
  const answers = ['<html>Welcome to our hotel</html>', '{}', 'null', '[]', '{"visitor":null,"answers":null}', '']
  await context.route('**/v1/commands', route => {
    const body = answers.shift()
    return body === undefined ? route.continue() : route.fulfill({ status: 200, contentType: 'text/html', headers: { 'Access-Control-Allow-Origin': '*' }, body })
  })
  const page = await context.newPage()
  await page.clock.install()
  await page.goto(pages + 'plain.html')
  const said = say(page, 'identify', 'lodger')
  const backend = await server.backend(site)
  await expect.poll(async () => { await pass(page, 10); return backend.identified('lodger') }, { timeout: 20_000 }).toBe(1)
  expect(await said).toMatchObject({ trust: 'claimed' })
  expect(answers).toEqual([])
})

test.describe('where fetch always throws', () => {
  test.use({ tolerated: /planned/ }) // by the page itself

  test('the page hears nothing of it, and the next page sends what was said', async ({ visit, pages, server, site }) => {
    const page = await visit('hostile.html?world=fetchThrows')
    await page.waitForFunction(() => 'identify' in window.Nametag)
    await page.goto(pages + 'next.html')
    await visitorId(page)
    const backend = await server.backend(site)
    await expect.poll(() => backend.identified('hostile'), { timeout: 15_000 }).toBe(1)
  })
})
