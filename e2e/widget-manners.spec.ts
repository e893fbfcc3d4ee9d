import { expect, test } from './fixtures.ts'
import { Strangers } from './strangers.ts'
import { say, visitorId } from './widget.ts'

// What the script leaves alone (spec widget §5).

interface Mannered { news: string[] | null; heard: unknown[] }

test('one global is new, and nothing that is built in has changed', async ({ visit }) => {
  const page = await visit('manners.html')
  await expect.poll(() => page.evaluate(() => (window as never as Mannered).news)).not.toBeNull()
  const news = (await page.evaluate(() => (window as never as Mannered).news))!
  const own = ['before', 'members of history'] // the page's, and what may be wrapped: history itself, not its prototype
  expect(news.filter(name => !own.includes(name))).toEqual(['Nametag'])
})

test('a page with a name, and an element that is called as we are', async ({ visit, server, site }) => {
  const page = await visit('named.html')
  await expect(page.locator('p')).toHaveText('claimed')
  expect(await page.evaluate(() => [window.name, typeof window.Nametag, document.querySelectorAll('form, input').length])).toEqual(['Nametag', 'function', 2])
  expect(await (await server.backend(site)).contact('named')).toBeTruthy()
})

test.describe('errors of the page’s own', () => {
  test.use({ tolerated: /planned/ })

  test('reach the page, and the script goes on', async ({ visit }) => {
    const page = await visit()
    await visitorId(page)
    await page.evaluate(() => {
      const heard: unknown[] = (window as never as Mannered).heard = []
      window.onerror = (message, _source, _line, _column, error) => void heard.push([message, (error as Error).message])
      window.onunhandledrejection = ({ reason }) => void heard.push(['rejected', (reason as { code?: string; message: string }).code ?? (reason as Error).message])
      setTimeout(() => { throw new Error('planned throw') })
      void Promise.reject(new Error('planned rejection'))
      void window.Nametag('on', 'identityChanged', () => { throw new Error('planned in a listener') })
      void window.Nametag('on', 'identityChanged', () => void heard.push(['second listener', '']))
    })
    expect(await say(page, 'identify', 'goes-on')).toMatchObject({ trust: 'claimed' })
    const heard = () => page.evaluate(() => (window as never as Mannered).heard)
    await expect.poll(heard).toEqual(expect.arrayContaining([
      ['Uncaught Error: planned throw', 'planned throw'], ['rejected', 'planned rejection'], ['second listener', ''],
    ]))
    expect(await say(page, 'reset')).toMatchObject({ visitor_id: expect.any(String) })
  })
})

test('a rejection that the page leaves unhandled is none of the page’s errors', async ({ visit }) => {
  const page = await visit()
  await page.evaluate(() => { void window.Nametag('identify', 'undefined') })
  expect(await say(page, 'identify', 'handled')).toMatchObject({ trust: 'claimed' }) // the page complains of nothing, or this fails
})

test('no request carries cookies, not even where its server’s would go along', async ({ browse, site, line }) => {
  const near = await Strangers.open('127.0.0.1') // the same site as the server's, for a browser
  const context = await browse()
  await context.addCookies([{ name: 'panel', value: 'somebody-elses', url: line.url }])
  const page = await context.newPage()
  await page.goto(near.host(site.key, line.url) + 'plain.html')
  await say(page, 'identify', 'crumbs')
  await page.evaluate(() => { location.href = 'bare.html' })
  await page.waitForURL('**/bare.html')
  await near.close()
  const sent = line.requests('POST', '/v1/commands')
  expect(line.requests('GET', '/nametag.js')[0]!.headers.cookie, 'the browser would send it').toContain('panel')
  expect(sent.map(p => p.headers.cookie)).toEqual(sent.map(() => undefined))
})
