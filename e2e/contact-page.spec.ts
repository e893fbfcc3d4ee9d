import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Locator } from '@playwright/test'
import { expect, openPanel, test } from './fixtures.ts'
import type { Panel } from './panel.ts'
import { say, visitorId } from './widget.ts'

// A contact's page: what agents say of a person, hand out, take away, and how they read what happened (spec live §4).

const dialog = (panel: Panel) => panel.page.getByRole('dialog')
const told = (panel: Panel) => panel.person.locator('.told')
const timeline = (panel: Panel) => panel.section('Timeline')

test('an agent says what the team knows: each field carries its shield, and what wasn’t touched stays as it is', async ({ browse, server, site, visit }) => {
  const jane = await visit()
  await say(jane, 'identify', 'ed-1', { name: 'Jane', email: 'jane@example.com', company: 'Acme', custom_data: { plan: 'pro' } })
  const backend = await server.backend(site)
  const { id } = (await backend.contact('ed-1'))!
  const panel = await openPanel(await browse(), server, `contacts/${id}?site=${site.key}`)
  await panel.person.getByRole('button', { name: 'Edit', exact: true }).click()
  await dialog(panel).getByLabel('Name', { exact: true }).fill('Jane Moreau')
  await dialog(panel).getByLabel('Hashtags').fill('#vip\n#new')
  await dialog(panel).getByRole('button', { name: 'Add a key' }).click()
  await dialog(panel).getByRole('textbox', { name: 'Key 2', exact: true }).fill('seats')
  await dialog(panel).getByRole('textbox', { name: 'Value of seats' }).fill('12')
  await expect(dialog(panel).locator('.meter')).toHaveText('25 of 1,024 bytes')
  await dialog(panel).getByRole('button', { name: 'Save' }).click()
  await expect(told(panel)).toContainText('what you said of Jane Moreau is your team’s word now')
  for (const key of ['name', 'tags', 'custom_data.seats']) await expect(panel.field(key).getByRole('img')).toHaveAccessibleName(/^From your server: .*agent admin@example\.com/)
  await expect(panel.field('company').getByRole('img')).toHaveAccessibleName(/^Unproven/)
  await expect(timeline(panel).locator('[data-kind="edited"]').first()).toContainText('Agent admin@example.com edited Jane Moreau')
})

test('what is wrong stands beside its field, and the meter stops before anything is pushed out', async ({ browse, server, site, visit }) => {
  await say(await visit(), 'identify', 'ed-2', { name: 'Ed', custom_data: { note: 'unproven' } })
  await say(await visit(), 'identify', 'ed-3', { name: 'Taken' })
  const { id } = (await (await server.backend(site)).contact('ed-2'))!
  const context = await browse()
  const panel = await openPanel(context, server, `contacts/${id}?site=${site.key}`)
  await panel.person.getByRole('button', { name: 'Edit', exact: true }).click()
  const save = dialog(panel).getByRole('button', { name: 'Save' })
  const value = dialog(panel).getByRole('textbox', { name: 'Value of note' })
  await value.fill('x'.repeat(1100))
  await expect(dialog(panel).getByRole('alert')).toContainText('bytes too many')
  await expect(save).toBeDisabled()
  await value.fill('x')
  await expect(save).toBeEnabled()
  await panel.page.keyboard.press('Escape')
  await expect(dialog(panel)).toHaveCount(0)
  await expect(panel.field('custom_data.note')).toContainText('unproven')
})

test.describe('refused by the server', () => {
  test.use({ tolerated: /status of 4\d\d/ })
  test('the field says why, and what was typed is still there', async ({ browse, server, site, visit }) => {
    await say(await visit(), 'identify', 'ed-4', { name: 'Ed' })
    await say(await visit(), 'identify', 'ed-5', { name: 'Taken' })
    const { id } = (await (await server.backend(site)).contact('ed-4'))!
    const panel = await openPanel(await browse(), server, `contacts/${id}?site=${site.key}`)
    await panel.person.getByRole('button', { name: 'Edit', exact: true }).click()
    for (const [label, typed] of [['Email', 'nonsense'], ['Your id', 'ed-5']] as const) {
      const field = dialog(panel).getByLabel(label, { exact: true })
      await field.fill(typed)
      await dialog(panel).getByRole('button', { name: 'Save' }).click()
      await expect(field).toHaveAttribute('aria-invalid', 'true')
      await expect(field).toHaveAccessibleDescription(/\w+/)
      await expect(field).toHaveValue(typed)
      await field.fill(label === 'Email' ? '' : 'ed-4')
    }
  })
})

test('an erasure says what goes, waits for a word, and everybody who looks sees it', async ({ browse, server, site, visit }) => {
  await say(await visit(), 'identify', 'er-1', { name: 'Erna' })
  const backend = await server.backend(site)
  const { id } = (await backend.contact('er-1'))!
  const panel = await openPanel(await browse(), server, `contacts/${id}?site=${site.key}`)
  const other = await openPanel(await browse(), server, `contacts/${id}?site=${site.key}`)
  await expect(other.person.getByRole('heading', { name: 'Erna' })).toBeVisible()
  await panel.person.getByRole('button', { name: 'Erase…' }).click()
  const sure = dialog(panel).getByRole('button', { name: 'Erase for good' })
  await expect(dialog(panel)).toContainText('visits and pages')
  await expect(dialog(panel)).toContainText('What stays')
  await expect(sure).toBeDisabled()
  await expect(dialog(panel).getByLabel('To go on, type erase')).toBeFocused()
  await panel.page.keyboard.type('erase')
  await panel.page.keyboard.press('Enter')
  for (const each of [panel, other]) {
    await expect(each.person.getByRole('heading', { name: 'This person was erased' })).toBeVisible()
    await expect(each.page.locator(`li[data-contact="${id}"]`)).toHaveCount(0)
    await expect(each.page.locator('body')).not.toContainText('Erna')
  }
  expect(await backend.contact('er-1')).toBeUndefined()
})

test('everything about a person comes as a file whose name says nothing', async ({ browse, server, site, visit }) => {
  const jane = await visit()
  await say(jane, 'identify', 'ex-1', { name: 'Jane', email: 'jane@example.com' })
  await say(await visit(), 'identify', 'ex-2', { name: 'Somebody Else' })
  const { id } = (await (await server.backend(site)).contact('ex-1'))!
  const panel = await openPanel(await browse({ acceptDownloads: true }), server, `contacts/${id}?site=${site.key}`)
  const [download] = await Promise.all([panel.page.waitForEvent('download'), panel.person.getByRole('button', { name: 'Export' }).click()])
  expect(download.suggestedFilename()).toMatch(/^nametag-contact-c_\w+-\d{4}-\d\d-\d\d\.json$/)
  const text = await readFile(await download.path(), 'utf8')
  const all = JSON.parse(text) as { contact: { email: string }; visitors: { id: string }[]; ledger: { kind: string }[] }
  expect(all.contact.email).toBe('jane@example.com')
  expect(all.visitors.map(v => v.id)).toEqual([await visitorId(jane)])
  expect(all.ledger[0]!.kind).toBe('identified')
  expect(text).not.toContain('Somebody Else')
})

test('the timeline is one stream by days, with its kinds, its pages and what was refused', async ({ browse, server, site, visit }) => {
  const key = await server.command<{ kid: string; secret: string }>(['key', 'create', '--site', site.key, '--name', 'hashes', '--use', 'raw-id'])
  const jane = await visit()
  const hash = createHmac('sha256', key.secret).update('tl-1').digest('hex')
  await expect.poll(async () => (await say<{ trust: string }>(jane, 'identify', 'tl-1', { name: 'Jane' }, hash)).trust).toBe('verified')
  await server.command(['site', 'set', site.key, '--enforcement', 'require'])
  const refused = () => visit().then(page => say(page, 'identify', 'tl-1').then(() => false, () => true))
  await expect.poll(refused, 'the server sees the setting within a second').toBe(true)
  const backend = await server.backend(site)
  const { id } = (await backend.contact('tl-1'))!
  const panel = await openPanel(await browse(), server, `contacts/${id}?site=${site.key}`)
  const attempts = timeline(panel).locator('[data-kind="attempts"]')
  await expect.poll(async () => {
    await panel.page.reload()
    await panel.person.getByRole('heading', { name: 'Jane' }).waitFor()
    return attempts.count()
  }, 'counts are written a little later').toBe(1)
  await expect(attempts).toContainText(/refused attempts? to be Jane/)
  await expect(attempts).toContainText('this site takes nobody’s word without proof')
  await expect(timeline(panel).getByRole('heading', { name: 'Today' })).toBeVisible()
  await expect(timeline(panel).getByRole('list').first()).toContainText('Jane was identified')
  await timeline(panel).getByText('Visits', { exact: true }).click()
  await expect(attempts).toHaveCount(0)
  await expect(timeline(panel).locator('[data-kind]')).toHaveCount(0)
  await timeline(panel).getByRole('radio', { name: 'Visits' }).press('ArrowLeft')
  await expect(timeline(panel).getByRole('radio', { name: 'All' })).toBeChecked()
  await expect(attempts).toHaveCount(1)
})

test('a long history is loaded page by page', async ({ browse, server, site, visit }) => {
  await say(await visit(), 'identify', 'lo-1', { name: 'Lola' })
  const { id } = (await (await server.backend(site)).contact('lo-1'))!
  const panel = await openPanel(await browse(), server, `contacts/${id}?site=${site.key}`)
  await panel.person.getByRole('heading', { name: 'Lola' }).waitFor()
  await panel.page.evaluate(async address => {
    await Promise.all(Array.from({ length: 120 }, (_, i) =>
      fetch(address, { method: 'PATCH', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ company: 'Company ' + i }) })))
  }, `/api/v1/contacts/${id}?site=${site.key}`)
  await panel.page.reload()
  const entries = timeline(panel).locator('[data-kind="edited"]')
  await expect(entries).toHaveCount(50)
  await timeline(panel).getByRole('button', { name: 'Load more' }).click()
  await expect(entries).toHaveCount(100)
  await timeline(panel).getByRole('button', { name: 'Load more' }).press('Enter')
  await expect(entries).toHaveCount(120)
  await expect(timeline(panel).getByRole('button', { name: 'Load more' })).toHaveCount(0)
  await expect(timeline(panel)).toContainText('The contact was created.')
})

test.describe('on a phone', () => {
  test('why a value is believed is told at a tap, and by key', async ({ browse, server, site, visit }) => {
    await say(await visit(), 'identify', 'ph-1', { name: 'Phoebe' })
    const { id } = (await (await server.backend(site)).contact('ph-1'))!
    const panel = await openPanel(await browse({ viewport: { width: 360, height: 720 }, hasTouch: true }), server, `contacts/${id}?site=${site.key}`)
    const why = panel.field('name').getByRole('button')
    await why.tap()
    await expect(panel.field('name').locator('.why-told')).toContainText(/Unproven: a browser said so, without proof\. Said by Visitor \w{4}, /)
    await why.press('Enter')
    await expect(why).toHaveAttribute('aria-expanded', 'false')
    await panel.person.getByRole('button', { name: 'Edit', exact: true }).tap()
    await expect(dialog(panel).getByRole('button', { name: 'Save' })).toBeInViewport()
    expect(await panel.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  })
})

test.describe('pictures', () => {
  test.use({ tolerated: /Failed to load resource/ })
  test('are shown where the site gave them, without saying who looks; others and broken ones are initials', async ({ browse, server, site, visit }) => {
    await say(await visit(), 'identify', 'pi-1', { name: 'Pia Olsen', avatar_url: 'https://strangers.example/spy.png' })
    const { id } = (await (await server.backend(site)).contact('pi-1'))!
    const context = await browse()
    const asked: { url: string; referer: string | undefined }[] = []
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
    await context.route(/https:\/\/(strangers|pictures)\.example\//, async route => {
      asked.push({ url: route.request().url(), referer: route.request().headers()['referer'] })
      await (route.request().url().endsWith('pia.png') ? route.fulfill({ contentType: 'image/png', body: png }) : route.abort())
    })
    const panel = await openPanel(context, server, `contacts/${id}?site=${site.key}`)
    const face = panel.person.locator('.person-head .avatar-face')
    await expect(face).toHaveText('PO')
    const set = (url: string) => panel.page.evaluate(([address, avatar_url]) =>
      fetch(address!, { method: 'PATCH', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ avatar_url }) }).then(() => {}), [`/api/v1/contacts/${id}?site=${site.key}`, url])
    await set('https://pictures.example/pia.png')
    await expect(face.locator('img')).toBeVisible()
    await expect(face).toHaveText('')
    await set('https://pictures.example/broken.png')
    await expect(face).toHaveText('PO')
    await set('http://pictures.example/plain.png')
    await expect(face).toHaveText('PO')
    expect([...new Set(asked.map(a => a.url))]).toEqual(['https://pictures.example/pia.png', 'https://pictures.example/broken.png'])
    expect(asked.every(a => a.referer === undefined)).toBe(true)
  })

  test('are shown of listed hosts, whoever gave them, wherever people are and for as long as they are listed', async ({ browse, server, site, visit }) => {
    const context = await browse()
    const asked = new Set<string>()
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
    await context.route(/^https:/, async route => {
      asked.add(route.request().url())
      await route.fulfill({ contentType: 'image/png', body: png })
    })
    const panel = await openPanel(context, server, '?site=' + site.key)
    const { page } = panel
    const stranger = await visit()
    await panel.open(panel.rows.first())
    await panel.person.getByRole('button', { name: /^Watch Visitor/ }).click()
    const picture = (within: Locator) => within.locator('.avatar-face img')
    const row = picture(panel.row('Pia Olsen'))

    await say(await visit(), 'identify', 'pi-1', { name: 'Pia Olsen', avatar_url: 'https://Pictures.example/pia.png' })
    await say(await visit(), 'identify', 'pi-2', { name: 'Spy', avatar_url: 'https://pictures.example@strangers.example/spy.png' })
    await expect(panel.row('Pia Olsen').locator('.avatar-face')).toHaveText('PO')
    await server.command(['site', 'set', site.key, '--avatar-host', 'pictures.example'])
    await expect(row, 'of who is here already, told by a command').toHaveAttribute('src', 'https://pictures.example/pia.png')
    await expect(panel.row('Spy').locator('.avatar-face')).toHaveText('S')
    await say(stranger, 'identify', 'pi-3', { name: 'Watched Wanda', avatar_url: 'https://pictures.example/wanda.png' })
    await expect(picture(page.getByRole('list', { name: 'Watched people' }))).toHaveAttribute('src', 'https://pictures.example/wanda.png')
    await panel.open(panel.row('Pia Olsen'))
    await expect(picture(panel.person.locator('.person-head'))).toBeVisible()
    const other = await openPanel(context, server, 'contacts?site=' + site.key)
    await expect(picture(other.page.locator('main'))).toHaveCount(2)

    await other.page.goto(`${server.url}/panel/settings/site?site=${site.key}`)
    await other.page.getByRole('button', { name: 'Remove pictures.example' }).click()
    await expect(panel.row('Pia Olsen').locator('.avatar-face'), 'and told by the panel').toHaveText('PO')
    await expect(panel.person.locator('.person-head .avatar-face')).toHaveText('PO')
    await other.page.getByRole('link', { name: 'Contacts' }).click()
    await expect(other.page.getByText('Pia Olsen')).toBeVisible()
    await expect(picture(other.page.locator('main'))).toHaveCount(0)
    expect([...asked].sort()).toEqual(['https://pictures.example/pia.png', 'https://pictures.example/wanda.png'])
  })
})
