import type { BrowserContext, Locator, Page } from '@playwright/test'
import { expect, openPanel, test } from './fixtures.ts'
import { Panel } from './panel.ts'
import { Server, type Site } from './server.ts'
import { say } from './widget.ts'

// Who may log in: agents are added, invited, changed and removed (spec live §5, security §6).

const words = 'a few unrelated words'
const dialog = (page: Page): Locator => page.getByRole('dialog')
const line = (page: Page, email: string): Locator => page.locator(`[data-agent="${email}"]`)
const offices = (browse: () => Promise<BrowserContext>, server: Server, site: Site): Promise<Panel> =>
  browse().then(context => openPanel(context, server, 'settings/agents?site=' + site.key))

/** Adds an agent of a site, by the mouse, and returns the link. */
async function add(page: Page, email: string, site: Site): Promise<string> {
  await page.getByRole('button', { name: 'Add an agent' }).click()
  await dialog(page).getByLabel('Email').fill(email)
  await dialog(page).getByLabel(site.name).check()
  await dialog(page).getByRole('button', { name: 'Add, and get the link' }).click()
  return shown(page)
}

/** The link that is shown, this once. */
async function shown(page: Page): Promise<string> {
  await expect(dialog(page)).toContainText('you won’t see it again')
  const link = await dialog(page).locator('code').innerText()
  await page.getByRole('button', { name: 'I have copied it' }).click()
  await expect(page.locator('body')).not.toContainText(link)
  return link
}

/** Opens a link in a browser of one's own and chooses a password. */
async function accept(browse: () => Promise<BrowserContext>, link: string, password = words): Promise<Panel> {
  const page = await (await browse()).newPage()
  await page.goto(link)
  await page.getByLabel('New password').fill(password)
  await page.getByRole('button', { name: 'Choose it and log in' }).click()
  await expect(page.getByRole('heading', { name: 'Visitors' })).toBeVisible()
  return new Panel(page)
}

async function logIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
}

test('an admin adds an agent, who chooses a password on the link, once, and sees their sites', async ({ browse, server, site }) => {
  const { page } = await offices(browse, server, site)
  const email = 'kim.new@example.com'
  await page.getByRole('button', { name: 'Add an agent' }).click()
  await dialog(page).getByLabel('Email').fill(email)
  await expect(dialog(page).getByRole('button', { name: 'Add, and get the link' }), 'an agent needs a site').toBeDisabled()
  await page.keyboard.press('Escape')
  const link = await add(page, email, site)
  expect(link).toMatch(new RegExp(`^${server.url}/panel/invite#[\\w-]{43}$`))
  await expect(line(page, email)).toContainText('Hasn’t chosen a password yet. The link works for 7 more days.')

  await test.step('the same email is not added twice', async () => {
    await page.getByRole('button', { name: 'Add an agent' }).click()
    await dialog(page).getByLabel('Email').fill(email.toUpperCase())
    await dialog(page).getByLabel(site.name).check()
    await dialog(page).getByRole('button', { name: 'Add, and get the link' }).click()
    await expect(dialog(page).getByRole('alert')).toHaveText('There is an agent with this email already.')
    await page.keyboard.press('Escape')
  })
  await test.step('to open the link spends nothing, and a bad password neither', async () => {
    const curious = await (await browse()).newPage()
    await curious.goto(link)
    await expect(curious.getByText(`For ${email}.`)).toBeVisible()
    await curious.getByLabel('New password').fill('short')
    await curious.getByRole('button', { name: 'Choose it and log in' }).click()
    await expect(curious.getByRole('heading', { name: 'Choose your password' })).toBeVisible()
  })
  const kim = await accept(browse, link)
  expect(kim.page.url()).not.toContain('#')
  await expect(kim.page.locator('.site')).toHaveText(site.name)

  await test.step('the link is spent', async () => {
    const thief = await (await browse()).newPage()
    await thief.goto(link)
    await expect(thief.getByRole('heading', { name: 'This link doesn’t work' })).toBeVisible()
    await thief.getByRole('link', { name: 'Log in' }).click()
    await logIn(thief, email, words)
    await expect(thief.getByRole('heading', { name: 'Visitors' })).toBeVisible()
  })
  await page.reload()
  await expect(line(page, email)).not.toContainText('password yet')
})

test('an agent who is no admin is told that agents and keys are for admins', async ({ browse, server, site }) => {
  const { page } = await offices(browse, server, site)
  const kim = await accept(browse, await add(page, 'kim.agent@example.com', site))
  for (const section of ['Agents', 'API keys']) {
    await kim.page.getByRole('link', { name: 'Settings' }).click()
    await kim.page.getByRole('list', { name: 'Settings' }).getByRole('link', { name: section }).click()
    await expect(kim.page.getByRole('heading', { name: 'For admins' })).toBeVisible()
  }
  expect((await kim.page.request.get(server.url + '/api/v1/agents')).status()).toBe(403)
})

test('an agent who is removed while watching is told so, and stands at the door', async ({ browse, server, site, visit }) => {
  const { page } = await offices(browse, server, site)
  const email = 'kim.removed@example.com'
  const kim = await accept(browse, await add(page, email, site))
  await say(await visit(), 'identify', 'watched', { name: 'Wanda Watched' })
  await expect(kim.row('Wanda Watched')).toBeVisible()

  await page.getByRole('button', { name: `Remove ${email}` }).click()
  await expect(dialog(page)).toContainText('They are logged out within a second')
  await dialog(page).getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(line(page, email)).toHaveCount(0)
  await expect(kim.page.getByRole('heading', { name: 'Log in' }), 'within a second or two').toBeVisible({ timeout: 3_000 })
  await expect(kim.page.getByRole('status')).toContainText('You have been logged out.')
  await expect(kim.page.locator('body')).not.toContainText('Wanda Watched')
  await logIn(kim.page, email, words)
  await expect(kim.page.getByRole('alert')).toContainText('Email and password don\'t match.')
})

test('a role and a list of sites that change count at once, in a panel that is open', async ({ browse, server, site }) => {
  const { page } = await offices(browse, server, site)
  const other = await server.site('Help centre of the roles')
  await page.reload()
  const email = 'kim.changing@example.com'
  const kim = await accept(browse, await add(page, email, site))
  await kim.page.goto(server.url + '/panel/settings/agents')
  await expect(kim.page.getByRole('heading', { name: 'For admins' })).toBeVisible()
  const change = async (choose: () => Promise<void>) => {
    await page.getByRole('button', { name: `Change ${email}` }).click()
    await choose()
    await dialog(page).getByRole('button', { name: 'Change', exact: true }).click()
    await expect(dialog(page)).toHaveCount(0)
  }

  await change(() => dialog(page).getByRole('radio', { name: /^Admin/ }).check())
  await expect(kim.page.getByRole('heading', { name: 'Who may log in' }), 'an admin now').toBeVisible()
  await change(async () => {
    await dialog(page).getByRole('radio', { name: /^Agent/ }).check()
    await dialog(page).getByLabel(other.name).check()
    await expect(dialog(page).getByRole('status')).toContainText('They lose settings, keys and agents at once')
  })
  await expect(kim.page.getByRole('heading', { name: 'For admins' })).toBeVisible()
  await expect(kim.page.locator('.site'), 'the only site that is left').toHaveText(other.name)
  await change(async () => {
    await dialog(page).getByLabel(site.name).check()
    await dialog(page).getByLabel(other.name).uncheck()
    await expect(dialog(page).getByRole('status')).toContainText('They lose a site at once')
  })
  await expect(kim.page.locator('.site')).toHaveText(site.name)
  await expect(kim.banner, 'and goes on watching').toHaveCount(0)
})

test('a link for a new password ends all logins once it is used', async ({ browse, server, site }) => {
  const { page } = await offices(async () => {
    const context = await browse()
    await context.clock.install()
    return context
  }, server, site)
  const email = 'kim.forgets@example.com'
  const before = await accept(browse, await add(page, email, site))
  await page.clock.runFor(30_000) // the list is looked at again, and tells that the link was used
  await page.getByRole('button', { name: `New password for ${email}` }).click()
  await expect(dialog(page)).toContainText('Until they do, the old one works')
  await dialog(page).getByRole('button', { name: 'Make the link' }).click()
  const link = await shown(page)
  await expect(line(page, email)).toContainText('A link for a new password works')
  await before.page.reload()
  await expect(before.page.getByRole('heading', { name: 'Visitors' }), 'nothing has changed yet').toBeVisible()
  const after = await accept(browse, link, 'other unrelated words')
  await expect(before.page.getByRole('heading', { name: 'Log in' })).toBeVisible()
  await expect(after.page.getByRole('heading', { name: 'Visitors' })).toBeVisible()
})

test('the last admin stays', async ({ browse }) => {
  const server = await Server.start()
  try {
    const site = await server.site('Alone')
    const { page } = await offices(browse, server, site)
    await expect(page.getByText('You are alone here.')).toBeVisible()
    await page.getByRole('button', { name: 'Remove admin@example.com' }).click()
    await expect(dialog(page)).toContainText('This is you')
    await dialog(page).getByRole('button', { name: 'Remove', exact: true }).click()
    await expect(dialog(page).getByRole('alert')).toContainText('Nobody else who can log in is an admin.')
    await page.keyboard.press('Escape')
    await expect(line(page, 'admin@example.com')).toContainText('You')
  } finally {
    await server.dispose()
  }
})

test('by keyboard alone: an agent is added and removed, and one’s own password changed', async ({ browse, server, site }) => {
  const { page } = await offices(browse, server, site)
  const email = 'kim.keys@example.com'
  const link = await test.step('add', async () => {
    await page.getByRole('button', { name: 'Add an agent' }).focus()
    await page.keyboard.press('Enter')
    await expect(dialog(page).getByLabel('Email')).toBeFocused()
    await page.keyboard.type(email)
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowDown')
    await expect(dialog(page).getByRole('radio', { name: /^Admin/ })).toBeChecked()
    await page.keyboard.press('Enter') // sends the form
    const link = await dialog(page).locator('code').innerText()
    await page.keyboard.press('Escape')
    await expect(dialog(page), 'only its button closes it').toContainText(link)
    await page.getByRole('button', { name: 'I have copied it' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Add an agent' }), 'the keyboard goes on where it was').toBeFocused()
    return link
  })
  const kim = await (await browse()).newPage()
  await test.step('choose a password, and change it', async () => {
    await kim.goto(link)
    await expect(kim.getByLabel('New password')).toBeVisible()
    await kim.keyboard.press('Tab')
    await kim.keyboard.type(words)
    await kim.keyboard.press('Enter')
    await expect(kim.getByRole('heading', { name: 'Visitors' })).toBeVisible()
    await kim.getByRole('button', { name: 'Your account' }).focus()
    await kim.keyboard.press('Enter')
    await expect(dialog(kim).getByLabel('Present password')).toBeFocused()
    const type = async (present: string) => {
      await dialog(kim).getByLabel('New password').fill('')
      await dialog(kim).getByLabel('Present password').fill('')
      await kim.keyboard.type(present)
      await kim.keyboard.press('Tab')
      await kim.keyboard.type('other unrelated words')
      await kim.keyboard.press('Enter')
    }
    await type('not the present one')
    await expect(dialog(kim).getByRole('alert')).toHaveText('This is not your present password.')
    await type(words)
    await expect(dialog(kim).getByRole('status')).toContainText('Your password is changed.')
    await expect(dialog(kim).getByRole('button', { name: 'Done' })).toBeFocused()
    await kim.keyboard.press('Enter')
    await expect(kim.getByRole('button', { name: 'Your account' })).toBeFocused()
  })
  await test.step('remove', async () => {
    await page.getByRole('button', { name: `Remove ${email}` }).focus()
    await page.keyboard.press('Enter')
    await expect(dialog(page).getByRole('button', { name: 'Cancel' }), 'what is safe comes first').toBeFocused()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(line(page, email)).toHaveCount(0)
  })
  await expect(kim.getByRole('heading', { name: 'Log in' })).toBeVisible()
})

test('to change one’s password ends the other logins', async ({ browse, server, site }) => {
  const { page } = await offices(browse, server, site)
  const email = 'kim.two@example.com'
  const here = await accept(browse, await add(page, email, site))
  const there = await (await browse()).newPage()
  await there.goto(server.url + '/panel/')
  await logIn(there, email, words)
  await expect(there.getByRole('heading', { name: 'Visitors' })).toBeVisible()
  await here.page.getByRole('button', { name: 'Your account' }).click()
  await dialog(here.page).getByLabel('Present password').fill(words)
  await dialog(here.page).getByLabel('New password').fill('other unrelated words')
  await dialog(here.page).getByRole('button', { name: 'Change password' }).click()
  await expect(there.getByRole('heading', { name: 'Log in' })).toBeVisible()
  await dialog(here.page).getByRole('button', { name: 'Done' }).click()
  await expect(here.page.getByRole('heading', { name: 'Visitors' })).toBeVisible()
})

test('a list that can’t be had says so, and comes when asked again', async ({ browse, server, site }) => {
  const context = await browse()
  await context.route('**/api/v1/agents', route => route.abort())
  const { page } = await openPanel(context, server, 'settings/agents?site=' + site.key)
  await expect(page.getByRole('alert')).toContainText('The server can’t be reached.')
  await context.unroute('**/api/v1/agents')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(line(page, 'admin@example.com')).toBeVisible()
})
