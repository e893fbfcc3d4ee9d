import { createHmac } from 'node:crypto'
import type { Locator, Page } from '@playwright/test'
import { expect, openPanel, test } from './fixtures.ts'
import type { Panel } from './panel.ts'
import type { Server, Site } from './server.ts'
import { token } from './sign.ts'
import { listen, say } from './widget.ts'

// The Security page: keys, evidence and enforcement, the doctor, and who may change what (spec security §2–§4, live §5).

const longName = 'Key of the help centre’s old backend_that_nobody_dares_to_touch_before_the_third_quarter'

const card = (page: Page, title: string): Locator => page.locator('section.card').filter({ has: page.getByRole('heading', { name: title, level: 2, exact: true }) })
const keyLine = (page: Page, name: string): Locator => page.locator('[data-key]').filter({ hasText: name })
const dialog = (page: Page): Locator => page.getByRole('dialog')
const rule = (page: Page, name = 'Require proof'): Locator => page.getByRole('switch', { name })

async function makeKey(panel: Panel, name: string): Promise<string> {
  await card(panel.page, 'Keys').getByRole('button', { name: 'Make a key' }).click()
  await dialog(panel.page).getByLabel('Name').fill(name)
  await dialog(panel.page).getByRole('button', { name: 'Make the key' }).click()
  await expect(dialog(panel.page)).toContainText('It is shown this once')
  return dialog(panel.page).locator('code').innerText()
}

const open = async (browse: () => Promise<import('@playwright/test').BrowserContext>, server: Server, site: Site): Promise<Panel> =>
  openPanel(await browse(), server, 'settings/security?site=' + site.key)

/** What pages said is counted a few seconds later. */
async function counted(panel: Panel, outcome: string, count: number): Promise<void> {
  await expect(async () => {
    await panel.page.reload()
    await expect(panel.page.locator(`[data-outcome="${outcome}"] b`)).toHaveText(String(count), { timeout: 1_500 })
  }).toPass()
}

test('the first key: its secret is shown once, emails are asked about, and what it signs is safe to require', async ({ browse, server, site, visit }) => {
  const panel = await open(browse, server, site)
  const { page } = panel
  await expect(card(page, 'Proof')).toContainText('No page has said who its user is in the last 24 hours')
  await expect(card(page, 'Keys')).toContainText('There is no key yet.')
  const secret = await makeKey(panel, 'Web')
  expect(secret).toMatch(/^nt_sk_[\w-]{43}$/)

  await test.step('nothing but the button closes it', async () => {
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.mouse.click(5, 5)
    await expect(dialog(page)).toContainText(secret)
    await page.getByRole('button', { name: 'I have stored it' }).click()
    await expect(page.locator('body')).not.toContainText(secret)
  })
  await expect(dialog(page)).toContainText('Do you confirm your users’ email addresses?')
  await dialog(page).getByRole('button', { name: 'Yes, all of them' }).click()
  await expect(rule(page, 'We confirm our users’ email addresses')).toBeChecked()
  await expect(keyLine(page, 'Web')).toHaveAttribute('data-state', 'active')
  await expect(keyLine(page, 'Web')).toContainText('for tokens')

  const visitor = await visit()
  expect(await say(visitor, 'identify', { external_id: '42', token: token({ secret }, { sub: '42' }) })).toMatchObject({ trust: 'verified' })
  await counted(panel, 'verified', 1)
  await expect(card(page, 'Enforcement')).toContainText('Safe to require.')
  await expect(keyLine(page, 'Web')).toContainText('Live links1')
  await expect(keyLine(page, 'Web')).toContainText('In 24 hours1 ×')

  await makeKey(panel, 'Second')
  await page.getByRole('button', { name: 'I have stored it' }).click()
  await expect(dialog(page), 'emails are asked about once').toHaveCount(0)
})

test('what claims without proof may do is switched, and counts from the next one on', async ({ browse, server, site, visit }) => {
  const backend = await server.backend(site)
  const jane = async () => {
    const { traits, visitors } = (await backend.contact('jane'))!
    return { name: traits['name']?.value, company: traits['company']?.value, linked: visitors.length }
  }
  const stranger = async (...who: unknown[]) => say(await visit(), 'identify', ...who)
  await stranger('jane', { email: 'jane@example.com', name: 'Jane' })
  await stranger('jane', { name: 'Eve' })
  expect(await jane(), 'the latest word').toMatchObject({ name: 'Eve' })

  const [{ page }, other] = [await open(browse, server, site), await open(browse, server, site)]
  await expect(card(page, 'Without proof')).toContainText('so can anybody who claims to be them')
  await rule(page, 'Keep what was said first').click()
  await expect(rule(page, 'Keep what was said first')).toBeChecked()
  await expect(rule(other.page, 'Keep what was said first'), 'another admin sees it at once').toBeChecked()
  await stranger('jane', { name: 'Mallory', company: 'Acme' })
  expect(await jane(), 'what was stored stays, and blanks are filled').toMatchObject({ name: 'Eve', company: 'Acme', linked: 3 })
  await rule(page, 'Keep what was said first').press('Space')
  await expect(rule(page, 'Keep what was said first')).not.toBeChecked()
  await stranger('jane', { name: 'Jane Again' })
  expect(await jane()).toMatchObject({ name: 'Jane Again', linked: 4 })

  const byEmail = { email: 'jane@example.com', name: 'Mallory' }
  const email = rule(page, 'Find people by an unproven email')
  await email.click()
  await expect(email).toBeChecked()
  await expect(card(page, 'Without proof')).toContainText('anybody who knows somebody’s address is listed as them')
  await stranger(byEmail)
  expect(await jane(), 'it finds her, and overwrites nothing').toMatchObject({ name: 'Jane Again', linked: 5 })
  await email.click()
  await expect(email).not.toBeChecked()
  await stranger(byEmail)
  expect(await jane(), 'who was linked stays, nobody else is').toMatchObject({ name: 'Jane Again', linked: 5 })

  await rule(page).click()
  await dialog(page).getByRole('button', { name: /^Require proof/ }).click()
  await expect(card(page, 'Without proof')).toContainText('Proof is required now')
})

test('a key is retired after a warning, and a leaked one shows whom it verified', async ({ browse, server, site, visit }) => {
  const make = (name: string) => server.command<{ kid: string; secret: string }>(['key', 'create', '--site', site.key, '--name', name])
  const [old, web] = [await make(longName), await make('Web')]
  const visitor = await visit()
  await expect(async () => { // the server sees the keys within a second
    expect(await say(visitor, 'identify', { external_id: '7', token: token(web, { sub: '7' }), traits: { name: 'Lena Leaked' } })).toMatchObject({ trust: 'verified' })
  }).toPass()
  const panel = await open(browse, server, site)
  const { page } = panel

  await page.getByRole('button', { name: `Retire ${longName}` }).click()
  await expect(dialog(page)).toContainText('No live link rests on it; it was never used.')
  await dialog(page).getByRole('button', { name: 'Retire', exact: true }).click()
  await expect(keyLine(page, old.kid)).toHaveAttribute('data-state', 'retired')
  expect(await say(await visit(), 'identify', { external_id: '7', token: token(old, { sub: '7' }) }), 'what it signs proves nothing').toMatchObject({ trust: 'claimed' })

  await page.getByRole('button', { name: 'Retire Web' }).click()
  await expect(dialog(page)).toContainText('1 live link rests on it')
  await expect(dialog(page)).toContainText('It is the only active key.')
  await page.keyboard.press('Escape')

  const expired = await listen(visitor, 'identityExpired')
  await page.getByRole('button', { name: 'It leaked: Web' }).click()
  await expect(dialog(page)).toContainText('Every link that rests on it falls at once')
  await dialog(page).getByRole('button', { name: 'It leaked: end it now' }).click()
  await expect(dialog(page)).toContainText('What Web verified')
  await expect.poll(expired, 'the page hears of it').toEqual([expect.objectContaining({ trust: 'claimed' })])
  await dialog(page).getByText('24 hours').click()
  await dialog(page).getByRole('link', { name: 'Lena Leaked' }).click()
  await expect(panel.person.getByRole('heading', { name: 'Lena Leaked' })).toBeVisible()
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('list', { name: 'Settings' }).getByRole('link', { name: 'Security' }).click()
  await expect(keyLine(page, web.kid)).toHaveAttribute('data-state', 'leaked')
  await expect(keyLine(page, web.kid)).toContainText('Live links0')
})

test('a secret that is in use already is taken over, and bare ids are warned of', async ({ browse, server, site, visit }) => {
  const panel = await open(browse, server, site)
  const { page } = panel
  const secret = 'an old secret of thirty-two letters or more'
  await card(page, 'Keys').getByRole('button', { name: 'Make a key' }).click()
  const form = dialog(page)
  await form.getByLabel('Name').fill('Intercom')
  await form.getByLabel('Hashes of the bare id').check()
  await expect(form.getByLabel('Tokens')).not.toBeChecked()
  await expect(form.getByRole('status')).toContainText('A bare id or email is easily signed for the wrong person')
  await form.getByRole('button', { name: 'Use a secret' }).click()
  await form.getByLabel('Secret', { exact: true }).fill('too short')
  await form.getByRole('button', { name: 'Take it over' }).click()
  await expect(form, 'the form says that it is too short').toBeVisible()
  await form.getByLabel('Secret', { exact: true }).fill(secret)
  await form.getByRole('button', { name: 'Take it over' }).click()
  await expect(dialog(page), 'there is nothing to show').toContainText('Do you confirm your users’ email addresses?')
  await dialog(page).getByRole('button', { name: 'No, or not all' }).click()
  await expect(keyLine(page, 'Intercom')).toContainText('for hashes of the bare id')
  const hash = createHmac('sha256', secret).update('42').digest('hex')
  expect(await say(await visit(), 'identify', '42', {}, hash)).toMatchObject({ trust: 'verified' })

  await card(page, 'Doctor').getByLabel('Id', { exact: true }).fill('43')
  await card(page, 'Doctor').getByLabel('Hash or token').fill(hash)
  await card(page, 'Doctor').getByRole('button', { name: 'What is wrong?' }).click()
  await expect(card(page, 'Doctor').locator('.copyable').last(), 'the code signs the bare id').toContainText('nametagRawHash')
})

test('the doctor explains a mistake, shows what to sign in one’s language, and keeps nothing', async ({ browse, server, site }) => {
  const { secret } = await server.command<{ secret: string }>(['key', 'create', '--site', site.key, '--name', 'Web', '--use', 'json'])
  const panel = await open(browse, server, site)
  const { page } = panel
  const doctor = card(page, 'Doctor')
  const address = page.url()
  const email = 'jane@example.com'
  const hash = createHmac('sha256', secret).update(email).digest('hex')
  await doctor.getByLabel('Id', { exact: true }).fill('42')
  await doctor.getByLabel('Email').fill(email)
  await doctor.getByLabel('Hash or token').fill(hash)
  await expect(doctor.getByRole('radio', { name: 'as hash' })).toBeChecked()
  await doctor.getByRole('button', { name: 'What is wrong?' }).click()
  await expect(doctor.locator('[data-verdict="bad"]')).toContainText('Not accepted')
  await expect(doctor.locator('[data-reason]')).toContainText('email')
  await expect(doctor.locator('.copyable').first()).toContainText('{"id":"42","email":"jane@example.com"}')
  await doctor.getByText('Ruby', { exact: true }).click()
  await expect(doctor.locator('.copyable').last()).toContainText("require 'openssl'")
  await expect(card(page, 'Code').getByRole('radio', { name: 'Ruby' })).toBeChecked()

  await doctor.getByLabel('Hash or token').fill(createHmac('sha256', secret).update(`{"id":"42","email":"${email}"}`).digest('hex'))
  await doctor.getByRole('button', { name: 'What is wrong?' }).click()
  await expect(doctor.locator('[data-verdict]')).toHaveText(/Accepted: it proves the id|Right for the id/)
  expect(page.url()).toBe(address)
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(email)
  await page.reload()
  await expect(card(page, 'Code').getByRole('radio', { name: 'Ruby' }), 'the language is remembered').toBeChecked()
  await expect(doctor.getByLabel('Hash or token')).toHaveValue('')

  await page.route('**/api/v1/doctor*', route => route.fulfill({ status: 429, json: { error: { code: 'rate_limited', message: 'x' } } }))
  await doctor.getByLabel('Hash or token').fill('a.b.c')
  await expect(doctor.getByRole('radio', { name: 'as token' })).toBeChecked()
  await doctor.getByRole('button', { name: 'What is wrong?' }).click()
  await expect(doctor.getByRole('alert')).toContainText('Wait a few seconds')
})

test('an agent sees all of it, and can change nothing', async ({ browse, server, site }) => {
  await server.command(['key', 'create', '--site', site.key, '--name', 'Web'])
  const email = `looker-${site.id}@example.com`
  await server.command(['admin', 'create', '--email', email, '--role', 'agent', '--site', site.key, '--password-stdin'], 'a looker’s password')
  const page = await (await browse()).newPage()
  await page.goto(server.url + '/panel/settings/security?site=' + site.key)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill('a looker’s password')
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByText('What changes something is for admins')).toBeVisible()
  await expect(keyLine(page, 'Web')).toHaveAttribute('data-state', 'active')
  await expect(card(page, 'Enforcement')).toContainText('Off')
  await expect(page.getByRole('switch')).toHaveCount(0)
  for (const name of [/^Make a key$/, /^Retire/, /leaked$/]) await expect(page.getByRole('button', { name })).toHaveCount(0)
  await page.getByRole('button', { name: 'What it verified: Web' }).click()
  await expect(dialog(page)).toContainText('Nobody in this time.')

  const tried = await page.evaluate(async ([site, kid]) => {
    const send = (method: string, path: string, body: object) => fetch(`/api/v1${path}?site=${site}`, { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }).then(a => a.status)
    return [await send('PATCH', '/site', { enforcement: 'require' }), await send('POST', '/keys', { name: 'x' }), await send('POST', `/keys/${kid}/retire`, {})]
  }, [site.key, (await keyLine(page, 'Web').getAttribute('data-key'))!])
  expect(tried, 'nor past the panel').toEqual([403, 403, 403])
})

test('what can’t be had is said in its place, and had again', async ({ browse, server, site }) => {
  const context = await browse()
  let broken = true
  await context.route('**/api/v1/keys?*', route => broken ? route.abort() : route.continue())
  const { page } = await openPanel(context, server, 'settings/security?site=' + site.key)
  await expect(card(page, 'Keys').getByRole('alert')).toContainText('The server can’t be reached.')
  await expect(card(page, 'Proof')).toContainText('No page has said who its user is')
  broken = false
  await card(page, 'Keys').getByRole('button', { name: 'Try again' }).click()
  await expect(card(page, 'Keys')).toContainText('There is no key yet.')

  await context.route('**/panel/settings-page.*', route => route.abort())
  await page.reload()
  await expect(page.getByRole('alert')).toContainText('This page couldn’t be loaded.')
  await context.unroute('**/panel/settings-page.*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { name: 'Security', level: 1 })).toBeVisible()
})

test('the keyboard alone makes a key, and nothing is wider than a narrow phone', async ({ browse, server, site }) => {
  const context = await browse({ viewport: { width: 360, height: 720 } })
  const panel = await openPanel(context, server, 'settings/security?site=' + site.key)
  const { page } = panel
  await page.getByRole('button', { name: 'Keys', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(card(page, 'Keys')).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(dialog(page).getByLabel('Name')).toBeFocused()
  await page.keyboard.type(longName)
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toContainText('It is shown this once')
  const fits = () => expect.poll(() => page.evaluate(() => [...document.querySelectorAll('html, .page-scroll, dialog')].every(e => e.scrollWidth <= e.clientWidth + 2))).toBe(true)
  await fits()
  await page.getByRole('button', { name: 'I have stored it' }).press('Enter')
  await dialog(page).getByRole('button', { name: 'No, or not all' }).press('Enter')
  await expect(keyLine(page, longName)).toBeVisible()
  await fits()
})
