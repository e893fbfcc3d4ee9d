import { expect, test } from './fixtures.ts'
import { servePackage } from './package.ts'
import { identity, visitorId } from './widget.ts'

// A React app with the npm package as it is packed (e2e/consumer): no wrapper is needed (spec widget §1).

test.beforeAll(({ strangers }) => servePackage(strangers))

test('Jane arrives once, however often StrictMode runs the effects', async ({ browse, pages, line, panel, server, site }) => {
  const page = await (await browse()).newPage()
  let waiting: unknown
  await page.route('**/nametag.js', async route => {
    waiting = await page.evaluate(() => (window.Nametag as never as { q: [call: unknown[]][] }).q.map(([[name]]) => name))
    await route.continue()
  })
  await page.goto(pages + 'react.html')
  await expect(page.locator('output[name=trust]')).toHaveText('claimed')
  expect(waiting).toEqual(['on', 'identify', 'init', 'on', 'identify', 'init'])
  const id = await visitorId(page)
  await expect(panel.rowOf(id)).toContainText('Jane Doe')
  await expect(panel.rows).toHaveCount(1)

  expect(line.requests('GET', '/nametag.js'), 'the script is loaded once').toHaveLength(1)
  expect(line.batches(), 'what waited travels with hello').toHaveLength(1)
  expect(line.requests('SOCKET', '/v1/socket')).toHaveLength(1)
  const backend = await server.backend(site)
  expect((await backend.contacts()).map(contact => contact.external_id)).toEqual(['42'])
  expect(await backend.visitors()).toMatchObject([{ visitor: id, tabs: 1, visitors: 1 }])
  expect(await backend.identified('42')).toBe(1)
})

test('the code on the page is the one that the agent sees', async ({ visit, panel }) => {
  const page = await visit('react.html')
  await page.getByRole('button', { name: 'Support code' }).click()
  await expect(page.locator('output[name=code]')).toHaveText(/^\d{4}$/)
  const code = await page.locator('output[name=code]').innerText()
  await expect(panel.row('Jane Doe').locator('.code')).toContainText(code)
})

test('logging out fences: who comes next is somebody else', async ({ visit, panel, server, site }) => {
  const page = await visit('react.html')
  await expect(panel.row('Jane Doe')).toHaveAttribute('data-trust', 'claimed')
  const janes = await visitorId(page)
  await page.getByRole('button', { name: 'Log out' }).click()
  await expect(page.locator('output[name=trust]')).toHaveText('anonymous')
  const next = await visitorId(page)
  expect(next).not.toBe(janes)
  expect(await identity(page)).toMatchObject({ trust: 'anonymous' })

  await page.getByRole('button', { name: 'Log in as Mei' }).click()
  await expect(panel.row('Mei Tanaka')).toHaveAttribute('data-trust', 'claimed')
  const backend = await server.backend(site)
  const jane = await backend.contact('42')
  expect(jane?.visitors).toMatchObject([{ id: janes, fenced_at: expect.any(String) }])
  expect((await backend.contact('43'))?.visitors.map(visitor => visitor.id)).not.toContain(janes)
})
