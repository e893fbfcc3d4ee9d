import { expect, test } from './fixtures.ts'
import { begin, identity, listen, say, visitorId } from './widget.ts'

// One visitor over all tabs of an origin (spec widget §3).

test('a second tab is the same visitor, in the same row', async ({ visit, panel, pages }) => {
  const first = await visit()
  const id = await visitorId(first)
  const second = await first.context().newPage()
  await second.goto(pages + 'next.html')
  expect(await visitorId(second)).toBe(id)
  await expect(panel.rowOf(id)).toContainText('2 tabs')
  await expect(panel.rows).toHaveCount(1)
  await second.close()
  await expect(panel.rowOf(id)).not.toContainText('2 tabs')
  await expect(panel.rowOf(id)).toHaveAttribute('data-state', /active|away/)
})

test('tabs opened together by a new visitor end as one visitor', async ({ browse, pages, panel, server, site }) => {
  const context = await browse()
  const tabs = await Promise.all(Array.from({ length: 3 }, () => context.newPage()))
  await Promise.all(tabs.map((tab, i) => tab.goto(pages + (i % 2 ? 'next.html' : 'plain.html'))))
  await expect.poll(async () => new Set(await Promise.all(tabs.map(visitorId))).size).toBe(1)
  await expect(panel.rows).toHaveCount(1)
  await expect(panel.rows).toContainText('3 tabs')
  expect(await (await server.backend(site)).visitors()).toHaveLength(1)
})

test('what one tab says of the person, the others know at once', async ({ visit, pages }) => {
  const first = await visit()
  const second = await first.context().newPage()
  await second.goto(pages + 'next.html')
  await visitorId(second)
  const changes = await listen(second, 'identityChanged')
  await say(first, 'identify', 'shared', { name: 'Shari' })
  await expect.poll(() => identity(second)).toMatchObject({ external_id: 'shared', trust: 'claimed' })
  await expect.poll(changes).toHaveLength(1)
})

test('what another tab has said since, a page can say otherwise again', async ({ visit, pages, server, site }) => {
  const one = await visit()
  await say(one, 'identify', 'jane', { name: 'Jane' })
  const other = await one.context().newPage()
  await other.goto(pages + 'plain.html')
  await say(other, 'identify', 'jane', { name: 'Joan' })
  await say(one, 'identify', 'jane', { name: 'Jane' })
  const backend = await server.backend(site)
  expect((await backend.contact('jane'))!.traits.name!.value).toBe('Jane')
})

test('a fence in one tab reaches the other at once: nothing of the earlier person is left there', async ({ visit, pages, panel }) => {
  const first = await visit()
  await say(first, 'identify', 'leaving', { name: 'Leah Ving' })
  const before = await visitorId(first)
  const second = await first.context().newPage()
  await second.goto(pages + 'next.html')
  await expect.poll(() => identity(second)).toMatchObject({ external_id: 'leaving' })
  await expect(panel.row('Leah Ving')).toContainText('2 tabs')

  await say(first, 'reset')
  await expect.poll(async () => (await identity(second)).visitor_id).not.toBe(before)
  await expect.poll(() => visitorId(second)).toBe(await visitorId(first))
  expect(await identity(second)).toEqual({ visitor_id: await visitorId(first), trust: 'anonymous' })

  await say(second, 'setAttributes', { custom_data: { later: true } })
  await expect(panel.row('Leah Ving')).toHaveAttribute('data-state', 'left')
  await expect(panel.rowOf(await visitorId(second))).toContainText('2 tabs')
  await expect(panel.rows).toHaveCount(2)
})

test('another person logging in fences the earlier one in every tab', async ({ visit, pages, server, site }) => {
  const first = await visit()
  await say(first, 'identify', 'ada', { name: 'Ada' })
  const second = await first.context().newPage()
  await second.goto(pages + 'next.html')
  await expect.poll(() => identity(second)).toMatchObject({ external_id: 'ada' })
  expect(await say(second, 'identify', 'bob', { name: 'Bob' })).toMatchObject({ switched: true })
  await expect.poll(() => identity(first)).toMatchObject({ external_id: 'bob', visitor_id: await visitorId(second) })
  await say(first, 'setAttributes', { company: 'Bob & Sons' })
  const backend = await server.backend(site)
  expect((await backend.contact('bob'))!.traits['company']?.value).toBe('Bob & Sons')
  expect((await backend.contact('ada'))!.traits['company']).toBeUndefined()
})

test('a duplicated tab, and a reload, are no new tabs of nobody', async ({ visit, panel }) => {
  const page = await visit()
  const id = await visitorId(page)
  await expect(panel.rowOf(id)).toBeVisible()
  const row = await panel.rowOf(id).getAttribute('data-row')
  await panel.mark(panel.rowById(row!))
  await page.reload()
  const [twin] = await Promise.all([page.waitForEvent('popup'), page.evaluate(() => { window.open(location.href) })])
  expect(await visitorId(twin)).toBe(id)
  await expect(panel.rowOf(id)).toContainText('2 tabs')
  expect(await panel.isMarked(panel.rowById(row!)), 'the row never went away').toBe(true)
})

test('a log-out that waits for its server holds in every tab: nothing said there lands on the earlier person', async ({ browse, pages, line, server, site }) => {
  const backend = await server.backend(site)
  const context = await browse()
  const [first, second] = [await context.newPage(), await context.newPage()]
  for (const tab of [first, second]) {
    await tab.goto(pages + 'next.html')
    await visitorId(tab)
  }
  await say(first, 'identify', 'leaving', { name: 'Lea' })
  await expect.poll(() => identity(second)).toMatchObject({ external_id: 'leaving' })
  line.refuse('/v1/commands')
  await begin(first, 'reset')
  await expect.poll(() => second.evaluate(() => window.Nametag('identity'))).toEqual({ visitor_id: null, trust: 'anonymous' })
  await begin(second, 'setAttributes', { name: 'Eve' })
  await begin(second, 'identify', 'arriving')
  line.mend()
  for (const tab of [second, first]) await expect.poll(() => identity(tab), { timeout: 30_000 }).toMatchObject({ external_id: 'arriving' })
  expect((await backend.contact('leaving'))!.traits['name']!.value).toBe('Lea')
  expect((await backend.contact('arriving'))!.traits['name']!.value).toBe('Eve')
})
