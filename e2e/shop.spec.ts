import { expect, openPanel, test as base } from './fixtures.ts'
import { watchTraffic, type Panel } from './panel.ts'
import { Server } from './server.ts'
import { Shop } from './shop.ts'
import { identity, visitorId } from './widget.ts'

// The product in one movement: an anonymous visitor becomes Jane in front of an agent.

const test = base.extend<{ enter: () => Promise<Shop> }, { server: Server }>({
  server: [async ({}, use) => {
    const server = await Server.start('--demo')
    await use(server)
    await server.dispose()
  }, { scope: 'worker' }],
  enter: async ({ browse, server }, use) => {
    await use(async () => new Shop(await (await browse()).newPage(), server.url))
  },
})

const atOnce = 1_000 // milliseconds: what that means to an agent

test('an anonymous visitor becomes Jane in front of two agents, and leaves', async ({ browse, server, enter }) => {
  const watchers = [await openPanel(await browse(), server), await openPanel(await browse(), server)]
  const [panel] = watchers as [Panel]
  const traffic = watchTraffic(panel.page)
  const took: number[] = [] // milliseconds, until both had heard
  const bothSee = async (check: (panel: Panel) => Promise<unknown>) => {
    const start = performance.now()
    await Promise.all(watchers.map(check))
    took.push(performance.now() - start)
  }

  const shop = await enter()
  await shop.enter('', 'https://www.google.com/search')
  const anonymous = await visitorId(shop.page)

  await test.step('she appears, anonymous, to both', async () => {
    await bothSee(p => expect(p.rowOf(anonymous)).toBeVisible())
    const row = panel.rowOf(anonymous)
    await expect(row).toHaveAttribute('data-trust', 'anonymous')
    await expect(row).toHaveAttribute('data-state', 'active')
    await expect(row.locator('.row-name')).toHaveText(/^Visitor \w{4}$/)
    await expect(row.locator('.row-page')).toContainText('Houseplants that want to live')
    await expect(row.locator('.row-page')).toContainText('/demo/')
    await expect(row.locator('.row-from')).toContainText('google.com')
    await expect(row.locator('.row-who')).toContainText('First visit')
    await expect(row.locator('.row-device')).toContainText(/Chrome \d+/)
    await expect(row.locator('.stopwatch')).toHaveText(/^0:\d\d$/)
  })

  await test.step('her page changes', async () => {
    await shop.look('Monstera')
    await bothSee(p => expect(p.rowOf(anonymous).locator('.row-page')).toContainText('/demo/products/monstera'))
  })

  const id = (await panel.rowOf(anonymous).getAttribute('data-row'))!
  const place = await panel.rowOf(anonymous).getAttribute('aria-posinset')
  await Promise.all(watchers.map(p => p.mark(p.rowById(id))))

  await test.step('logging in turns that very row into Jane', async () => {
    await shop.logIn('Jane Moreau')
    await expect.poll(() => identity(shop.page), 'the identify is answered').toMatchObject({ trust: 'verified' })
    await bothSee(async p => {
      await expect(p.rowById(id).locator('.row-name')).toHaveText('Jane Moreau')
      await expect(p.rowById(id)).toContainText('jane@example.com')
      expect(await p.isMarked(p.rowById(id))).toBe(true)
      await expect(p.rowById(id)).toHaveAttribute('aria-posinset', place!)
    })
    await expect(panel.rowById(id)).toHaveAttribute('data-trust', 'verified')
    await expect(panel.rowById(id)).toContainText('identified')
    expect(await visitorId(shop.page)).toBe(anonymous)
  })

  await test.step('a click shows who she is, who said so, and what she did before', async () => {
    await panel.open(panel.rowById(id))
    await expect(panel.person.getByRole('heading', { name: 'Jane Moreau' })).toBeVisible()
    await expect(panel.person, 'who is here was not last seen some time ago').not.toContainText('last seen')
    await expect(panel.field('external_id')).toContainText('1042')
    await expect(panel.field('email')).toContainText('jane@example.com')
    for (const id of ['external_id', 'email']) await expect(panel.field(id)).toContainText(/by (this browser|Visitor \w{4}), /)
    await expect(panel.field('company')).toContainText('Moreau Interiors')
    await expect(panel.field('name')).toContainText(/by (this browser|Visitor \w{4}), /)
    await expect(panel.field('custom_data.plan')).toContainText('Sprout')
    const visits = panel.section('Timeline')
    await expect(visits).toContainText('This visit')
    await expect(visits.locator('.visit-now')).toContainText('from google.com')
    await visits.locator('.visit-now').getByRole('button', { name: /more page/ }).click()
    await expect(visits.locator('.visit-now .pages')).toContainText('/demo/products/monstera')
    expect(await visits.locator('.visit').count(), 'her earlier visits are there too').toBeGreaterThan(2)
    await expect(panel.section('Timeline')).toContainText('Jane Moreau was identified by this browser, proven')
  })

  await test.step('her change of plan shows', async () => {
    await shop.choosePlan('Grove')
    await expect(panel.field('custom_data.plan')).toContainText('Grove')
    await bothSee(p => expect(p.rowById(id).getByRole('img', { name: 'Paid plan' })).toBeVisible())
  })

  await test.step('logging out makes a new anonymous visitor, and Jane has left', async () => {
    await shop.logOut()
    await expect.poll(() => visitorId(shop.page), 'the reset is answered').not.toBe(anonymous)
    const next = await visitorId(shop.page)
    await bothSee(async p => {
      await expect(p.rowById(id)).toHaveAttribute('data-state', 'left')
      await expect(p.rowById(id)).toContainText(/Jane Moreau[^]*Left (just now|\d+ s ago)/)
      await expect(p.rowOf(next)).toHaveAttribute('data-trust', 'anonymous')
      await expect(p.rowOf(next)).not.toHaveAttribute('data-row', id)
      await expect(p.rowOf(next)).not.toContainText('Jane')
    })
    await expect(panel.rows.filter({ hasText: 'Jane Moreau' })).toHaveCount(1)
  })

  expect(took.sort((a, b) => a - b)[took.length >> 1], 'mostly at once, whatever else the machine does').toBeLessThan(atOnce)
  expect(traffic.requests.filter(r => r.includes('/api/')), 'the panel asks nothing: everything comes over its one socket').toEqual([])
  expect(traffic.sockets).toEqual([])
})

test('a panel asks once, and opens one socket', async ({ browse, server, enter }) => {
  const panel = await openPanel(await browse(), server)
  const address = panel.page.url()
  await panel.page.goto('about:blank') // what the first page still asks isn't the second one's
  const traffic = watchTraffic(panel.page)
  await panel.page.goto(address)
  const shop = await enter()
  await shop.enter()
  await shop.logIn('Ravi Narayan')
  await expect(panel.row('Ravi Narayan')).toBeVisible()
  await panel.open(panel.row('Ravi Narayan'))
  await expect(panel.field('company')).toContainText('Northlight Studio')
  expect(traffic.sockets).toEqual(['/api/v1/live'])
  const asked = traffic.requests.filter(r => r.includes('/api/'))
  expect(asked).toEqual([...new Set(asked)])
  expect(asked).toContain('GET /api/v1/me')
})

test('two visitors are two people, and each browser only knows of its own', async ({ browse, server, enter }) => {
  const panel = await openPanel(await browse(), server)
  const [amara, mei] = [await enter(), await enter()]
  await Promise.all([amara.enter('plans'), mei.enter('shop')])
  const [a, m] = [await visitorId(amara.page), await visitorId(mei.page)]
  expect(a).not.toBe(m)
  await expect(panel.rowOf(a)).toBeVisible()
  await expect(panel.rowOf(m)).toBeVisible()
  await amara.logIn('Amara Okafor')
  await mei.logIn('Mei Tanaka')
  await expect(panel.rowOf(a).locator('.row-name')).toHaveText('Amara Okafor')
  await expect(panel.rowOf(m).locator('.row-name')).toHaveText('Mei Tanaka')
  await panel.open(panel.rowOf(m))
  await expect(panel.person).toContainText('mei@example.com')
  await expect(panel.person).not.toContainText('amara')
  await panel.open(panel.rowOf(a))
  await expect(panel.person).toContainText('amara@example.com')
  await expect(panel.person).not.toContainText('mei@example.com')
  await expect(amara.page.locator('.corner')).not.toContainText('Mei')
})

test('the shop shows a code that the panel finds', async ({ browse, server, enter }) => {
  const panel = await openPanel(await browse(), server)
  const shop = await enter()
  await shop.enter('help')
  await shop.page.getByRole('button', { name: 'Show my code' }).click()
  const shown = shop.page.locator('output.code')
  await expect(shown).toHaveText(/^\d{4}$/)
  await expect(panel.rowOf(await visitorId(shop.page)).locator('.code')).toContainText(await shown.innerText())
})

test('the help centre is on another domain, and knows who comes by a link', async ({ enter, browse, server }) => {
  const shop = await enter()
  await shop.enter('')
  const panel = await openPanel(await browse(), server)
  await shop.logIn('Jane Moreau')
  await expect.poll(() => identity(shop.page)).toMatchObject({ trust: 'verified' })
  const here = await visitorId(shop.page)

  const help = shop.page.getByRole('navigation', { name: 'Shop' }).getByRole('link', { name: 'Help' })
  const token = shop.page.waitForResponse(async r => r.url().endsWith('/v1/commands') && /"ok":"eyJ/.test(await r.text()))
  await help.dispatchEvent('pointerdown') // a hand takes longer from there to the click than a test
  await token
  await help.click()
  await expect(shop.page).toHaveURL(/^http:\/\/localhost:\d+\/demo\/help$/)
  await expect.poll(() => identity(shop.page)).toMatchObject({ trust: 'verified' })
  const there = await visitorId(shop.page)
  expect(there, 'another domain is another browser profile').not.toBe(here)
  await expect(panel.rowOf(there).locator('.row-name')).toHaveText('Jane Moreau')

  await test.step('and goes back, as herself', async () => {
    await shop.page.getByRole('link', { name: 'All plants' }).click()
    await expect(shop.page).toHaveURL(/^http:\/\/127\.0\.0\.1:\d+\/demo\/shop$/)
    expect(await visitorId(shop.page)).toBe(here)
  })

  await test.step('a reload changes nothing, and who types the address is nobody', async () => {
    const stranger = await enter()
    await stranger.page.goto(server.url.replace('127.0.0.1', 'localhost') + '/demo/help')
    expect(await identity(stranger.page)).toMatchObject({ trust: 'anonymous' })
  })
})
