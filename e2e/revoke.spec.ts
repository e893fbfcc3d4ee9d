import type { Page } from '@playwright/test'
import { expect, openPanel, test } from './fixtures.ts'
import type { Server, Site } from './server.ts'
import { listen, say, visitorId } from './widget.ts'

// What proofs brought about is taken back: a person signed out everywhere, a key that leaked (spec identity §5, security §2).

/** Has a page say who is there, with a token; returns the key's kid. */
async function prove(page: Page, server: Server, site: Site): Promise<string> {
  const { kid } = await server.command<{ kid: string }>(['key', 'create', '--site', site.key, '--name', 'web'])
  const { token } = await server.command<{ token: string }>(['token', 'create', '--site', site.key, '--external-id', '42', '--name', 'Jane Moreau'])
  await expect(async () => { // the server sees the key within a second
    expect(await say(page, 'identify', { token })).toMatchObject({ trust: 'verified' })
  }).toPass()
  return kid
}

test('who is signed out everywhere is somebody new at once, also after a reload', async ({ visit, browse, server, site }) => {
  const page = await visit()
  await prove(page, server, site)
  const before = await visitorId(page)
  const heard = await listen(page, 'identityChanged')
  const panel = await openPanel(await browse(), server, `visitors/${before}?site=${site.key}`)
  await panel.person.getByRole('button', { name: 'Sign out everywhere' }).click()
  const sure = panel.page.getByRole('dialog')
  await expect(sure).toContainText('It doesn’t log anybody out of your own site')
  await sure.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(panel.person.locator('.told')).toContainText('Jane Moreau is signed out: 1 browser ended.')
  await expect.poll(heard, 'the page hears of it without a call').toEqual([expect.objectContaining({ trust: 'anonymous' })])
  expect(await visitorId(page)).not.toBe(before)
  await page.reload()
  expect(await visitorId(page)).not.toBe(before)
  expect(await say(page, 'identity')).toMatchObject({ trust: 'anonymous' })
  await expect(panel.person.locator('[data-kind="revoked"]')).toHaveText([/was signed out/, /Agent admin@example\.com signed Jane Moreau out everywhere/])
})

test('a link falls within a second of its key’s leak, and its page hears of it', async ({ visit, server, site, panel }) => {
  const page = await visit()
  const kid = await prove(page, server, site)
  const row = panel.rowOf(await visitorId(page))
  await expect(row).toHaveAttribute('data-trust', 'verified')
  const expired = await listen(page, 'identityExpired')
  await server.command(['key', 'retire', kid, '--leaked'])
  await expect(row).toHaveAttribute('data-trust', 'claimed', { timeout: 1500 })
  await expect.poll(expired).toEqual([expect.objectContaining({ trust: 'claimed' })])
})
