import { chromium } from './chromium.ts'
import { expect, test } from './fixtures.ts'
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
