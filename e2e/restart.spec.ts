import { expect, openPanel, test as base } from './fixtures.ts'
import { Server, type Site } from './server.ts'
import { begin, identity, say, visitorId } from './widget.ts'

// kill -9 at any moment loses nothing that was answered; browsers come back by themselves, and rows without ghosts.

const patient = { timeout: 25_000 } // reconnecting waits longer after each failure, by chance

// Servers that are killed are nobody else's; their pages talk to them without anything between.
const test = base.extend<{ doomed: Server; home: Site; folder: string }>({
  doomed: async ({}, use) => {
    const server = await Server.start()
    await use(server)
    await server.dispose()
  },
  home: ({ doomed }, use) => doomed.site('Home').then(use),
  folder: ({ strangers, home, doomed }, use) => use(strangers.host(home.key, doomed.url)),
})

test('everything answered is there after a kill, and rows come back without ghosts or doubles', async ({ browse, doomed, home, folder }) => {
  const panel = await openPanel(await browse(), doomed, '?site=' + home.key)
  const [jane, nobody] = [await (await browse()).newPage(), await (await browse()).newPage()]
  await Promise.all([jane.goto(folder + 'plain.html'), nobody.goto(folder + 'next.html')])
  await say(jane, 'identify', 'jane', { email: 'jane@example.com', name: 'Jane', custom_data: { plan: 'pro' } })
  const { code } = await say<{ code: string }>(nobody, 'lookupCode')
  const ids = [await visitorId(jane), await visitorId(nobody)] as const
  await expect(panel.row('Jane')).toBeVisible()
  await expect(panel.rowOf(ids[1])).toContainText(code)
  await panel.open(panel.row('Jane'))

  await doomed.kill()
  await expect(panel.banner).toContainText('Reconnecting')
  await expect(panel.row('Jane'), 'what was known stays in sight').toBeVisible()
  await doomed.restart()

  await expect(panel.banner).toHaveCount(0, patient)
  await expect(panel.rowOf(ids[0])).toContainText('Jane', patient)
  await expect(panel.rowOf(ids[1])).toContainText(code, patient)
  await expect(panel.rows).toHaveCount(2)
  await expect(panel.field('custom_data.plan')).toContainText('pro')
  expect(await identity(jane)).toMatchObject({ visitor_id: ids[0], external_id: 'jane', trust: 'claimed' })
  expect(await identity(nobody)).toMatchObject({ visitor_id: ids[1], trust: 'anonymous' })

  const backend = await doomed.backend(home)
  expect(await backend.contacts()).toHaveLength(1)
  expect(await backend.contact('jane')).toMatchObject({ email: 'jane@example.com', custom_data: { plan: 'pro' } })
  expect(await backend.identified('jane')).toBe(1)
})

test('calls made while the server is down arrive once, in order, when it is back', async ({ browse, doomed, home, folder }) => {
  const page = await (await browse()).newPage()
  await page.goto(folder + 'plain.html')
  const id = await visitorId(page)
  await doomed.kill()
  await begin(page, 'identify', 'patient', { name: 'First' })
  await begin(page, 'setAttributes', { name: 'Second', custom_data: { waited: true } })
  await doomed.restart()
  const backend = await doomed.backend(home)
  await expect.poll(async () => (await backend.contact('patient'))?.traits['name']?.value, patient).toBe('Second')
  expect(await backend.contact('patient')).toMatchObject({ custom_data: { waited: true }, visitors: [{ id }] })
  expect(await backend.identified('patient')).toBe(1)
})

test('a reset while the server is down takes effect in the page at once, and on the server later', async ({ browse, doomed, home, folder }) => {
  const page = await (await browse()).newPage()
  await page.goto(folder + 'plain.html')
  await say(page, 'identify', 'gone', { name: 'Gone Girl' })
  const before = await visitorId(page)
  await doomed.kill()
  await begin(page, 'reset')
  const now = await identity(page)
  expect(now).toMatchObject({ trust: 'anonymous' })
  expect(now.external_id).toBeUndefined()
  await doomed.restart()
  await expect.poll(async () => (await identity(page)).visitor_id, patient).toMatch(/^v_/)
  expect(await visitorId(page)).not.toBe(before)
  const contact = await (await doomed.backend(home)).contact('gone')
  expect(contact?.visitors.find(v => v.id === before)?.fenced_at).toBeTruthy()
})

test('a page left while the server is down is not a ghost afterwards', async ({ browse, doomed, home, folder }) => {
  const panel = await openPanel(await browse(), doomed, '?site=' + home.key)
  const [stays, leaves] = [await (await browse()).newPage(), await (await browse()).newPage()]
  await Promise.all([stays.goto(folder + 'plain.html'), leaves.goto(folder + 'next.html')])
  const [here, gone] = [await visitorId(stays), await visitorId(leaves)]
  await expect(panel.rows).toHaveCount(2)
  await doomed.kill()
  await leaves.close()
  await doomed.restart()
  await expect(panel.banner).toHaveCount(0, patient)
  await expect(panel.rowOf(here)).toHaveAttribute('data-state', 'active', patient)
  await expect(panel.rowOf(gone)).toHaveCount(0)
})

test('a clean stop tells sockets to come back, and ends with 0', async ({ browse, doomed, home, folder }) => {
  const panel = await openPanel(await browse(), doomed, '?site=' + home.key)
  const page = await (await browse()).newPage()
  await page.goto(folder + 'plain.html')
  await expect(panel.rowOf(await visitorId(page))).toBeVisible()
  expect(await doomed.stop()).toBe(0)
  await expect(panel.banner).toContainText('Reconnecting')
  await doomed.restart()
  await expect(panel.banner).toHaveCount(0, patient)
  await expect(panel.rowOf(await visitorId(page))).toHaveAttribute('data-state', 'active', patient)
})
