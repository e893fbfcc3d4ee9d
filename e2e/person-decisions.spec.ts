import { createHmac } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expect, openPanel, test as base } from './fixtures.ts'
import type { Panel } from './panel.ts'
import { token } from './sign.ts'
import { say, visitorId } from './widget.ts'

// What an agent decides about people: conflicts, merges, wrong links (spec live §4, identity §4, §7).

interface Duo {
  jane: Page
  ravi: Page
  janeId: string // of the contacts
  raviId: string
}

const test = base.extend<{ duo: Duo }>({
  // Ravi's browser says Jane's email: it is parked on him.
  duo: async ({ server, site, visit }, use) => {
    const [jane, ravi] = [await visit(), await visit()]
    await say(jane, 'identify', 'jane-1', { name: 'Jane Moreau', email: 'jane@example.com', company: 'Moreau Interiors' })
    await say(ravi, 'identify', 'ravi-2', { name: 'Ravi Narayan', email: 'jane@example.com', phone: '+44 1' })
    const backend = await server.backend(site)
    const idOf = async (id: string) => (await backend.contact(id))!.id
    await use({ jane, ravi, janeId: await idOf('jane-1'), raviId: await idOf('ravi-2') })
  },
})

const conflict = (panel: Panel) => panel.person.locator('[data-conflict]')
const way = (panel: Panel, label: string) => conflict(panel).getByRole('button', { name: new RegExp(`^${label}\\.`) })
const told = (panel: Panel) => panel.person.locator('.told')
const ledgerOf = (panel: Panel, kind: string) => panel.person.locator(`[data-kind="${kind}"]`)

test('“Not theirs” leaves all as it was, and is remembered', async ({ browse, server, site, duo }) => {
  const panel = await openPanel(await browse(), server, `contacts/${duo.raviId}?site=${site.key}`)
  await conflict(panel).getByRole('link', { name: 'Jane Moreau' }).waitFor()
  await way(panel, 'Not theirs').click()
  await expect(told(panel)).toContainText('jane@example.com isn’t Ravi Narayan’s')
  await expect(conflict(panel)).toHaveCount(0)
  await expect(ledgerOf(panel, 'resolved')).toContainText('decided that the email jane@example.com isn’t Ravi Narayan’s')
  await panel.page.reload()
  await expect(panel.person.getByRole('heading', { name: 'Ravi Narayan' })).toBeVisible()
  await expect(conflict(panel)).toHaveCount(0)
  await panel.page.getByRole('link', { name: 'Conflicts' }).click()
  await expect(panel.page.getByRole('heading', { name: 'No conflicts' })).toBeVisible()
})

test('“Same person” merges, the ledger says so, and Undo makes two again', async ({ browse, server, site, duo }) => {
  const panel = await openPanel(await browse(), server, `contacts/${duo.raviId}?site=${site.key}`)
  await way(panel, 'Same person').click()
  await expect(told(panel)).toContainText('Merged: they are one person now')
  await expect(conflict(panel)).toHaveCount(0)
  const alias = panel.person.locator('[data-alias]')
  await expect(alias).toHaveText(/jane@example\.com.*id jane-1.*leads here/)
  await expect(panel.field('company')).toContainText('Moreau Interiors')
  await expect(ledgerOf(panel, 'merged')).toContainText('merged jane@example.com into Ravi Narayan')
  await expect(ledgerOf(panel, 'joined'), 'what says the same from the other side isn’t repeated').toHaveCount(0)

  await ledgerOf(panel, 'merged').getByRole('button', { name: /^Undo/ }).click()
  const sure = panel.page.getByRole('dialog', { name: 'Undo this merge?' })
  await expect(sure).toContainText('become two people again')
  await sure.getByRole('button', { name: 'Undo the merge' }).click()
  await expect(sure).toHaveCount(0)
  await expect(told(panel)).toContainText('two people again')
  await expect(alias).toHaveCount(0)
  await expect(panel.field('company')).toHaveCount(0)
  await expect(ledgerOf(panel, 'unmerged')).toContainText('undid the merge')
  await expect(ledgerOf(panel, 'merged').getByRole('button', { name: /^Undo/ }), 'what was undone can’t be undone again').toHaveCount(0)
  await told(panel).getByRole('link', { name: 'Open Jane Moreau' }).click()
  await expect(panel.field('external_id')).toContainText('jane-1')
  await expect(panel.field('company')).toContainText('Moreau Interiors')
})

test('who has no id becomes a part of who has one, and the page follows', async ({ browse, server, site, visit, duo }) => {
  await say(await visit(), 'identify', { email: 'lead@example.com' })
  const backend = await server.backend(site)
  const lead = (await backend.contacts()).find(c => c.email === 'lead@example.com')!
  const panel = await openPanel(await browse(), server, `contacts/${lead.id}?site=${site.key}`)
  await panel.person.getByRole('button', { name: 'Merge with…' }).click()
  const dialog = panel.page.getByRole('dialog')
  await dialog.getByRole('searchbox').fill('jane@example.com')
  await dialog.locator('[data-candidate]').click()
  await expect(dialog).toContainText('Jane Moreau stays, lead@example.com becomes a part of them, since only the one who stays has an id')
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click()
  await expect(panel.person.getByRole('heading', { name: 'Jane Moreau', exact: true })).toBeVisible()
  await expect(panel.page).toHaveURL(new RegExp('/contacts/' + duo.janeId))
  await panel.page.goto(`${server.url}/panel/contacts/${lead.id}?site=${site.key}`)
  await expect(panel.person.getByRole('heading', { name: 'Jane Moreau', exact: true }), 'an old address leads there too').toBeVisible()
})

test('a merge that another builds on says which to undo first', async ({ browse, server, site, visit, duo }) => {
  for (const name of ['mid', 'last']) await say(await visit(), 'identify', name, { email: name + '@example.com' })
  const backend = await server.backend(site)
  const [mid, last] = [(await backend.contact('mid'))!, (await backend.contact('last'))!]
  const merge = async (panel: Panel, email: string) => {
    await panel.person.getByRole('button', { name: 'Merge with…' }).click()
    const dialog = panel.page.getByRole('dialog')
    await dialog.getByRole('searchbox').fill(email)
    await dialog.locator('[data-candidate]').click()
    await dialog.getByRole('button', { name: 'Merge', exact: true }).click()
    await expect(dialog).toHaveCount(0)
  }
  const panel = await openPanel(await browse(), server, `contacts/${mid.id}?site=${site.key}`)
  await merge(panel, 'last@example.com')
  await panel.page.goto(`${server.url}/panel/contacts/${duo.janeId}?site=${site.key}`)
  await merge(panel, 'mid@example.com')
  await panel.person.locator(`[data-alias="${last.id}"]`).getByRole('button', { name: /^Undo/ }).click()
  const sure = panel.page.getByRole('dialog')
  await sure.getByRole('button', { name: 'Undo the merge' }).click()
  await expect(sure.getByRole('alert')).toContainText('A later merge builds on this one. Undo the merge with mid@example.com first.')
  await sure.getByRole('button', { name: 'Cancel' }).click()
  await panel.person.locator(`[data-alias="${mid.id}"]`).getByRole('button', { name: /^Undo/ }).click()
  await sure.getByRole('button', { name: 'Undo the merge' }).click()
  await expect(panel.person.locator('[data-alias]')).toHaveCount(0)
})

test('a wrong link is detached, and the browser is nobody again', async ({ browse, server, site, duo }) => {
  const visitor = await visitorId(duo.ravi)
  const panel = await openPanel(await browse(), server, `visitors/${visitor}?site=${site.key}`)
  const browser = panel.person.locator(`[data-browser="${visitor}"]`)
  await expect(browser).toContainText('(this browser)')
  await browser.getByRole('button', { name: /^Detach/ }).click()
  const sure = panel.page.getByRole('dialog')
  await expect(sure).toContainText('it becomes anonymous again')
  await sure.getByRole('button', { name: 'Cancel' }).click()
  await expect(browser).toBeVisible()
  await browser.getByRole('button', { name: /^Detach/ }).click()
  await sure.getByRole('button', { name: 'Detach', exact: true }).click()
  await expect(told(panel)).toContainText('is detached from Ravi Narayan.')
  await expect(panel.person.getByRole('heading', { level: 2 })).toHaveText(/^Visitor \w{4}$/)
  await told(panel).getByRole('link', { name: 'Open Ravi Narayan' }).click()
  await expect(panel.person.getByRole('heading', { level: 2 })).toHaveText('Ravi Narayan')
  await expect(browser).toHaveCount(0)
  await expect(ledgerOf(panel, 'detached')).toContainText(/Agent admin@example\.com detached Visitor \w{4} from Ravi Narayan/)
})

test('a detached browser, and two who merged, are so in the list of visitors', async ({ browse, server, site, duo }) => {
  const panel = await openPanel(await browse(), server, `contacts/${duo.raviId}?site=${site.key}`)
  const [jane, ravi] = [await visitorId(duo.jane), await visitorId(duo.ravi)]
  await way(panel, 'Same person').click()
  await expect(told(panel)).toContainText('Merged')
  await panel.page.getByRole('link', { name: 'Visitors' }).click()
  await expect(panel.rows, 'both browsers are one person’s by now').toHaveCount(1)
  await panel.open(panel.rows)
  await panel.person.locator(`[data-browser="${jane}"]`).getByRole('button', { name: /^Detach/ }).click()
  await panel.page.getByRole('dialog').getByRole('button', { name: 'Detach', exact: true }).click()
  await panel.page.mouse.move(0, 0) // new rows wait while the pointer is over the list
  await expect(panel.rowOf(jane)).toHaveAttribute('data-trust', 'anonymous')
  await expect(panel.rowOf(ravi)).toHaveAttribute('data-trust', 'claimed')
})

test('without the server a decision says why it wasn’t made, and can be made again', async ({ browse, server, site, line, duo }) => {
  const context = await browse()
  await context.addCookies([{ ...await server.admin(), url: line.url }])
  const page = await context.newPage()
  await page.goto(`${line.url}/panel/contacts/${duo.raviId}?site=${site.key}`)
  const conflict = page.locator('[data-conflict]')
  await expect(conflict).toBeVisible()
  line.cut()
  await conflict.getByRole('button', { name: /^Theirs/ }).click()
  await expect(conflict.getByRole('alert')).toContainText('The server can’t be reached.')
  line.mend()
  await conflict.getByRole('button', { name: /^Theirs/ }).click()
  await expect(page.locator('.told')).toContainText('is Ravi Narayan’s now')
})

test('every value carries its shield, and says who said it', async ({ browse, server, site, visit }) => {
  await server.command(['site', 'set', site.key, '--emails-confirmed'])
  const hashes = await server.command<{ kid: string; secret: string }>(['key', 'create', '--site', site.key, '--name', 'hashes', '--use', 'json'])
  const tokens = await server.command<{ kid: string; secret: string }>(['key', 'create', '--site', site.key, '--name', 'tokens'])
  const [page, sam, stranger] = [await visit(), await visit(), await visit()]
  const hash = createHmac('sha256', hashes.secret).update('{"id":"ve-1","email":"vera@example.com"}').digest('hex')
  await expect.poll(async () => (await say<{ trust: string }>(page, 'identify', 've-1', { name: 'Vera Fied', email: 'vera@example.com' }, hash)).trust,
    'the server sees the key within a second').toBe('verified')
  await say(page, 'identify', 've-1', {}, token(tokens, { sub: 've-1', custom_data: { plan: 'pro' } }))
  await say(stranger, 'identify', 've-1', { phone: '+44 2' })
  await say(sam, 'identify', 've-1', {}, token(tokens, { sub: 've-1', act: { sub: 'staff-7', name: 'Sam' } }))
  await expect.poll(async () => (await (await server.backend(site)).contact('ve-1'))?.visitors.length).toBe(3)

  const panel = await openPanel(await browse(), server, `visitors/${await visitorId(page)}?site=${site.key}`)
  const shield = (key: string) => panel.field(key).getByRole('img')
  await expect(shield('external_id')).toHaveAccessibleName(/^Verified: .* Said by this browser, with key kid_/)
  await expect(shield('email')).toHaveAccessibleName(/^Verified: /)
  await expect(shield('name')).toHaveAccessibleName(/^Verified: said by a browser that was proved .* Said by this browser, /)
  await expect(shield('custom_data.plan')).toHaveAccessibleName(/^From your server: .* Said by a token signed with kid_/)
  await expect(shield('phone')).toHaveAccessibleName(/^Unproven: a browser said so, without proof\. Said by Visitor \w{4}, /)
  const browser = async (of: Page) => panel.person.locator(`[data-browser="${await visitorId(of)}"]`)
  await expect(await browser(page)).toContainText(/verified until \d/)
  await expect(await browser(stranger)).toContainText('Unproven')
  await expect(await browser(stranger)).not.toContainText('until')
  await expect(await browser(sam)).toContainText('Sam acting as Vera Fied')

  const row = panel.rowOf(await visitorId(sam))
  await expect(row.locator('.row-name')).toHaveText('Sam acting as Vera Fied')
  await panel.open(row)
  await expect(panel.person.getByRole('heading', { level: 2 })).toHaveText('Sam acting as Vera Fied')
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 375, height: 720 }, hasTouch: true })

  test('conflicts and merges fit the screen', async ({ browse, server, site, duo }) => {
    const context = await browse({ viewport: { width: 375, height: 720 }, hasTouch: true })
    const panel = await openPanel(context, server, `conflicts?site=${site.key}`)
    const fits = () => expect.poll(() => panel.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await panel.page.locator(`li[data-contact="${duo.raviId}"]`).tap()
    await fits()
    for (const label of ['Same person', 'Theirs', 'Not theirs']) await expect(way(panel, label)).toBeInViewport()
    await panel.person.getByRole('button', { name: 'Merge with…' }).tap()
    const dialog = panel.page.getByRole('dialog')
    await dialog.getByRole('searchbox').fill('jane')
    await dialog.locator('[data-candidate]').tap()
    await expect(dialog.getByRole('button', { name: 'Merge', exact: true })).toBeInViewport()
    await fits()
  })
})
