import type { Page } from '@playwright/test'
import { expect, test as base } from './fixtures.ts'
import { Strangers } from './strangers.ts'
import { attempt, identity, say, visitorId } from './widget.ts'

// An identity is carried over links to another domain (spec security §1d). "shop" and "help" share neither storage nor
// cookies: for a browser they are two sites.

interface Domains {
  help: Strangers
  shop: string // the page with the links
  helpPage: string // where they lead
}

const test = base.extend<Domains>({
  help: async ({}, use) => {
    const help = await Strangers.open('help.localhost')
    await use(help)
    await help.close()
  },
  site: ({ server, help }, use, info) => server.site(info.title.slice(0, 80), { origins: [help.origin], linked: [help.origin] }).then(use),
  helpPage: ({ help, site, line }, use) => use(help.host(site.key, line.url) + 'plain.html'),
  shop: ({ pages, helpPage }, use) => use(pages + 'links.html?to=' + encodeURIComponent(helpPage)),
})

const secret = /nametag_identity/
const seen = (page: Page) => page.evaluate(() => (window as never as { seen: string[] }).seen)

/** Opens the shop as somebody who is logged in there, with links that carry. */
async function openAs(page: Page, shop: string, who: string): Promise<void> {
  const watching = page.waitForResponse(/nametag-carry\.[0-9a-f]+\.js/)
  await page.goto(shop)
  await say(page, 'identify', who, { name: who })
  await watching
}

/** Points at a link for long enough that its token is there. */
async function pointAt(page: Page, link: string): Promise<void> {
  const minted = page.waitForResponse(async r => r.url().endsWith('/v1/commands') && /"ok":"e/.test((await r.text()).split('"answers"')[1]!))
  await page.locator(link).dispatchEvent('pointerdown')
  await minted
}

test('a link carries who the visitor is; the address, the history and the page know nothing of it', async ({ browse, shop, helpPage, line, server, site }) => {
  const page = await (await browse()).newPage()
  await openAs(page, shop, 'jane')
  const atShop = await visitorId(page)
  await pointAt(page, '#part')
  await page.locator('#part').click()
  await page.waitForURL(helpPage + '#refunds')
  await expect.poll(() => identity(page)).toMatchObject({ trust: 'claimed' })
  const atHelp = await visitorId(page)
  expect(atHelp).not.toBe(atShop)
  expect((await (await server.backend(site)).contact('jane'))!.visitors.map(v => v.id).sort()).toEqual([atHelp, atShop].sort())
  expect(await page.evaluate(() => history.length), 'the shop, its link').toBe(2 + 1)
  expect(JSON.stringify(line.batches().map(b => b.page))).not.toMatch(secret)
  await page.reload()
  await visitorId(page)
  expect(line.commands().filter(c => c.call === 'carry'), 'redeemed once').toHaveLength(1)
  await page.goBack()
  expect(await page.locator('#part').getAttribute('href')).toBe(helpPage + '#refunds')
})

for (const [how, link, click] of [
  ['in a new tab', '#tab', {}], ['with the middle button', '#plain', { button: 'middle' }], ['with the key for a new tab', '#plain', { modifiers: ['Control'] }],
  ['out of a shadow root', '#inside b', { modifiers: ['Control'] }],
] as const) {
  test(`a link that is followed ${how} carries, each time anew, and is then as it was`, async ({ browse, shop, helpPage, line }) => {
    const context = await browse()
    const page = await context.newPage()
    await openAs(page, shop, 'tab')
    for (const times of [1, 2]) {
      await pointAt(page, link)
      const opened = context.waitForEvent('page')
      await page.locator(link).click(click as object)
      const help = await opened
      await expect.poll(() => help.url()).toBe(helpPage)
      await expect.poll(() => identity(help)).toMatchObject({ trust: 'claimed' })
      expect(new Set(line.commands().flatMap(c => c.call === 'carry' && 'said' in c ? c.said[0] as string : [])).size).toBe(times)
      await help.close()
    }
    expect(await page.locator(link.split(' ')[0]!).getAttribute('href')).toBe(helpPage)
    expect(await seen(page), 'no listener of the page sees it').not.toContainEqual(expect.stringMatching(secret))
  })
}

test('a link that is followed by keyboard carries', async ({ browse, shop, helpPage }) => {
  const page = await (await browse()).newPage()
  await openAs(page, shop, 'keys')
  const minted = page.waitForResponse(/commands/)
  await page.locator('#plain').focus()
  await minted
  await page.keyboard.press('Enter')
  await page.waitForURL(helpPage)
  await expect.poll(() => identity(page)).toMatchObject({ trust: 'claimed' })
})

test('a link never waits for its token, and whom a page turns away from a link goes on as before', async ({ browse, shop, helpPage, line }) => {
  const page = await (await browse()).newPage()
  await openAs(page, shop, 'late')
  await pointAt(page, '#router')
  await page.locator('#router').click()
  await page.evaluate(() => Promise.resolve()) // the page is still there
  expect(page.url()).toBe(shop)
  expect(await page.locator('#router').getAttribute('href')).toBe(helpPage)
  await page.reload()
  await visitorId(page)
  line.hold()
  await page.locator('#plain').click()
  await page.waitForURL(helpPage)
  line.release()
  await visitorId(page)
  expect(line.commands().filter(c => c.call === 'carry')).toEqual([])
})

test('nothing is minted for downloads and for origins that are not linked', async ({ browse, shop, line }) => {
  const page = await (await browse()).newPage()
  await openAs(page, shop, 'others')
  for (const link of ['#download', '#elsewhere']) await page.locator(link).dispatchEvent('pointerdown')
  await say(page, 'identity')
  await say(page, 'setAttributes', { company: 'Others' }) // travels behind whatever was asked before
  expect(line.commands().filter(c => c.call === 'identityToken')).toEqual([])
})

test('a strict content security policy that lets the widget in is enough', async ({ browse, pages, line }) => {
  const page = await (await browse()).newPage()
  await page.goto(pages + 'strict.html')
  await expect(page.locator('p')).toHaveText('identified')
  await expect.poll(() => line.passed.filter(p => p.path.startsWith('/nametag-carry'))).toHaveLength(1)
})

base('a site without linked domains loads nothing and asks for nothing', async ({ visit, pages, line }) => {
  const page = await visit('links.html?to=' + encodeURIComponent(pages.replace('localhost', 'help.localhost')))
  await visitorId(page)
  await page.locator('#tab').dispatchEvent('pointerdown')
  await say(page, 'setAttributes', { company: 'Plain' })
  expect(line.passed.filter(p => p.path.startsWith('/nametag-carry'))).toEqual([])
  expect(line.commands().filter(c => c.call === 'identityToken')).toEqual([])
})

test('identityToken and linkTo give what the link would carry, or say what is wrong', async ({ browse, shop, help, helpPage }) => {
  const page = await (await browse()).newPage()
  await openAs(page, shop, 'calls')
  expect(await say(page, 'identityToken', { for: help.origin })).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
  const to = await say<string>(page, 'linkTo', helpPage + '?a=1#refunds')
  expect(to.split('&nametag_identity=')[0]).toBe(helpPage + '?a=1#refunds')
  expect((await attempt(page, 'linkTo', 'http://elsewhere.localhost/')).error).toMatchObject({ code: 'not_linked' })
  expect((await attempt(page, 'linkTo', 'http://')).error).toMatchObject({ code: 'bad_value' })
  await page.goto(to)
  await expect.poll(() => identity(page)).toMatchObject({ trust: 'claimed' })
  expect(page.url()).toBe(helpPage + '?a=1#refunds')
})

test.describe('arriving', () => {
  /** An address that carries somebody who is logged in at the shop. */
  async function addressFor(page: Page, shop: string, to: string): Promise<string> {
    await openAs(page, shop, 'arriver')
    return say<string>(page, 'linkTo', to)
  }

  test('no script of the page and no event knows of it; it is redeemed before what the page says', async ({ browse, shop, help, helpPage, line }) => {
    const page = await (await browse()).newPage()
    const arrivals = helpPage.replace('plain', 'arrive')
    await page.goto(await addressFor(page, shop, arrivals + '#old'))
    await expect.poll(() => identity(page)).toMatchObject({ trust: 'claimed' })
    expect(await seen(page)).toEqual([arrivals + '#old'])
    expect(line.batches().at(-1)!.commands!.map(c => c.call)).toEqual(['carry', 'setAttributes'])
    expect(new URL(page.url()).origin).toBe(help.origin)
  })

  test('the browser finds the place in the page that the link leads to, and the history has no entry more', async ({ browse, shop, helpPage }) => {
    const page = await (await browse()).newPage()
    const tall = helpPage.replace('plain', 'tall') + '#refunds'
    const to = await addressFor(page, shop, tall)
    const before = await page.evaluate(() => history.length)
    await page.goto(to)
    await expect(page.locator('#refunds:target')).toBeInViewport()
    expect(page.url()).toBe(tall)
    expect(await page.evaluate(() => history.length)).toBe(before + 1)
    expect(await seen(page)).not.toContain('hashchange')
  })

  test('what the page says of the person itself comes later, and wins', async ({ browse, shop, helpPage }) => {
    const page = await (await browse()).newPage()
    await page.goto(await addressFor(page, shop, helpPage.replace('plain', 'early')))
    await expect.poll(() => identity(page)).toMatchObject({ trust: 'claimed', external_id: 'early' })
  })

  test('a token for another query, or of another vendor, is taken out too', async ({ browse, shop, helpPage, line }) => {
    const page = await (await browse()).newPage()
    const token = (await addressFor(page, shop, helpPage)).split('=')[1]!
    await page.goto(`${helpPage}?a=1&convot_identity=${token}&b=2#old`)
    await expect.poll(() => page.url()).toBe(helpPage + '?a=1&b=2#old')
    await expect.poll(() => identity(page)).toMatchObject({ trust: 'claimed' })
    await page.goto(`${helpPage}?nametag_identity=${token}`)
    await expect.poll(() => page.url()).toBe(helpPage)
    await expect.poll(() => line.commands().filter(c => c.call === 'carry').length).toBe(2)
    expect(await identity(page), 'replayed, it changes nothing').toMatchObject({ trust: 'claimed' })
  })

  test('a window that holds the page already takes it in, too', async ({ browse, shop, helpPage, line }) => {
    const page = await (await browse()).newPage()
    const to = await addressFor(page, shop, helpPage + '#old')
    await page.goto(helpPage)
    await visitorId(page)
    await page.evaluate(to => { location.href = to }, to)
    await expect.poll(() => page.url()).toBe(helpPage + '#old')
    await expect.poll(() => identity(page)).toMatchObject({ trust: 'claimed' })
    expect(line.commands().filter(c => c.call === 'carry')).toHaveLength(1)
  })

  test('while a page is prerendered nothing is redeemed, but the address is clean', async ({ browse, shop, helpPage, line }) => {
    const context = await browse()
    const page = await context.newPage()
    const to = await addressFor(page, shop, helpPage)
    await context.addInitScript(() => Object.defineProperty(document, 'prerendering', { value: true, configurable: true }))
    await page.goto(to)
    await expect.poll(() => page.url()).toBe(helpPage)
    await page.evaluate(() => Promise.resolve())
    const before = line.batches().length
    await page.evaluate(() => {
      Object.defineProperty(document, 'prerendering', { value: false })
      document.dispatchEvent(new Event('prerenderingchange'))
    })
    await expect.poll(() => identity(page)).toMatchObject({ trust: 'claimed' })
    expect(line.batches().slice(before).flatMap(b => b.commands!.map(c => c.call))).toEqual(['carry'])
    expect(line.commands().filter(c => c.call === 'carry')).toHaveLength(1)
  })

  test('a token whose answer was lost is redeemed by the next page, and counts once', async ({ browse, shop, helpPage, line }) => {
    const page = await (await browse()).newPage()
    const to = await addressFor(page, shop, helpPage)
    line.loseAnswer()
    await page.goto(to)
    await expect.poll(() => line.commands().filter(c => c.call === 'carry').length).toBeGreaterThan(0)
    await page.goto(helpPage.replace('plain', 'next'))
    await expect.poll(() => identity(page), { timeout: 20_000 }).toMatchObject({ trust: 'claimed' })
    const sent = line.commands().filter(c => c.call === 'carry')
    expect(new Set(sent.map(c => c.id)).size).toBe(1)
  })

  test('before the page lets the widget begin, the token is nowhere but in memory', async ({ browse, shop, helpPage, line }) => {
    const page = await (await browse()).newPage()
    const to = await addressFor(page, shop, helpPage.replace('plain', 'waits'))
    const before = line.batches().length
    await page.goto(to)
    await expect.poll(() => page.url()).not.toMatch(secret)
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state]))
    expect(kept).toBe('[{},{},"",null]')
    expect(line.batches()).toHaveLength(before)
    await say(page, 'load')
    await expect.poll(() => identity(page)).toMatchObject({ trust: 'claimed' })
    expect(line.batches().slice(before).flatMap(b => b.commands!.map(c => c.call))).toEqual(['carry'])
  })
})
