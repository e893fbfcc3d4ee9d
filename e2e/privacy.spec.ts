import type { BrowserContext, Locator, Page } from '@playwright/test'
import { expect, openPanel, test } from './fixtures.ts'
import { Panel } from './panel.ts'
import type { Server, Site } from './server.ts'
import { say, visitorId } from './widget.ts'

// The Privacy page: what is kept of whom and for how long, addresses, consent (spec live §5, security §6).

const card = (page: Page, title: string): Locator => page.locator('section.card').filter({ has: page.getByRole('heading', { name: title, level: 2, exact: true }) })
const row = (page: Page, kind: string): Locator => page.locator(`[data-kept="${kind}"]`)
const open = async (browse: () => Promise<BrowserContext>, server: Server, site: Site): Promise<Page> =>
  (await openPanel(await browse(), server, 'settings/privacy?site=' + site.key)).page
const nameless = 'Visitors whom nobody named'

async function type(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(text)
  await page.keyboard.press('Enter')
}

test('what is kept is shown, and shortened only after a question', async ({ browse, server, site }) => {
  const [page, other] = [await open(browse, server, site), await open(browse, server, site)]
  await expect(row(page, 'anonymous')).toContainText('30 days')
  await expect(row(page, 'unproven')).toContainText('400 days')
  await expect(row(page, 'proven')).toContainText('until you erase it')
  await expect(row(page, 'ips')).toContainText('not kept')

  await type(page, nameless, '7')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Keep them for 7 days only?')
  await expect(dialog).toContainText('erased for good within minutes')
  await page.keyboard.press('Escape')
  await expect(card(page, 'Keep for shorter')).toContainText('Nothing was changed.')
  await expect(row(page, 'anonymous')).toContainText('30 days')

  await type(page, nameless, '7')
  await dialog.getByRole('button', { name: 'Forget what is older' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(row(page, 'anonymous')).toContainText('7 days')
  await expect(card(page, 'Keep for shorter').getByText('Saved')).toBeVisible()
  await expect(row(other, 'anonymous'), 'another admin sees it at once').toContainText('7 days')

  await test.step('longer needs no question, and blank is as long as the server', async () => {
    await type(page, nameless, '14')
    await expect(row(page, 'anonymous')).toContainText('14 days')
    await type(page, nameless, '')
    await expect(row(page, 'anonymous')).toContainText('30 days')
    await page.reload()
    await expect(page.getByLabel(nameless, { exact: true })).toHaveValue('')
  })
})

test.describe('lives that can’t be', () => {
  test.use({ tolerated: /status of 400/ })

  test('are refused beside the field', async ({ browse, server, site }) => {
    const page = await open(browse, server, site)
    for (const [text, says] of [['31', 'This server keeps them for 30 days at most.'], ['0', 'Give a number of days, 1 or more'], ['a week', 'Give a whole number']] as const) {
      await type(page, nameless, text)
      await expect(card(page, 'Keep for shorter').getByRole('alert').filter({ hasText: says })).toBeVisible()
    }
    await expect(row(page, 'anonymous')).toContainText('30 days')
  })
})

test('addresses are shown with visits while the site stores them, and at once no more', async ({ browse, server, site, visit }) => {
  const page = await open(browse, server, site)
  const stored = page.getByRole('switch', { name: 'Store IP addresses with visits' })
  await expect(stored).not.toBeChecked()
  await stored.press('Space')
  await expect(stored).toBeChecked()
  await expect(row(page, 'ips')).toContainText('as long as the visit')

  const own = await visit()
  await say(own, 'identify', '42', { name: 'Jane Doe' })
  const visitor = await visitorId(own)
  const watch = await openPanel(await browse(), server, `visitors/${visitor}?site=${site.key}`)
  await expect(watch.section('Timeline').locator('[data-ip]')).toHaveText('127.0.0.1')

  await stored.click()
  await expect(row(page, 'ips')).toContainText('not kept')
  await watch.page.reload()
  await expect(watch.section('Timeline').locator('.visit')).toHaveCount(1)
  await expect(watch.section('Timeline').locator('[data-ip]')).toHaveCount(0)
})

test('agents look, and change nothing', async ({ browse, server, site }) => {
  const password = 'correct horse battery'
  await server.command(['admin', 'create', '--email', `p-${site.key}@example.com`, '--role', 'agent', '--site', site.key, '--password-stdin'], password)
  const { page } = new Panel(await (await browse()).newPage())
  await page.goto(server.url + '/panel/settings/privacy')
  await page.getByLabel('Email').fill(`p-${site.key}@example.com`)
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
  await expect(row(page, 'anonymous')).toContainText('30 days')
  await expect(card(page, 'Keep for shorter')).toContainText('As long as the server: 30 days')
  await expect(page.locator('main input, main .switch')).toHaveCount(0)
})
