import { expect, test } from './fixtures.ts'
import { Strangers } from './strangers.ts'
import { identity } from './widget.ts'

// Pages within pages. A frame is its own page; where it has no origin, its site must say that it wants that (spec security §5).

test('a sandbox without an origin is refused, and told why', async ({ server, strangers, line, browse }) => {
  const site = await server.site('Sandbox, not listed', { dev: false, origins: [strangers.origin] })
  const page = await (await browse()).newPage()
  const warned = page.waitForEvent('console', message => message.text().includes('#origin_not_allowed'))
  await page.goto(strangers.host(site.key, line.url) + 'sandboxed.html')
  await expect(page.frameLocator('iframe').locator('p')).toHaveText('origin_not_allowed')
  expect((await warned).text(), 'what would let it in').toContain('--origin null')
  expect(line.batches().length, 'it doesn’t ask again and again').toBeLessThan(3)
  expect(await (await server.backend(site)).contact('framed')).toBeUndefined()
})

test('a sandbox without an origin works where its site lists that', async ({ server, strangers, line, browse }) => {
  const site = await server.site('Sandbox, listed', { dev: false, origins: [strangers.origin, 'null'] })
  const page = await (await browse()).newPage()
  await page.goto(strangers.host(site.key, line.url) + 'sandboxed.html')
  await expect(page.frameLocator('iframe').locator('p')).toHaveText('claimed')
  const backend = await server.backend(site)
  await expect.poll(async () => (await backend.visitors()).map(row => [row.name, row.state])).toEqual([['Fra Med', 'active']])
})

test('a frame of a third party is a page of its own', async ({ browse, pages, site, line, server }) => {
  const other = await Strangers.open('help.localhost')
  const page = await (await browse()).newPage()
  await page.goto(pages + 'around.html?frame=' + encodeURIComponent(other.host(site.key, line.url) + 'framed.html'))
  await expect(page.frameLocator('iframe').locator('p')).toHaveText('claimed')
  expect(await page.evaluate(() => ['Nametag' in window, Object.keys(localStorage).length, document.cookie])).toEqual([false, 0, ''])
  const frame = page.frames()[1]!
  expect(await frame.evaluate(() => window.Nametag('identity'))).toMatchObject({ external_id: 'framed', trust: 'claimed' })
  const backend = await server.backend(site)
  await expect.poll(async () => (await backend.visitors()).map(row => row.page.url)).toEqual([frame.url()])
  await other.close()
})

test('a page and its own frame are one visitor with two tabs', async ({ visit, pages, server, site }) => {
  const page = await visit('plain.html')
  await page.evaluate(src => new Promise(loaded => {
    const frame = document.body.appendChild(document.createElement('iframe'))
    frame.onload = loaded
    frame.src = src
  }), pages + 'framed.html')
  await expect.poll(() => identity(page)).toMatchObject({ external_id: 'framed' })
  const backend = await server.backend(site)
  await expect.poll(async () => (await backend.visitors()).map(row => row.tabs)).toEqual([2])
})
