import type { Page } from '@playwright/test'
import { chromium } from './chromium.ts'
import { expect, test as base } from './fixtures.ts'
import { Strangers } from './strangers.ts'
import { attempt, say, visitorId } from './widget.ts'

// Developer's mode (spec widget §6): on localhost, or with data-debug, the console tells each mistake once and links to the
// server's page about it. Anywhere else it is silent, and nothing is loaded for it.

const elsewhere = 'shop.test' // a name that no browser takes for this machine's own
const { args = [], ...launch } = chromium()
const email = 'jane@shop.test'
const hash = 'ab'.repeat(32)

interface Warned { code: string; text: string; link: string }

/** Notes what the console is warned of on a page. */
function warnings(page: Page): Warned[] {
  const all: Warned[] = []
  page.on('console', message => {
    const [, text, link, code] = /^\[Nametag\] (.+) (\S+#(\w+))$/.exec(message.text()) ?? []
    if (message.type() === 'warning') all.push({ code: code ?? message.text(), text: text ?? '', link: link ?? '' })
  })
  return all
}

const codes = (warned: Warned[]) => warned.map(({ code }) => code)

const test = base.extend<{ heard: { page: Page; warned: Warned[] }; far: string }>({
  heard: async ({ browse }, use) => {
    const page = await (await browse()).newPage()
    await use({ page, warned: warnings(page) })
  },
  // A page's folder at the other name.
  far: async ({ server, line }, use) => {
    const strangers = await Strangers.open(elsewhere)
    const site = await server.site('Far', { origins: [strangers.origin] })
    await use(strangers.host(site.key, line.url))
    await strangers.close()
  },
})
test.use({ launchOptions: { ...launch, args: [...args, `--host-resolver-rules=MAP ${elsewhere} 127.0.0.1`] } })

test('on localhost each mistake is told once, and its link leads to what the server says of it', async ({ heard: { page, warned }, pages }) => {
  await page.goto(pages + 'plain.html')
  await visitorId(page)
  for (let twice = 0; twice < 2; twice++) {
    await attempt(page, 'identify', 'undefined', { email })
    await say(page, 'setAttributes', { tag: 'Paid plan', plan: 'pro', custom_data: { notes: 'x'.repeat(2000) } })
  }
  await say(page, 'identify', '42', { name: 'Jane' })
  await say(page, 'identify', '43', { name: 'Joan' })
  await attempt(page, 'idetnify', '42')
  const want = ['placeholder_id', 'tag_pattern', 'unknown_field', 'too_large', 'two_ids', 'unknown_call']
  await expect.poll(() => codes(warned).sort()).toEqual(want.sort())

  for (const { link, code } of warned) {
    await page.goto(link)
    await expect(page.locator(':target').getByRole('heading', { name: code })).toBeInViewport()
  }
})

test('calls that were made before anything had loaded are told of, too', async ({ heard: { page, warned }, pages }) => {
  await page.goto(pages + 'early.html')
  await expect.poll(() => codes(warned).sort()).toEqual(['email_missing', 'placeholder_id'])
})

test('a proof that failed is told with its exact reason, and no secret is', async ({ heard: { page, warned }, pages }) => {
  await page.goto(pages + 'plain.html')
  const { warnings: [exact] = [] } = await say<{ warnings?: { code: string; message: string }[] }>(page, 'identify', '42', { email }, hash)
  await expect.poll(() => codes(warned)).toEqual([exact!.code])
  expect(warned[0]!.text).toContain(exact!.message)
  for (const secret of [email, hash]) expect(JSON.stringify(warned)).not.toContain(secret)
})

test('a page that the site doesn\'t let in is told so once, by its origin', async ({ heard: { page, warned }, server, strangers, line }) => {
  const site = await server.site('Strict', { dev: false, origins: ['https://shop.example.com'] })
  await page.goto(strangers.host(site.key, line.url) + 'plain.html')
  await attempt(page, 'identify', '42', { email })
  await attempt(page, 'setAttributes', { company: 'Mugs Ltd' })
  await expect.poll(() => codes(warned)).toEqual(['origin_not_allowed'])
  expect(warned[0]!.text).toContain(strangers.origin)
})

test('a second copy of the script is told of', async ({ heard: { page, warned }, pages, line }) => {
  await page.goto(pages + 'plain.html')
  await visitorId(page)
  await page.addScriptTag({ url: line.url + '/nametag.js' })
  await say(page, 'setAttributes', { company: 'Mugs Ltd' })
  await expect.poll(() => codes(warned)).toEqual(['script_twice'])
})

test('on a page without mistakes the console stays silent on localhost, too', async ({ heard: { page, warned }, pages, line }) => {
  await page.goto(pages + 'plain.html')
  await say(page, 'identify', '42', { email, tag: 'PAID_PLAN', custom_data: { plan: 'pro' } })
  await say(page, 'reset')
  await say(page, 'identify', '43', { email })
  await expect.poll(() => line.passed.filter(p => p.path.startsWith('/nametag-debug'))).toHaveLength(1)
  await say(page, 'setAttributes', { phone: '+44 20 7946 0000' })
  expect(codes(warned)).toEqual([])
})

test('with data-debug the same is told anywhere', async ({ heard: { page, warned }, far, line }) => {
  await page.goto(far + 'debug.html')
  await attempt(page, 'identify', 'undefined')
  await expect.poll(() => codes(warned)).toEqual(['placeholder_id'])
  expect(warned[0]!.link).toBe(line.url + '/help#placeholder_id')
})

test('in production the console is silent, and nothing is loaded for it', async ({ heard: { page, warned }, far, line }) => {
  await page.goto(far + 'plain.html')
  expect((await attempt(page, 'identify', 'undefined')).error?.code).toBe('placeholder_id')
  await say(page, 'identify', '42', { plan: 'pro' })
  await say(page, 'identify', '43')
  await visitorId(page)
  expect(line.requests('GET', '/nametag.js')).toHaveLength(1)
  expect(line.passed.filter(p => p.path.startsWith('/nametag-debug'))).toEqual([])
  expect(codes(warned)).toEqual([])
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the page about errors and warnings can be read on a phone, ${colorScheme}`, async ({ browse, server }) => {
    const page = await (await browse({ colorScheme, viewport: { width: 400, height: 800 } })).newPage()
    await page.goto(server.url + '/help#two_ids')
    await expect(page.locator(':target')).toContainText('Call reset at log-out')
    await expect(page.locator(':target')).toBeInViewport()
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    expect(ground, 'in the panel\'s colours').toBe(colorScheme === 'light' ? 'rgb(245, 246, 249)' : 'rgb(16, 18, 24)')
    expect(await page.evaluate(() => document.documentElement.scrollWidth), 'nothing sticks out').toBe(400)
  })
}
