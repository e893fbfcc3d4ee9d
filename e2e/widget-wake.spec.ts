import type { BrowserContext, Page } from '@playwright/test'
import { alone } from './alone.ts'
import { expect, test } from './fixtures.ts'
import { begin, identity, say, visitorId } from './widget.ts'

// Pages that are opened ahead of being looked at, that sleep, and that go away with much to say (spec widget §3, §5).

const patient = { timeout: 20_000 }

test('a prerendered page sends nothing before it is looked at, and then all', async ({ pages, line, server, site }) => {
  const backend = await server.backend(site)
  await alone(pages + 'ahead.html', async () => {
    await expect.poll(async () => (await backend.contact('ahead'))?.custom_data, patient).toEqual({ prerendered: true, loaded: true, asked_before: 0 })
    await expect.poll(async () => (await backend.visitors()).map(row => [row.name, row.state, row.page.title])).toEqual([['Ah Ead', 'active', 'Prerendered']])
    expect(line.requests('SOCKET', '/v1/socket')).toHaveLength(1)
  })
})

/** Puts the only page of a browser to sleep in the background, and opens another one before it. */
async function sleep(context: BrowserContext, page: Page): Promise<{ other: Page; wake: () => Promise<void> }> {
  const other = await context.newPage()
  await other.bringToFront()
  await expect.poll(() => page.evaluate(() => document.visibilityState)).toBe('hidden')
  const lifecycle = await context.newCDPSession(page)
  await lifecycle.send('Page.setWebLifecycleState', { state: 'frozen' })
  return {
    other,
    wake: async () => {
      await lifecycle.send('Page.setWebLifecycleState', { state: 'active' })
      await page.bringToFront()
    },
  }
}

test('a tab that slept wakes as the person that the browser is by now, and is seen', async ({ pages, line, server, site }) => {
  const backend = await server.backend(site)
  await alone(pages + 'plain.html', async drive => {
    const context = await drive()
    const page = context.pages()[0]!
    await page.waitForLoadState()
    const before = await visitorId(page)
    await say(page, 'identify', 'sleeper')
    const { other, wake } = await sleep(context, page)
    const states = async (visitor: string) => (await backend.visitors()).filter(row => row.visitor === visitor).map(row => [row.state, row.page.title, row.tabs])
    await expect.poll(() => states(before), 'nobody looks at it').toEqual([['away', 'Mugs & more', 1]])

    await other.goto(pages + 'next.html')
    await say(other, 'identify', 'waker', { name: 'Wa Ker' })
    const id = await visitorId(other)
    await other.goto('about:blank')
    line.cut() // and its socket died in its sleep
    line.mend()
    await wake()
    await expect.poll(() => identity(page)).toEqual({ visitor_id: id, external_id: 'waker', trust: 'claimed' })
    await expect.poll(() => states(id), patient).toEqual([['active', 'Mugs & more', 1]])
    expect(await say(page, 'setAttributes', { company: 'Awake' })).toMatchObject({ visitor_id: id })
  })
})

test('what is said as a tab falls asleep arrives, at the latest when it wakes', async ({ pages, server, site }) => {
  const backend = await server.backend(site)
  await alone(pages + 'plain.html', async drive => {
    const context = await drive()
    const page = context.pages()[0]!
    await page.waitForLoadState()
    const id = await visitorId(page)
    await page.evaluate(() => {
      document.addEventListener('freeze', () => {
        void window.Nametag('identify', 'drowsy', { name: 'Drow Sy' })
        void window.Nametag('setAttributes', { custom_data: { n: 1 } })
      })
    })
    const { wake } = await sleep(context, page)
    await wake()
    await expect.poll(async () => (await backend.contact('drowsy'))?.custom_data, patient).toEqual({ n: 1 })
    expect((await backend.contact('drowsy'))!.visitors).toMatchObject([{ id }])
    expect(await backend.identified('drowsy')).toBe(1)
  })
})

for (const [when, event] of [['right before its page goes away', ''], ['as its page goes away', 'pagehide']] as const) {
  test(`thirty kilobytes that are said ${when} arrive: what fits one request at once, the rest with the next page`, async ({ visit, line, server, site, pages }) => {
    const backend = await server.backend(site)
    const page = await visit()
    await say(page, 'identify', 'parting')
    await page.evaluate(event => {
      const speak = () => {
        for (let n = 1; n <= 40; n++) void window.Nametag('setAttributes', { company: `No ${n} ` + 'x'.repeat(450), custom_data: { n, ['k' + n]: n } })
      }
      event ? addEventListener(event, speak) : speak()
      location.href = 'bare.html'
    }, event)
    await page.waitForURL(pages + 'bare.html')
    await expect.poll(async () => Object.keys((await backend.contact('parting'))?.custom_data ?? {}).length).toBeGreaterThan(20)
    await page.goto(pages + 'next.html')
    await expect.poll(async () => Object.keys((await backend.contact('parting'))?.custom_data ?? {})).toHaveLength(41)
    expect((await backend.contact('parting'))!.custom_data).toMatchObject({ n: 40 })
    expect(line.requests('POST', '/v1/commands').reduce((sum, { body }) => sum + body.length, 0)).toBeGreaterThan(20_000)
  })
}

test('what was left unsaid by a page is said once its visitor comes back to it', async ({ visit, line, pages, server, site }) => {
  const page = await visit()
  await visitorId(page)
  line.cut()
  await begin(page, 'identify', 'returning')
  await page.goto(pages + 'bare.html')
  line.mend()
  await page.goBack()
  const backend = await server.backend(site)
  await expect.poll(() => backend.identified('returning'), patient).toBe(1)
})
