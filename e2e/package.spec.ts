import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { call, callAll, servePackage } from './package.ts'

// The npm package as it is packed, on pages of every kind: what it loads, and what becomes of calls (spec widget §1).

test.beforeAll(({ strangers }) => servePackage(strangers))

const script = '**/nametag.js'
const notLoaded = { error: { code: 'not_loaded', message: expect.stringContaining('/nametag.js'), help: expect.any(String) } }
/** What became of calls that the page made itself. */
const comesTo = (page: Page, calls: string) =>
  page.evaluate(calls => (window as never as { [name: string]: Promise<PromiseSettledResult<unknown>[]> })[calls], calls)
const tags = (page: Page) => page.locator('script[src*="/nametag."]').count()

test('importing it runs nothing: no global, no script, no request, and calls wait for init', async ({ visit, line }) => {
  const page = await visit('package.html')
  const found = () => page.evaluate(() => Object.keys(window).filter(name => /nametag/i.test(name)))
  expect(await found()).toEqual([])
  await call(page, 'identify', '42')
  expect(await found(), 'the one global').toEqual(['Nametag'])
  expect(await tags(page)).toBe(0)
  expect(line.passed).toEqual([])
})

test('calls before init keep their order, and init called twice loads once', async ({ visit, line, site, server }) => {
  const page = await visit('package.html')
  const init = ['init', { site: site.key, host: line.url + '/' }] as const
  const answers = await callAll(page, ['identify', '42', { name: 'Jane' }], ['setAttributes', { name: 'Janet' }], [...init], [...init], ['identity'])
  expect(answers).toMatchObject([{ ok: { trust: 'claimed' } }, { ok: { trust: 'claimed' } }, {}, {}, { ok: { external_id: '42' } }])
  expect(await callAll(page, [...init], ['lookupCode'])).toMatchObject([{}, { ok: { code: expect.stringMatching(/^\d{4}$/) } }])
  expect(line.requests('GET', '/nametag.js')).toHaveLength(1)
  expect(line.commands().map(command => command.call)).toEqual(['identify', 'setAttributes', 'lookupCode'])
  expect((await (await server.backend(site)).contact('42'))?.traits).toMatchObject({ name: { value: 'Janet' } })
})

test('whatever the widget can be called, the package can', async ({ visit, line, site }) => {
  const page = await visit('package.html')
  await callAll(page, ['init', { site: site.key, host: line.url }])
  const [widget, own] = await page.evaluate(() => {
    const functions = (of: object) => Object.entries(of).filter(([, value]) => typeof value === 'function').map(([name]) => name)
    return [functions(window.Nametag), functions(window.npm.nametag)]
  })
  expect(widget).toContain('identify')
  expect(own).toEqual(expect.arrayContaining(widget))
})

test('settings reach the widget: without autoload nothing is sent before load', async ({ visit, line, site }) => {
  const page = await visit('package.html')
  await callAll(page, ['init', { site: site.key, host: line.url, autoload: false }])
  await call(page, 'identify', '42')
  expect(line.batches()).toEqual([])
  await call(page, 'load')
  expect(await callAll(page, ['identity'])).toMatchObject([{ ok: { external_id: '42' } }])
})

test('what on gives stops listening at once, before the widget is there and after, and can be awaited', async ({ visit, line, site }) => {
  const page = await visit('package.html')
  await page.evaluate(() => {
    const { nametag } = window.npm
    const heard: string[] = (window as never as { heard: string[] }).heard = []
    nametag.on('identityChanged', () => heard.push('too early'))()
    nametag.on('reset', () => {
      heard.push('reset')
      late()
    })
    const late = nametag.on('reset', () => heard.push('too late'))
  })
  const heard = () => page.evaluate(() => (window as never as { heard: string[] }).heard)
  await callAll(page, ['init', { site: site.key, host: line.url }], ['identify', '42'], ['reset'])
  await expect.poll(heard).toEqual(['reset'])
  await callAll(page, ['identify', '43'], ['reset'])
  await expect.poll(heard).toEqual(['reset', 'reset'])
  expect(await page.evaluate(async () => typeof await window.npm.nametag.on('ready', () => {}))).toBe('function')
})

test('what stops listening leaves nothing behind in the widget', async ({ visit }) => {
  const page = await visit('package.html')
  const left = await page.evaluate(async () => {
    let listeners = 0
    const push = ([, ok]: [unknown, (off: () => void) => void]) => {
      listeners++
      ok(() => listeners--)
    }
    window.Nametag = Object.assign(() => {}, { identify() {}, q: { push } }) as never // all that the package knows of a widget
    const off = window.npm.nametag.on('ready', () => {})
    off()
    await off
    return listeners
  })
  expect(left).toBe(0)
})

test('a page with the script tag needs no init, and loads nothing twice', async ({ browse, pages, line, site }) => {
  const page = await (await browse()).newPage()
  await page.goto(pages + 'mixed.html')
  for (const said of ['stubbed', 'packaged', 'stubbedLast']) expect(await comesTo(page, said)).toMatchObject([{ value: { trust: 'claimed' } }])
  expect(line.commands().map(({ call, ...rest }) => [call, Object.values((rest as { said: object }).said)])).toEqual([
    ['identify', ['mixed', { name: 'First Said' }]], ['setAttributes', [{ name: 'Then Said' }]], ['setAttributes', [{ company: 'Worms Ltd' }]],
  ])
  await callAll(page, ['init', { site: site.key, host: line.url }], ['identity'])
  expect(line.requests('GET', '/nametag.js')).toHaveLength(1)
  expect(await tags(page)).toBe(1)
})

for (const [what, block] of Object.entries({
  'is blocked': (page: Page) => page.route(script, route => route.abort('blockedbyclient')),
  'is replaced by one that does nothing': (page: Page) => page.route(script, route => route.fulfill({ contentType: 'text/javascript', body: '' })),
})) {
  test(`where the script ${what}, calls reject, nobody hears of it, and a later call tries again`, async ({ browse, pages, line, site }) => {
    const page = await (await browse()).newPage()
    await page.clock.install()
    await block(page)
    await page.goto(pages + 'package.html')
    let asked = 0
    page.on('request', request => { if (request.url().endsWith('/nametag.js')) asked++ })

    expect(await callAll(page, ['identify', 'lost'], ['init', { site: site.key, host: line.url }], ['reset'])).toMatchObject([notLoaded, notLoaded, notLoaded])
    await call(page, 'identify', 'unheard') // a rejection that nobody caught would fail the test
    expect(await callAll(page, ['lookupCode'])).toMatchObject([notLoaded])
    expect(asked, 'it isn’t asked for at every call').toBe(1)
    expect(await tags(page), 'what failed is taken away').toBe(0)

    await page.unroute(script)
    await page.clock.fastForward('00:31')
    expect(await callAll(page, ['identify', 'found'], ['identity'])).toMatchObject([{ ok: { trust: 'claimed' } }, { ok: { external_id: 'found' } }])
    expect(line.commands().map(({ call }) => call), 'what was rejected is not carried out').toEqual(['identify'])
  })
}

test('where the page’s own tag is blocked, calls reject too, and a later one loads it as the tag would', async ({ browse, pages, line }) => {
  const page = await (await browse()).newPage()
  await page.clock.install()
  await page.route(script, route => route.abort('blockedbyclient'))
  await page.goto(pages + 'mixed.html')
  expect(await comesTo(page, 'packaged')).toMatchObject([{ reason: notLoaded.error }])
  expect(await callAll(page, ['identity'])).toMatchObject([notLoaded])
  await page.unroute(script)
  await page.clock.fastForward('00:31')
  expect(await callAll(page, ['identity'])).toMatchObject([{ ok: { external_id: 'mixed' } }])
  for (const said of ['stubbed', 'stubbedLast']) {
    expect(await comesTo(page, said), 'what the stub took waited all the time').toMatchObject([{ value: { trust: 'claimed' } }])
  }
  expect(line.requests('GET', '/nametag.js')).toHaveLength(1)
})

test('offline, calls wait until the browser is back', async ({ browse, pages, line, site }) => {
  const context = await browse()
  const page = await context.newPage()
  await page.goto(pages + 'package.html')
  await context.setOffline(true)
  const failed = page.waitForEvent('requestfailed', request => request.url().endsWith('/nametag.js'))
  const answers = callAll(page, ['init', { site: site.key, host: line.url }], ['identify', '42'])
  await failed
  await context.setOffline(false)
  expect(await answers).toMatchObject([{}, { ok: { trust: 'claimed' } }])
  expect(line.requests('GET', '/nametag.js')).toHaveLength(1)
})

test('a script that needs a nonce gets it', async ({ visit, line, site }) => {
  const page = await visit('nonce.html')
  const answers = await callAll(page, ['init', { site: site.key, host: line.url, nonce: 'r4nd0m' }], ['identify', '42'])
  expect(answers).toMatchObject([{}, { ok: { trust: 'claimed' } }])
})

test.describe('where the page’s policy lets no script in', () => {
  test.use({ tolerated: /(nonce|trusted)\.html.*(script-src|trusted-types)/ })

  for (const name of ['nonce.html', 'trusted.html']) {
    test(`calls reject, and nothing throws (${name})`, async ({ visit, line, site }) => {
      const page = await visit(name)
      expect(await callAll(page, ['init', { site: site.key, host: line.url }], ['reset'])).toMatchObject([notLoaded, notLoaded])
    })
  }
})

test('an init that can load nothing says so, in its rejection and in the console', async ({ visit, site }) => {
  const page = await visit('package.html')
  const warned: string[] = []
  page.on('console', message => { if (message.type() === 'warning') warned.push(message.text()) })
  const wrong = {
    site: [{ host: 'https://nametag.example.com' }, { site: '', host: 'https://nametag.example.com' }],
    host: [{ site: site.key }, { site: site.key, host: 'nametag.example.com' }, { site: site.key, host: 'javascript:alert(1)' }, { site: site.key, host: 'localhost:8080' }],
  }
  for (const [field, all] of Object.entries(wrong)) {
    for (const settings of all) {
      const [settled] = await callAll(page, ['init', settings])
      const code = field in settings && settings[field as never] ? 'bad_value' : 'missing_field'
      expect(settled, JSON.stringify(settings)).toMatchObject({ error: { code, field, message: expect.any(String), help: expect.any(String) } })
    }
  }
  expect(await callAll(page, ['init'])).toMatchObject([{ error: { code: 'missing_field', field: 'site' } }])
  expect(warned).toHaveLength(7)
  expect(warned[0]).toMatch(/^Nametag: init needs the site\. /)
  expect(await tags(page)).toBe(0)
})
