import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { begin, identity, say, visitorId } from './widget.ts'

// Storage that isn't what it says, and clocks that are wrong (spec widget §3, §4): at worst a new visitor, never an error.
// What works where nothing can be stored at all is in widget-page.spec.ts.

/** The page no longer reads or writes cookies, as where they are refused. */
async function refuseCookies(page: Page): Promise<void> {
  await (await page.context().newCDPSession(page)).send('Emulation.setDocumentCookieDisabled', { disabled: true })
}

const dayMs = 24 * 60 * 60 * 1000

const ladders: { [what: string]: (page: Page) => Promise<unknown> } = {
  'cookies are refused': refuseCookies,
  'local storage is full': page => page.addInitScript(() => {
    for (let size = 1 << 20, key = 'fill'; size >= 1;) {
      try {
        localStorage.setItem(key += '.', 'x'.repeat(size))
      } catch {
        size >>= 1
      }
    }
  }),
  'there is session storage alone': async page => {
    await refuseCookies(page)
    await page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('The operation is insecure.', 'SecurityError') } })
    })
  },
  'local storage can’t be read': page => page.addInitScript(() => {
    const real = Storage.prototype.getItem
    Storage.prototype.getItem = function (key) {
      if (this === localStorage) throw new DOMException('disk I/O error', 'UnknownError')
      return real.call(this, key)
    }
  }),
}

for (const [what, limit] of Object.entries(ladders)) {
  test(`where ${what}, the next page is the same visitor's, still logged in`, async ({ browse, pages, server, site }) => {
    const page = await (await browse()).newPage()
    await limit(page)
    await page.goto(pages + 'plain.html')
    await say(page, 'identify', 'kept', { name: 'Kept' })
    const id = await visitorId(page)
    await page.goto(pages + 'next.html')
    expect(await visitorId(page)).toBe(id)
    expect(await say(page, 'setAttributes', { company: 'Keepers' })).toMatchObject({ trust: 'claimed' })
    expect((await (await server.backend(site)).contact('kept'))!.visitors).toMatchObject([{ id }])
  })
}

test('what was written is nonsense by now: the next page starts as somebody', async ({ visit }) => {
  const page = await visit()
  await say(page, 'identify', 'spoiled')
  for (const nonsense of ['', '{{{', 'null', '[]', '"x"', '{"a":{"b":[]}}', '-1', '{"__proto__":null,"token":5}']) {
    await page.evaluate(nonsense => {
      for (const storage of [localStorage, sessionStorage]) for (const key of Object.keys(storage)) storage.setItem(key, nonsense)
      for (const pair of document.cookie.split('; ')) document.cookie = pair.split('=')[0] + '=' + encodeURIComponent(nonsense) + '; Path=/'
    }, nonsense)
    await page.reload()
    expect(await say(page, 'identify', 'spoiled'), 'after ' + nonsense).toMatchObject({ trust: 'claimed' })
  }
})

test('a page that clears all storage goes on as who it is', async ({ visit, pages, server, site }) => {
  const page = await visit()
  const id = await visitorId(page)
  const other = await page.context().newPage()
  await other.goto(pages + 'next.html')
  expect(await visitorId(other)).toBe(id)
  await page.evaluate(() => {
    localStorage.clear()
    sessionStorage.clear()
    for (const pair of document.cookie.split('; ')) document.cookie = pair.split('=')[0] + '=; Max-Age=0; Path=/'
  })
  expect(await say(page, 'identify', 'cleared', { name: 'Cleared' })).toMatchObject({ visitor_id: id, trust: 'claimed' })
  expect(await say(page, 'setAttributes', { company: 'Clear & Co' })).toMatchObject({ visitor_id: id })
  expect((await (await server.backend(site)).contact('cleared'))!.visitors).toMatchObject([{ id }])
})

for (const [which, days] of [['a day ahead', 1], ['a day behind', -1], ['ten years behind', -3650]] as const) {
  test(`with a clock that is ${which}, calls arrive, are kept for the next page, and nobody expires`, async ({ browse, pages, line, server, site }) => {
    const backend = await server.backend(site)
    const context = await browse()
    await context.addInitScript(shift => {
      const Real = Date
      window.Date = class extends Real {
        constructor(...all: [number?]) { all.length ? super(...all as [number]) : super(Real.now() + shift) }
        static override now() { return Real.now() + shift }
      } as DateConstructor
    }, days * dayMs + 3_600_000 * Math.sign(days))
    const page = await context.newPage()
    await page.goto(pages + 'plain.html')
    await say(page, 'identify', 'skewed', { name: 'Skewed' })
    const id = await visitorId(page)
    line.cut()
    await begin(page, 'setAttributes', { custom_data: { kept: true } })
    await page.goto(pages + 'bare.html')
    line.mend()
    await page.goto(pages + 'next.html')
    await expect.poll(async () => (await backend.contact('skewed'))!.custom_data, { timeout: 15_000 }).toEqual({ kept: true })
    expect(await identity(page)).toMatchObject({ visitor_id: id, external_id: 'skewed', trust: 'claimed' })
    await expect.poll(async () => (await backend.visitors()).map(row => [row.visitor, row.state])).toEqual([[id, 'active']])
  })
}

test('what was said under a clock that was set back since is sent all the same', async ({ browse, pages, line, server, site }) => {
  const page = await (await browse()).newPage()
  await page.addInitScript(ms => {
    const now = Date.now
    if (location.pathname.endsWith('plain.html')) Date.now = () => now() + ms
  }, 2 * dayMs)
  await page.goto(pages + 'plain.html')
  await visitorId(page)
  line.cut()
  await begin(page, 'identify', 'early-bird')
  await page.goto(pages + 'bare.html')
  line.mend()
  await page.goto(pages + 'next.html')
  const backend = await server.backend(site)
  await expect.poll(() => backend.identified('early-bird'), { timeout: 15_000 }).toBe(1)
})
