import type { Page } from '@playwright/test'
import { chromium } from './chromium.ts'
import { expect, test as base } from './fixtures.ts'
import { kept } from './quietly.ts'
import { Strangers } from './strangers.ts'
import { identity, say, visitorId } from './widget.ts'

// Subdomains of a site with a cookie domain: one visitor, whose cookie they share, and nothing else (spec widget §4).

const { args = [], ...launch } = chromium()
const domain = 'shop.test'

interface Subdomains {
  www: string // the folder of its pages
  app: string
  far: string // of an origin of the site's that isn't of the domain
  browser: Page // of somebody's who has been nowhere yet
  set: (...flags: string[]) => Promise<void> // the site's settings
}

const test = base.extend<{ subdomains: Subdomains }>({
  subdomains: async ({ browse, line, server }, use) => {
    const [www, app, far] = await Promise.all([Strangers.open('www.' + domain), Strangers.open('app.' + domain), Strangers.open('help.test')])
    const site = await server.site('Subdomains', { origins: [www.origin, app.origin, far.origin] })
    const set = async (...flags: string[]) => {
      await server.command(['site', 'set', site.key, ...flags])
      const { name, value } = await server.admin()
      const [, domain] = flags
      const heard = async () => {
        const answer = await fetch(`${server.url}/api/v1/site?site=${site.key}`, { headers: { Cookie: `${name}=${value}` } })
        return ((await answer.json()) as { cookie_domain: string | null }).cookie_domain ?? ''
      }
      await expect.poll(heard).toBe(domain)
    }
    await set('--cookie-domain', domain)
    const [first, second, third] = [www, app, far].map(host => host.host(site.key, line.url)) as [string, string, string]
    await use({ www: first, app: second, far: third, browser: await (await browse()).newPage(), set })
    await Promise.all([www.close(), app.close(), far.close()])
  },
})
test.use({ launchOptions: { ...launch, args: [...args, `--host-resolver-rules=MAP *.test 127.0.0.1`] } })

const isLoaded = async (page: Page) => (await say<{ loaded: boolean }>(page, 'status')).loaded
const cookies = async (page: Page) => (await page.context().cookies()).map(({ domain, value }) => [domain, value])

test('they are one visitor, and a log-out at one reaches the other', async ({ subdomains: { www, app, browser } }) => {
  await browser.goto(www + 'plain.html')
  await say(browser, 'identify', 'jane', { name: 'Jane' })
  const jane = await visitorId(browser)
  const other = await browser.context().newPage()
  await other.goto(app + 'plain.html')
  await expect.poll(() => identity(other)).toEqual({ visitor_id: jane, trust: 'claimed', external_id: 'jane' })
  await say(other, 'reset')
  await expect.poll(() => identity(browser)).toEqual({ visitor_id: await visitorId(other), trust: 'anonymous' })
})

test('the first page says what a subdomain’s first page before it couldn’t, and not over who has come since', async ({ subdomains: { www, app, browser }, line }) => {
  await browser.goto(`${www}leave.html?to=${encodeURIComponent(app + 'plain.html')}`)
  await browser.evaluate(() => document.querySelector('button')!.click())
  await browser.waitForURL('**/plain.html')
  await say(browser, 'reset')
  await say(browser, 'identify', 'joe', { name: 'Joe' })
  const joe = await identity(browser)
  const before = line.commands().length
  const other = await browser.context().newPage()
  await other.goto(www + 'plain.html')
  await expect.poll(() => identity(other)).toEqual(joe)
  await say(other, 'setAttributes', { company: 'Joe & Co' })
  expect(line.commands().length, 'what waited went, too').toBeGreaterThan(before)
  await expect.poll(() => identity(browser)).toEqual(joe)
})

test('a denial at one that nobody has opened before ends the visitor at all', async ({ subdomains: { www, app, browser } }) => {
  await browser.goto(app + 'plain.html')
  await say(browser, 'identify', 'jane', { name: 'Jane' })
  const other = await browser.context().newPage()
  await other.goto(www + 'ask.html')
  await say(other, 'consent', 'denied')
  expect(await cookies(other)).toEqual([['.' + domain, '~']])
  await expect.poll(() => isLoaded(browser)).toBe(false)
  expect(Object.keys(await kept(browser))).toHaveLength(1)
  await other.goto(www + 'plain.html')
  await visitorId(other)
  expect(await identity(other)).toMatchObject({ trust: 'anonymous' })
})

test('a denial at an origin that isn’t of the domain reaches that origin’s other tabs', async ({ subdomains: { far, browser } }) => {
  await browser.goto(far + 'plain.html')
  await say(browser, 'identify', 'jane', { name: 'Jane' })
  const other = await browser.context().newPage()
  await other.goto(far + 'plain.html')
  await expect.poll(async () => (await identity(other)).external_id).toBe('jane')
  await say(browser, 'consent', 'denied')
  await expect.poll(() => isLoaded(other)).toBe(false)
  expect(await cookies(other)).toEqual([['help.test', '~']])
})

test('who denied isn’t denied for ever where the domain goes, or another comes', async ({ subdomains: { www, browser, set } }) => {
  await browser.goto(www + 'plain.html')
  await visitorId(browser)
  for (const domain of ['', 'www.shop.test', 'shop.test', '']) {
    await say(browser, 'consent', 'denied')
    await set('--cookie-domain', domain)
    await browser.reload()
    const id = await visitorId(browser)
    await browser.reload()
    expect(await visitorId(browser), domain).toBe(id)
    expect(await isLoaded(browser)).toBe(true)
  }
})

test('who was here before the domain was named, or after it went, is still the same', async ({ subdomains: { www, app, browser, set } }) => {
  await set('--cookie-domain', '')
  await browser.goto(www + 'plain.html')
  const id = await visitorId(browser)
  await set('--cookie-domain', domain)
  await browser.reload()
  await expect.poll(async () => (await cookies(browser)).map(([domain]) => domain)).toEqual(['.' + domain])
  await browser.goto(app + 'plain.html')
  expect(await visitorId(browser)).toBe(id)
  await set('--cookie-domain', '')
  await browser.reload()
  await expect.poll(async () => (await cookies(browser)).map(([domain]) => domain)).toEqual(['app.' + domain])
  expect(await visitorId(browser)).toBe(id)
})
