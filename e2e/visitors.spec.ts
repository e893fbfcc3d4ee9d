import { devices } from '@playwright/test'
import { expect, openPanel, test } from './fixtures.ts'
import { Guests } from './guests.ts'
import { say, visitorId } from './widget.ts'

// The list of who is here: searching it, its order, and whom an agent watches (spec live §1–§3).

test('a search finds among who is here, has an address, and shows who comes to match', async ({ visit, panel }) => {
  const { page } = panel
  const [jane, ravi] = [await visit(), await visit()]
  await say(jane, 'identify', '42', { name: 'Jane Doe', email: 'jane@example.com', tags: ['#vip'] })
  await say(ravi, 'identify', '7', { name: 'Ravi' })
  await visit()
  await expect(panel.rows).toHaveCount(3)
  await page.keyboard.press('/')
  await page.keyboard.type('#vip')
  await expect(panel.rows).toHaveCount(1)
  await expect(panel.row('Jane Doe')).toBeVisible()
  await expect(page).toHaveURL(/[?&]q=%23vip/)
  await say(ravi, 'setAttributes', { tags: ['#vip'] })
  await expect(panel.row('Ravi'), 'who comes to match').toBeVisible()
  await say(jane, 'setAttributes', { tags: null })
  await expect(panel.rows, 'who matches no longer').toHaveCount(1)

  await page.getByRole('button', { name: /claimed/ }).click()
  await expect(page.getByLabel('Search visitors')).toHaveValue('#vip is:claimed')
  await page.reload()
  await expect(panel.rows).toHaveText([/Ravi/])
  await page.getByLabel('Search visitors').fill('is:onlin')
  await expect(page.getByText('There is no is:onlin.')).toBeVisible()
  await expect(panel.rows, 'what was found before stays').toHaveText([/Ravi/])
  await page.getByLabel('Search visitors').fill('-is:identified')
  await expect(panel.rows).toHaveText([/^Visitor/])
  await page.getByLabel('Search visitors').fill('nobody of this name')
  await expect(page.getByRole('heading', { name: 'Nobody here matches' })).toBeVisible()
  await page.getByRole('button', { name: 'Show everybody' }).click()
  await expect(panel.rows).toHaveCount(3)
  await page.getByLabel('Sort').selectOption('By name')
  await expect(panel.rows).toHaveText([/Jane Doe/, /Ravi/, /Visitor/])
  await panel.open(panel.row('Ravi'))
  await expect(page, 'back and forward lead to the same list').toHaveURL(/visitors\/v_.*sort=name/)
  await page.goBack()
  await expect(panel.person).toHaveCount(0)
  await expect(page).toHaveURL(/sort=name/)
})

test('what is typed stands as it was typed while the list is searched for it', async ({ visit, panel }) => {
  await visit()
  const box = panel.page.getByLabel('Search visitors')
  for (const delay of [50, 65, 85]) { // around the pause after which it is looked for
    await box.fill('')
    await box.pressSequentially('page:/carts/of/jane', { delay })
    await expect(box).toHaveValue('page:/carts/of/jane')
    await expect(panel.page).toHaveURL(/q=page%3A%2Fcarts%2Fof%2Fjane/)
  }
  await panel.page.getByRole('button', { name: 'Show everybody' }).click()
  await expect(box, 'what is asked elsewhere stands here, too').toHaveValue('')
  await box.press('Escape')
  await expect(box, 'with nothing in it, Escape leads out of it').not.toBeFocused()
  await panel.page.keyboard.press('j')
  await expect(panel.rows.getByRole('link')).toBeFocused()
})

test('whoever reads further down isn’t disturbed by many who come at once', async ({ server, site, panel }) => {
  const { page } = panel
  const guests = new Guests(server.url, site.key, { kid: '', secret: '' })
  const come = (from: number, to: number) => Promise.all(Array.from({ length: to - from }, (_, i) => (
    guests.arrive({ agent: devices['iPhone 15']!.userAgent, path: '', title: `Page ${from + i}` }))))
  await come(0, 100)
  await expect(page.getByRole('list', { name: 'Visitors' }).getByRole('listitem').first()).toHaveAttribute('aria-setsize', '100')
  await page.locator('.rows').evaluate(rows => { rows.scrollTop = rows.scrollHeight / 2 })
  await expect(page.locator('.row[aria-posinset="51"]:not(.row-blank)')).toBeVisible()
  // What was painted in each frame: the row at the top and how far down it is, if there was one in every place.
  await page.evaluate(() => {
    const rows = document.querySelector('.rows')!
    const seen = new Set<string>()
    ;(window as never as { seen: Set<string> }).seen = seen
    const look = () => {
      const { top, bottom } = rows.getBoundingClientRect()
      const here = [...rows.querySelectorAll<HTMLElement>('.row:not(.row-blank)')].map(row => ({ row, place: row.getBoundingClientRect() }))
        .filter(({ place }) => place.bottom > top + 1 && place.top < bottom - 1).sort((a, b) => a.place.top - b.place.top)
      const isWhole = here.reduce((down, { place }) => down + place.height, here[0]?.place.top ?? top) >= bottom - 1
      seen.add(isWhole ? `${here[0]!.row.dataset['row']} at ${Math.round(here[0]!.place.top - top)}` : 'a hole')
    }
    const painted = new MessageChannel()
    painted.port1.onmessage = look
    const frame = () => {
      painted.port2.postMessage(null)
      requestAnimationFrame(frame)
    }
    frame()
  })
  await come(100, 130)
  await expect(page.locator('.row').first()).toHaveAttribute('aria-setsize', '130')
  expect(await page.evaluate(() => [...(window as never as { seen: Set<string> }).seen])).toEqual([expect.stringMatching(/ at -?\d+$/)])
  guests.sendHome()
})

test('a headless browser is among the bots until somebody does something in it, and then a person in place', async ({ browse, pages, panel }) => {
  const userAgent = devices['Desktop Chrome']!.userAgent.replace(' Chrome/', ' HeadlessChrome/')
  const stranger = await (await browse({ userAgent })).newPage()
  await stranger.goto(pages + 'plain.html')
  const visitor = await visitorId(stranger)
  const bots = panel.page.getByRole('button', { name: '1 bot' })
  await expect(bots).toBeVisible()
  await stranger.goto(pages + 'plain.html?next') // which needs nobody
  await bots.click()
  await expect(panel.rowOf(visitor).locator('.row-page')).toHaveAttribute('data-tip', /\/plain\.html/)
  const row = await panel.rowOf(visitor).getAttribute('data-row')
  await panel.page.getByLabel('Search visitors').fill('')
  await expect(panel.rows).toHaveCount(0)
  await stranger.mouse.move(40, 40)
  await expect(panel.rowById(row!)).toContainText('Headless Chrome')
  await expect(bots).toHaveCount(0)
  await panel.page.getByLabel('Search visitors').fill('is:bot')
  await expect(panel.page.getByRole('heading', { name: 'Nobody here matches' })).toBeVisible()
})

test('who is watched is told of, wherever they are in the list, and in the background by the desktop', async ({ browse, server, site, visit }) => {
  const context = await browse({ permissions: ['notifications'] })
  await context.addInitScript(() => {
    const shown: string[] = []
    Object.assign(window, { shown })
    class Told { static permission = 'granted'; static requestPermission = async () => 'granted'; constructor(title: string) { shown.push(title) } close() {} }
    Object.assign(window, { Notification: Told })
  })
  const panel = await openPanel(context, server, '?site=' + site.key)
  const { page } = panel
  const stranger = await visit()
  await panel.open(panel.rows.first())
  await panel.person.getByRole('button', { name: /^Watch Visitor/ }).click()
  await page.getByRole('button', { name: 'Watched people' }).click()
  await page.getByRole('switch', { name: /Desktop notifications/ }).click()
  await expect(page.getByRole('switch', { name: /Desktop notifications/ })).toBeChecked()
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Contacts' }).click()
  const told = page.getByRole('list', { name: 'Watched people' })
  await page.evaluate(() => Object.defineProperty(document, 'visibilityState', { value: 'hidden' }))
  await say(stranger, 'identify', '42', { name: 'Jane' })
  await expect(told).toContainText('Jane was identified, unproven')
  expect(await page.evaluate(() => (window as never as { shown: string[] }).shown)).toEqual(['Jane was identified, unproven'])
  await say(stranger, 'reset')
  await page.reload()
  const back = await visit()
  await say(back, 'identify', '42')
  await expect(told, 'she is watched as herself by now, and remembered').toContainText(/Jane (is here|was identified)/)
  await told.getByRole('link').click()
  await expect(panel.person.getByRole('heading', { name: 'Jane', level: 2 })).toBeVisible()
  await expect(panel.person.getByRole('button', { name: 'Watch Jane' })).toHaveAttribute('aria-pressed', 'true')
})

test('the keys are told, lead everywhere, and can be turned off', async ({ panel }) => {
  const { page } = panel
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keys and searches' })
  await expect(help).toContainText('next and previous person')
  await page.keyboard.press('Escape')
  for (const [key, title] of [['c', 'Contacts'], ['x', 'Conflicts'], ['s', 'Settings'], ['v', 'Visitors']] as const) {
    await page.keyboard.press(key)
    await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible()
  }
  await page.getByRole('button', { name: 'Help' }).click()
  await help.getByRole('switch', { name: 'Single keys do this' }).click()
  await page.keyboard.press('Escape')
  await page.keyboard.press('c')
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Visitors', level: 1 })).toBeVisible()
})
