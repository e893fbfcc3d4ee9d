import type { Page } from '@playwright/test'
import { expect, openPanel, test } from './fixtures.ts'
import { identity, say } from './widget.ts'

interface Early { stub: typeof window.Nametag; settled: [name: string, answer: unknown][] }

/** Opens a page of the site's owner that carries a text in its head, at another origin than the server's. */
async function openOwn(page: Page, folder: string, head: string): Promise<void> {
  await page.goto(folder + 'bare.html')
  await page.evaluate(head => {
    // Scripts that come with innerHTML don't run; those of a parsed document do.
    const html = `<!doctype html><html><head><title>My shop</title>${head}</head><body><h1>My shop</h1></body></html>`
    document.open()
    document.write(html)
    document.close()
  }, head)
}

test('a page that pins the script loads this very file, and works', async ({ browse, server, site, pages }) => {
  const panel = await openPanel(await browse(), server, 'settings/install?site=' + site.key)
  await panel.page.getByText('This version', { exact: true }).click()
  await expect(panel.page.getByText('till you change the tag')).toBeVisible()
  const snippet = await panel.snippet()
  const [, pinned = ''] = /^<script async src="(\S+\/nametag\.[0-9a-f]{8}\.js)" integrity="sha384-\S{64}" crossorigin="anonymous" data-site/m.exec(snippet) ?? []
  expect(pinned, snippet).toContain(server.url)

  const own = await (await browse()).newPage()
  const script = own.waitForResponse(pinned)
  await openOwn(own, pages, snippet)
  expect((await script).headers()).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable', 'access-control-allow-origin': '*' })
  expect(await say(own, 'identify', 'pinner', { name: 'Pia Nner' })).toMatchObject({ trust: 'claimed' })
  await expect(panel.page.getByText('It works')).toBeVisible()
})

test('a page whose policy forbids inline scripts has the stub as a file, and its calls before load run in order', async ({ visit, line }) => {
  const page = await visit('stub.html')
  await page.waitForFunction(() => (window as never as Early).settled.length === 3)
  const settled = await page.evaluate(() => (window as never as Early).settled)
  expect(Object.fromEntries(settled)).toMatchObject({ identify: { trust: 'claimed' }, setAttributes: { trust: 'claimed' }, refused: { code: 'placeholder_id' } })
  expect(line.commands().map(c => c.call)).toEqual(['identify', 'setAttributes', 'identify'])

  await test.step('pasted again it changes nothing, and what was taken of it early goes on working', async () => {
    await page.addScriptTag({ url: line.url + '/nametag-stub.js' })
    expect(await identity(page)).toMatchObject({ external_id: 'stubbed' })
    expect(await page.evaluate(() => (window as never as Early).stub('identity'))).toMatchObject({ external_id: 'stubbed' })
    expect(await page.evaluate(() => typeof window.Nametag['identify'])).toBe('function')
  })
})

test('a site that is no longer waiting says so from the start', async ({ browse, server, site, visit }) => {
  await visit()
  const panel = await openPanel(await browse(), server, 'settings/install?site=' + site.key)
  await expect(panel.page.getByText('It works')).toBeVisible()
  await panel.page.reload()
  await expect(panel.page.getByText('It works')).toBeVisible()
})

test('a page whose origin is not allowed is turned away, and the panel names it', async ({ browse, server, strangers, line }) => {
  const site = await server.site('Strict site', { dev: false, origins: ['https://shop.example.com'] })
  const folder = strangers.host(site.key, line.url)
  const panel = await openPanel(await browse(), server, 'settings/install?site=' + site.key)
  await expect(panel.page.getByText('Waiting for your first visitor')).toBeVisible()

  const own = await (await browse()).newPage()
  await own.goto(folder + 'plain.html')

  await expect(panel.page.getByText('A page was turned away')).toBeVisible()
  await expect(panel.page.getByRole('alert')).toContainText(strangers.origin)
  await test.step('what it proposes helps at once', async () => {
    await panel.page.getByRole('button', { name: 'Allow ' + strangers.origin }).click()
    await expect(panel.page.getByText('Load that page again')).toBeVisible()
    await own.reload()
    await expect(panel.page.getByText('It works')).toBeVisible()
  })
})
