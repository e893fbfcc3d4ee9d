import type { Page } from '@playwright/test'
import { expect, openPanel, test } from './fixtures.ts'
import { Panel } from './panel.ts'
import { Server } from './server.ts'
import { say, visitorId } from './widget.ts'

// The panel's own doors, and how it feels (spec security §6, live §6).

async function fillIn(page: Page, email: string, password: string, button: string): Promise<void> {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: button }).click()
}

test('the setup link makes the first account, once', async ({ browse }) => {
  const server = await Server.start()
  try {
    const [link] = /http:\S+\/panel\/setup#\S+/.exec(server.printed) ?? []
    expect(link, 'the server prints a link').toBeTruthy()
    const page = await (await browse()).newPage()
    await page.goto(link!)
    await fillIn(page, 'owner@example.com', 'a few unrelated words', 'Create account')
    await expect(page.getByRole('heading', { name: 'Visitors' })).toBeVisible()
    expect(page.url()).not.toContain('#')

    const second = await (await browse()).newPage()
    await second.goto(link!)
    await fillIn(second, 'thief@example.com', 'other unrelated words', 'Create account')
    await expect(second.getByRole('alert')).toContainText('The setup link is unknown or was used.')
    await second.getByRole('link', { name: 'Log in' }).click()
    await fillIn(second, 'owner@example.com', 'a few unrelated words', 'Log in')
    await expect(second.getByRole('heading', { name: 'Visitors' })).toBeVisible()

    await server.kill()
    await server.restart()
    expect(server.printed, 'there is an admin by now').not.toContain('/panel/setup#')
  } finally {
    await server.dispose()
  }
})

test('a wrong password says so, the right one leads to where one was going, and logging out ends it', async ({ browse, server }) => {
  await server.agent('agnes@example.com', 'agnes has a password')
  const page = await (await browse()).newPage()
  await page.goto(server.url + '/panel/contacts')
  await expect(page.getByRole('heading', { name: 'Log in' })).toBeVisible()
  await fillIn(page, 'agnes@example.com', 'not her password', 'Log in')
  await expect(page.getByRole('alert')).toContainText('Email and password don\'t match.')
  await fillIn(page, 'agnes@example.com', 'agnes has a password', 'Log in')
  await expect(page.getByRole('heading', { name: 'Contacts', level: 1 })).toBeVisible()
  await expect(page).toHaveURL(/\/panel\/contacts/)

  const other = await page.context().newPage()
  await other.goto(server.url + '/panel/')
  await expect(other.getByRole('heading', { name: 'Visitors' })).toBeVisible()
  await page.getByRole('button', { name: 'Log out' }).click()
  await expect(page.getByRole('heading', { name: 'Log in' })).toBeVisible()
  await expect(other.getByRole('heading', { name: 'Log in' }), 'the other tab is cut off too').toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Log in' })).toBeVisible()
})

test('an agent sees the sites of their list and no other', async ({ browse, server, site }) => {
  const foreign = await server.site('Somebody else’s')
  await server.command(['admin', 'create', '--email', 'arno@example.com', '--role', 'agent', '--site', site.key, '--password-stdin'], 'arno has a password')
  const page = await (await browse()).newPage()
  await page.goto(server.url + '/panel/?site=' + foreign.key)
  await fillIn(page, 'arno@example.com', 'arno has a password', 'Log in')
  await expect(page.getByRole('heading', { name: 'This site isn’t on your list' })).toBeVisible()
  await page.getByRole('button', { name: 'Open ' + site.name }).click()
  await expect(page.locator('.site')).toHaveText(site.name)
  await expect(page.locator('body')).not.toContainText('Somebody else’s')
  const answer = await page.request.get(`${server.url}/api/v1/site?site=${foreign.key}`)
  expect(answer.status()).toBe(404)
})

test('the keyboard alone finds people, opens and closes them', async ({ visit, panel }) => {
  const { page } = panel
  for (const name of ['One', 'Two', 'Three']) await say(await visit(), 'identify', name, { name })
  await expect(panel.rows.filter({ hasText: /One|Two|Three/ }), 'nobody is nameless any more').toHaveCount(3)
  const focused = page.locator('li[data-row]:focus-within .row-name')
  const name = (index: number) => panel.rows.nth(index).locator('.row-name').innerText()
  await page.keyboard.press('j')
  await expect(focused).toHaveText(await name(0))
  await page.keyboard.press('j')
  await expect(focused).toHaveText(await name(1))
  await page.keyboard.press('k')
  await expect(focused).toHaveText(await name(0))
  await page.keyboard.press('j')
  await expect(focused).toHaveText(await name(1))
  await page.keyboard.press('Enter')
  await expect(panel.person.getByRole('heading', { level: 2 })).toHaveText(await name(1))
  await page.keyboard.press('j')
  await expect(panel.person.getByRole('heading', { level: 2 }), 'the open person follows').toHaveText(await name(2))
  await page.keyboard.press('Escape')
  await expect(panel.person).toHaveCount(0)
  await expect(focused).toHaveText(await name(2))
})

test('addresses lead to a visitor, to a contact, and say so where there is nobody', async ({ browse, server, site, visit }) => {
  const page = await visit()
  await say(page, 'identify', 'linked', { name: 'Linka Ble', email: 'linka@example.com' })
  const { id } = (await (await server.backend(site)).contact('linked'))!
  const panel = await openPanel(await browse(), server, `contacts/${id}?site=${site.key}`)
  await expect(panel.person.getByRole('heading', { name: 'Linka Ble' })).toBeVisible()
  await expect(panel.page.locator(`li[data-contact="${id}"]`)).toBeVisible()

  const go = (path: string) => panel.page.goto(`${server.url}/panel/${path}?site=${site.key}`)
  await go('visitors/' + await visitorId(page))
  await expect(panel.person.getByRole('heading', { name: 'Linka Ble' })).toBeVisible()
  await go('visitors/v_0000000000000')
  await expect(panel.person).toContainText('Nobody by this id')
  await go('no/such/page')
  await expect(panel.page.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
})

test('contacts are found by the beginning of their id or email, and by the whole of it', async ({ visit, panel, server, site }) => {
  const page = await visit()
  for (const [id, name] of [['mar-1', 'Moss'], ['7', 'Fern'], ['z', 'Reed']]) {
    await say(page, 'identify', id, { name, email: `${name}-mail@example.com` })
  }
  expect(await (await server.backend(site)).contacts()).toHaveLength(3)
  const { page: own } = panel
  await own.getByRole('link', { name: 'Contacts' }).click()
  const found = own.getByRole('list', { name: 'Contacts' }).getByRole('listitem')
  await expect(found).toHaveCount(3)
  await own.keyboard.press('/')
  await own.keyboard.type('mar')
  await expect(found).toHaveText([/Moss/])
  await own.getByLabel('Search contacts').fill('fern-m')
  await expect(found).toHaveText([/Fern/])
  await own.getByLabel('Search contacts').fill('Reed-Mail@example.com')
  await expect(found).toHaveText([/Reed/])
  await own.getByLabel('Search contacts').fill('nobody at all')
  await expect(own.getByText('No contact matches')).toBeVisible()
})

test('a broken line is said, and mends itself without a reload', async ({ browse, server, site, line, visit }) => {
  const context = await browse()
  await context.addCookies([{ ...await server.admin(), url: line.url }])
  const panel = new Panel(await context.newPage())
  await panel.page.goto(`${line.url}/panel/?site=${site.key}`)
  const page = await visit()
  const row = panel.rowOf(await visitorId(page))
  await expect(row).toBeVisible()
  line.cut()
  await expect(panel.banner).toContainText('Reconnecting')
  await expect(row).toBeVisible()
  line.mend()
  await expect(panel.banner).toHaveCount(0, { timeout: 20_000 })
  await say(page, 'identify', 'healed', { name: 'Hea Led' })
  await expect(row.locator('.row-name')).toHaveText('Hea Led')
  await expect(panel.rows).toHaveCount(1)
})

test('a line that hangs is said too, and replaced', async ({ browse, server, site, line, visit }) => {
  const context = await browse()
  await context.addCookies([{ ...await server.admin(), url: line.url }])
  const panel = new Panel(await context.newPage())
  const { clock } = panel.page
  await clock.install()
  await panel.page.goto(`${line.url}/panel/?site=${site.key}`)
  await expect(panel.page.getByText('Nobody is here')).toBeVisible()
  line.stall()
  await clock.runFor(20_000) // quiet for 15 seconds, and asked for 5
  await expect(panel.banner).toContainText('Reconnecting')
  line.mend()
  await clock.runFor(11_000) // so long may the line that hung, too, take to open, and a second until the next
  const page = await visit()
  await expect(panel.rowOf(await visitorId(page))).toBeVisible()
  await expect(panel.banner).toHaveCount(0)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 375, height: 720 }, hasTouch: true })

  test('everything is reachable, and nothing is wider than the screen', async ({ visit, panel }) => {
    const page = await visit()
    await say(page, 'identify', 'thumb', { name: 'Thumbelina Longname-Underhill von und zu Hohenstein', email: 'thumbelina.longname@example.com', company: 'Very Small Things & Sons Incorporated' })
    const fits = () => expect.poll(() => panel.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    const row = panel.row('Thumbelina')
    await expect(row).toBeVisible()
    await fits()
    await row.tap()
    await expect(panel.person.getByRole('heading', { name: /^Thumbelina/ })).toBeInViewport()
    await fits()
    await panel.page.getByRole('link', { name: 'Back' }).tap()
    await expect(row).toBeInViewport()
    const goTo = async (link: string | RegExp, title: string) => {
      await panel.page.getByRole('link', { name: link }).tap()
      await expect(panel.page.getByRole('heading', { name: title, level: 1 })).toBeInViewport()
      await fits()
    }
    await goTo('Contacts', 'Contacts')
    await goTo('Settings', 'Settings')
    for (const name of await panel.page.locator('.overview b').allInnerTexts()) {
      await goTo(new RegExp('^' + name), name)
      await goTo('All settings', 'Settings')
    }
  })
})

test('light and dark are both designed', async ({ browse, server, site, visit }) => {
  await say(await visit(), 'identify', 'shade', { name: 'Sha De' })
  for (const colorScheme of ['light', 'dark'] as const) {
    const panel = await openPanel(await browse({ colorScheme }), server, '?site=' + site.key)
    const { ink, paper } = await panel.row('Sha De').locator('.row-name').evaluate(shades)
    expect(Math.abs(ink - paper), `${colorScheme}: ink ${ink} on paper ${paper}`).toBeGreaterThan(0.5)
    expect(paper > 0.5, colorScheme).toBe(colorScheme === 'light')
  }
})

// How light a text and what is behind it are, from 0 to 1, as the screen has it.
function shades(element: Element): { ink: number; paper: number } {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!
  const light = (colour: string) => {
    context.clearRect(0, 0, 1, 1)
    context.fillStyle = colour
    context.fillRect(0, 0, 1, 1)
    const [r = 0, g = 0, b = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data
    return { value: (r + g + b) / 765, alpha }
  }
  let behind: Element | null = element
  while (behind && light(getComputedStyle(behind).backgroundColor).alpha < 128) behind = behind.parentElement
  return { ink: light(getComputedStyle(element).color).value, paper: behind ? light(getComputedStyle(behind).backgroundColor).value : 1 }
}

test('an empty site and a first visitor look as they should', async ({ visit, panel }) => {
  await expect(panel.page.getByRole('heading', { name: 'Nobody is here right now' })).toBeVisible()
  await visit()
  await expect(panel.rows).toHaveCount(1)
  await expect(panel.page).toHaveTitle('(1) Visitors · Nametag')
})
