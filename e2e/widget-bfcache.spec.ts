import { chromium } from './chromium.ts'
import { expect, test } from './fixtures.ts'
import { stub } from './strangers.ts'
import { identity, say, visitorId } from './widget.ts'

// Playwright switches the back/forward cache off; here it is on, as in people's browsers (spec widget §3).
test.use({ launchOptions: { ...chromium(), ignoreDefaultArgs: ['--disable-back-forward-cache'] } })

test('a page comes back from the back/forward cache as the person that the browser is by now', async ({ visit, panel, pages }) => {
  const page = await visit()
  const id = await visitorId(page)
  await say(page, 'identify', 'back', { name: 'Bac K' })
  await page.evaluate(() => {
    addEventListener('pageshow', ({ persisted }) => { (window as { restored?: boolean }).restored = persisted })
  })
  await page.goto(pages + 'next.html')
  await expect(panel.rowOf(id)).toContainText('Teapots')
  await say(page, 'reset')
  const after = await visitorId(page)

  await page.evaluate(() => history.back()) // goBack waits for a load, and nothing is loaded
  await page.waitForURL(pages + 'plain.html', { waitUntil: 'commit' })
  await expect.poll(() => page.evaluate(() => (window as { restored?: boolean }).restored), 'it was in the cache').toBe(true)
  await expect.poll(() => identity(page)).toEqual({ visitor_id: after, trust: 'anonymous' })
  await expect(panel.rowOf(after)).toContainText('Mugs & more')
  await expect(panel.rowOf(after)).toHaveAttribute('data-state', 'active')
  await say(page, 'identify', 'again', { name: 'Aga In' })
  await expect(panel.rowOf(after).locator('.row-name')).toHaveText('Aga In')
})

test('what the stub of a page holds that was left before its script came counts from when the script comes', async ({ visit, panel, line, pages, site }) => {
  const page = await visit('bare.html')
  await page.evaluate(stub => {
    document.head.append(Object.assign(document.createElement('script'), { text: stub }))
    const w = window as { early?: Promise<unknown>; restored?: boolean }
    w.early = window.Nametag('identify', 'early', { name: 'Early Bird' })
    addEventListener('pageshow', ({ persisted }) => { w.restored = persisted })
  }, stub)
  await page.goto(pages + 'plain.html')
  await say(page, 'identify', 'next', { name: 'Next Bird' })

  await page.evaluate(() => history.back())
  await page.waitForURL(pages + 'bare.html', { waitUntil: 'commit' })
  await expect.poll(() => page.evaluate(() => (window as { restored?: boolean }).restored), 'it was in the cache').toBe(true)
  expect(line.commands().map(({ call }) => call)).toEqual(['identify'])
  await page.evaluate(([src, site]) => {
    document.head.append(Object.assign(document.createElement('script'), { src }))
    ;(document.head.lastChild as HTMLElement).dataset.site = site
  }, [line.url + '/nametag.js', site.key] as const)
  const { visitor_id } = await page.evaluate(() => (window as { early?: Promise<unknown> }).early) as { visitor_id: string }
  await expect(panel.rowOf(visitor_id).locator('.row-name')).toHaveText('Early Bird')
  expect(await identity(page)).toMatchObject({ visitor_id, external_id: 'early' })
})
