import { expect, test } from './fixtures.ts'
import { begin, identity, say, visitorId } from './widget.ts'

// However the script comes into a page (spec widget §1, §3, §5).

test('fifty calls before load are applied and answered in their order', async ({ visit, server, site }) => {
  const page = await visit('fifty.html')
  const inOrder = Array.from({ length: 50 }, (_, n) => n)
  await expect.poll(() => page.evaluate(() => (window as never as { settled: number[] }).settled)).toEqual(inOrder)
  const steps = (await (await server.backend(site)).ledger('fifty')).flatMap(entry => entry.changes ?? []).filter(c => c.key === 'custom_data.n')
  expect(steps.map(c => c.new).reverse()).toEqual(inOrder)
})

test('a call of the stub that is refused unheard stays quiet, and whoever listens later hears why', async ({ visit }) => {
  const page = await visit('stubbed.html')
  expect(await identity(page)).toMatchObject({ external_id: 'stubbed' })
  const code = await page.evaluate(() => (window as never as { refused: Promise<unknown> }).refused.catch(({ code }) => code))
  expect(code).toBe('placeholder_id') // a rejection that nobody caught before would fail the test
})

test('several copies of the script on a page are one', async ({ visit, line, server, site }) => {
  const page = await visit('twice.html')
  await page.waitForLoadState('load')
  const id = await visitorId(page)
  expect(await say(page, 'identify', 'double')).toMatchObject({ visitor_id: id })
  const backend = await server.backend(site)
  await expect.poll(async () => (await backend.visitors()).map(row => [row.visitor, row.tabs, row.company])).toEqual([[id, 1, 'Double & Co']])
  expect(await page.evaluate(() => (window as never as { readies: number }).readies)).toBe(1)
  expect(line.requests('SOCKET', '/v1/socket')).toHaveLength(1)
  expect(line.commands().map(c => c.call)).toEqual(['setAttributes', 'identify'])
  await page.evaluate(() => history.pushState(null, '', 'once.html'))
  await expect.poll(async () => (await backend.visitors())[0]?.page.url).toMatch(/once\.html$/)
})

test('a script that another script adds, removes and adds again is one', async ({ visit, line, server, site }) => {
  const page = await visit('late.html')
  await expect.poll(() => page.evaluate(() => (window as never as { loads: number }).loads)).toBeGreaterThanOrEqual(2)
  expect(await identity(page)).toMatchObject({ external_id: 'late', trust: 'claimed' })
  const backend = await server.backend(site)
  await expect.poll(async () => (await backend.visitors()).map(row => [row.name, row.state, row.tabs])).toEqual([['La Te', 'active', 1]])
  expect(line.batches()).toHaveLength(1)
  expect(line.requests('SOCKET', '/v1/socket')).toHaveLength(1)
})

test('over a slow line it starts in one request, and leaving at once loses nothing', async ({ browse, pages, line, server, site }) => {
  const page = await (await browse()).newPage()
  const network = await page.context().newCDPSession(page)
  await network.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 })
  await page.goto(pages + 'early.html')
  await expect.poll(async () => (await identity(page)).external_id).toBe('early')
  expect(line.batches()).toHaveLength(1)
  expect(line.requests('OPTIONS', '/v1/commands')).toEqual([])
  const id = await visitorId(page)
  await page.goto(pages + 'leave.html?to=bare.html')
  await visitorId(page)
  await page.getByRole('button').click()
  await page.waitForURL(pages + 'bare.html')
  const backend = await server.backend(site)
  await expect.poll(() => backend.identified('leaver')).toBe(1)
  expect((await backend.contact('early'))!.visitors.map(v => v.id)).toContain(id)
})

test('without a site nothing is sent, and what was said meanwhile goes once init has named it', async ({ visit, line, server, site }) => {
  const page = await visit('bare.html')
  await page.evaluate(src => new Promise(loaded => {
    const script = document.createElement('script')
    script.src = src
    script.onload = loaded
    document.head.append(script)
  }), line.url + '/nametag.js')
  await begin(page, 'identify', 'init', { custom_data: { n: 1 } })
  await begin(page, 'setAttributes', { custom_data: { n: 2 } })
  expect(line.passed.filter(p => p.method !== 'GET')).toEqual([])
  await say(page, 'init', { site: site.key, host: line.url })
  expect(await say(page, 'setAttributes', { custom_data: { last: true } })).toMatchObject({ trust: 'claimed' })
  expect((await (await server.backend(site)).contact('init'))!.custom_data).toEqual({ n: 2, last: true })
})
