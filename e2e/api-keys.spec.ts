import type { BrowserContext, Locator, Page } from '@playwright/test'
import { expect, openPanel, test } from './fixtures.ts'
import type { Panel } from './panel.ts'
import type { Server, Site } from './server.ts'

// API keys: what a site's own back ends come in with (spec live §5, api §3).

const dialog = (page: Page): Locator => page.getByRole('dialog')
const line = (page: Page, name: string): Locator => page.locator('[data-key]').filter({ hasText: name })
const open = (browse: () => Promise<BrowserContext>, server: Server, site: Site): Promise<Panel> =>
  browse().then(context => openPanel(context, server, 'settings/api-keys?site=' + site.key))
const ask = (server: Server, key: string, path: string) => fetch(server.url + '/api/v1' + path, { headers: { Authorization: 'Bearer ' + key } })

test('a key is shown once, opens what its scopes say, shows that it was used, and is revoked', async ({ browse, server, site }) => {
  const { page } = await open(browse, server, site)
  await expect(page.getByText('There is no API key yet.')).toBeVisible()
  await page.getByRole('button', { name: 'Make an API key' }).click()
  await dialog(page).getByLabel('Name').fill('CRM')
  await expect(dialog(page).getByLabel('Read contacts')).toBeChecked()
  await dialog(page).getByLabel('See who is here now').check()
  await dialog(page).getByRole('button', { name: 'Make the key' }).click()
  await expect(dialog(page)).toContainText('you won’t see it again')
  const key = await dialog(page).locator('.copyable code').innerText()
  expect(key).toMatch(/^nt_ak_[\w-]{43}$/)

  await test.step('nothing but the button closes it', async () => {
    await page.keyboard.press('Escape')
    await page.mouse.click(5, 5)
    await expect(dialog(page)).toContainText(key)
    await page.getByRole('button', { name: 'I have stored it' }).click()
    await expect(page.locator('body')).not.toContainText(key)
  })
  await expect(line(page, 'CRM')).toContainText('Last usednever')
  expect((await ask(server, key, '/contacts')).status).toBe(200)
  expect((await ask(server, key, '/site')).status, 'a scope that it lacks').toBe(403)
  expect((await ask(server, key, '/agents')).status, 'what no key reaches').toBe(401)
  await page.reload()
  await expect(line(page, 'CRM')).toContainText(/Last used(just now|\d+ s ago)/)

  await page.getByRole('button', { name: 'Revoke CRM' }).click()
  await expect(dialog(page)).toContainText('something works with it still')
  await dialog(page).getByRole('button', { name: 'Revoke', exact: true }).click()
  await expect(line(page, 'CRM')).toHaveAttribute('data-state', 'revoked')
  expect((await ask(server, key, '/contacts')).status).toBe(401)
  await page.reload()
  await expect(line(page, 'CRM')).toHaveAttribute('data-state', 'revoked')
})

test('by keyboard alone: everything at once is warned of, and a key that was never used is revoked', async ({ browse, server, site }) => {
  const { page } = await open(browse, server, site)
  await page.getByRole('button', { name: 'Make an API key' }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog(page).getByLabel('Name')).toBeFocused()
  await page.keyboard.type('Everything at once')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await expect(dialog(page).getByRole('button', { name: 'Make the key' }), 'a key needs a scope').toBeDisabled()
  await dialog(page).getByLabel('Everything').focus()
  await page.keyboard.press('Space')
  await expect(dialog(page).getByRole('status')).toContainText('could prove to be any of your users')
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toContainText('you won’t see it again')
  await page.getByRole('button', { name: 'I have stored it' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Make an API key' })).toBeFocused()

  await page.getByRole('button', { name: 'Revoke Everything at once' }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toContainText('It was never used.')
  await expect(dialog(page).getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(line(page, 'Everything at once')).toHaveAttribute('data-state', 'revoked')
})

test('keys are of one site', async ({ browse, server, site }) => {
  const other = await server.site('Another with keys')
  await server.command(['apikey', 'create', '--site', other.key, '--name', 'Theirs', '--scopes', 'all'])
  const { page } = await open(browse, server, site)
  await expect(page.getByText('There is no API key yet.')).toBeVisible()
  await page.getByLabel('Site').selectOption(other.key)
  await expect(line(page, 'Theirs')).toHaveAttribute('data-state', 'active')
})
