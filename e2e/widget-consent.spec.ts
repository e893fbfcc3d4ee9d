import { expect, test } from './fixtures.ts'
import type { Site } from './server.ts'
import { expectSilence, kept, openWatched } from './quietly.ts'
import { attempt, begin, identity, say, visitorId } from './widget.ts'

// Nothing without consent (spec widget §4).

/** What stays of a visitor who wants nothing kept, by which other tabs and subdomains hear of it. */
const denial = ({ key }: Site) => ({ [`cookie nametag_${key}`]: `nametag_${key}=~` })

for (const name of ['ask.html', 'ask-init.html']) {
  test(`on ${name}, nothing is stored and nothing is sent until consent is given; then all goes in its order`, async ({ browse, pages, line, server, site }) => {
    const page = await openWatched(await browse(), pages + name)
    await page.evaluate(() => {
      const settled: unknown[] = (window as never as { settled: unknown[] }).settled = []
      void window.Nametag('identify', 'shy', { custom_data: { n: 0 } }).then(() => settled.push(0))
      for (const n of [1, 2]) void window.Nametag('setAttributes', { custom_data: { n } }).then(() => settled.push(n))
      history.pushState(null, '', '#later')
    })
    expect(await say(page, 'status')).toMatchObject({ connected: false, waiting: 3 })
    await expectSilence(page, line)
    await say(page, 'consent', 'granted')
    await expect.poll(() => page.evaluate(() => (window as never as { settled: unknown[] }).settled)).toEqual([0, 1, 2])
    const contact = (await (await server.backend(site)).contact('shy'))!
    expect(contact.custom_data).toEqual({ n: 2 })
    expect(contact.visitors).toMatchObject([{ id: await visitorId(page) }])
    await expect.poll(() => say(page, 'status')).toEqual({ loaded: true, connected: true, waiting: 0 })
    expect(Object.keys(await kept(page))).not.toEqual([])
  })
}

test('a page that is left before consent leaves nothing behind', async ({ browse, pages, line }) => {
  const page = await openWatched(await browse(), pages + 'ask.html')
  await begin(page, 'identify', 'gone')
  await begin(page, 'reset')
  await page.goto(pages + 'bare.html')
  await expectSilence(page, line)
  await page.goto(pages + 'ask.html')
  await expectSilence(page, line)
  expect(await say(page, 'status')).toMatchObject({ waiting: 0 })
})

test('each page asks again, and is the same visitor’s once it may', async ({ browse, pages, line }) => {
  const page = await openWatched(await browse(), pages + 'ask.html')
  await say(page, 'consent', 'granted')
  await say(page, 'identify', 'again')
  const id = await visitorId(page)
  await page.goto(pages + 'bare.html')
  const before = line.passed.length
  await page.goto(pages + 'ask.html')
  await page.clock.runFor(60_000)
  expect(line.passed.slice(before).filter(p => p.method !== 'GET')).toEqual([])
  await say(page, 'consent', 'granted')
  expect(await visitorId(page)).toBe(id)
})

test('denied: what was stored goes, the socket ends, what waits is refused, nothing more is sent; granted again, somebody new begins', async ({ browse, pages, line, server, site }) => {
  const backend = await server.backend(site)
  const page = await openWatched(await browse(), pages + 'ask.html')
  await page.evaluate(() => {
    localStorage.setItem('mine', '1')
    sessionStorage.setItem('mine', '2')
    document.cookie = 'mine=3; Path=/'
  })
  const own = await kept(page)
  await say(page, 'consent', 'granted')
  await say(page, 'identify', 'regrets')
  const id = await visitorId(page)
  const states = async () => (await backend.visitors()).filter(row => row.visitor === id).map(row => row.state)
  await expect.poll(states).toEqual(['active'])

  line.refuse('/v1/commands') // and the socket is well
  const waiting = attempt(page, 'setAttributes', { company: 'Never' })
  await expect.poll(() => say(page, 'status')).toMatchObject({ waiting: 1 })
  await say(page, 'consent', 'denied')
  expect((await waiting).error).toMatchObject({ code: expect.stringMatching(/^\w+$/) })
  line.mend()
  const left = { ...own, ...denial(site) }
  expect(await kept(page), 'but nothing of the page’s own').toEqual(left)
  await expect.poll(states).toEqual(['left'])
  const before = line.passed.length
  await begin(page, 'setAttributes', { company: 'Later' })
  await page.evaluate(() => history.pushState(null, '', 'elsewhere'))
  await page.clock.runFor(60_000)
  expect(line.passed.slice(before)).toEqual([])
  expect(await say(page, 'status')).toMatchObject({ connected: false })
  expect(await kept(page)).toEqual(left)

  await say(page, 'consent', 'granted')
  expect(await visitorId(page)).not.toBe(id)
  expect(await identity(page)).toMatchObject({ trust: 'anonymous' })
  expect((await backend.contact('regrets'))!.traits['company']).toBeUndefined()
})

test('denied before it was ever granted: what waited is refused, and there never was anybody', async ({ browse, pages, line, server, site }) => {
  const page = await openWatched(await browse(), pages + 'ask.html')
  const waiting = attempt(page, 'identify', 'no-one')
  await expect.poll(() => say(page, 'status')).toMatchObject({ waiting: 1 })
  await say(page, 'consent', 'denied')
  expect((await waiting).error).toMatchObject({ code: expect.stringMatching(/^\w+$/) })
  await expectSilence(page, line)
  await page.goto(pages + 'bare.html')
  expect(await (await server.backend(site)).contacts()).toEqual([])
})

test('denied where consent wasn’t asked for, the person is gone from the browser all the same', async ({ visit, pages, line, site }) => {
  const left = denial(site)
  const page = await visit()
  await say(page, 'identify', 'unasked')
  const id = await visitorId(page)
  await say(page, 'consent', 'denied')
  expect(await kept(page)).toEqual(left)
  const before = line.passed.length
  await page.goto(pages + 'bare.html')
  expect(await kept(page)).toEqual(left)
  expect(line.passed.slice(before)).toEqual([])
  await page.goto(pages + 'plain.html')
  expect(await visitorId(page)).not.toBe(id)
})

for (const [signal, silent] of [[true, true], [false, false], [undefined, false]] as const) {
  test(`where the site follows the browser’s signal and that is ${signal}, consent is ${silent ? '' : 'not '}needed`, async ({ browse, pages, line }) => {
    const context = await browse()
    await context.addInitScript(value => Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => value, configurable: true }), signal)
    const page = await openWatched(context, pages + 'gpc.html')
    if (silent) {
      await begin(page, 'identify', 'signal')
      await expectSilence(page, line)
      await say(page, 'consent', 'granted')
    }
    await visitorId(page)
    expect(await say(page, 'identify', 'signal')).toMatchObject({ trust: 'claimed' })
  })
}

test('denied in one tab, the browser’s others know nobody any more, too', async ({ browse, pages, line, server, site }) => {
  const backend = await server.backend(site)
  const context = await browse()
  const tabs = [await context.newPage(), await context.newPage()]
  for (const tab of tabs) {
    await tab.goto(pages + 'ask.html')
    await say(tab, 'consent', 'granted')
    await visitorId(tab)
  }
  await say(tabs[0]!, 'identify', 'everywhere')
  await expect.poll(() => identity(tabs[1]!)).toMatchObject({ external_id: 'everywhere' })
  await say(tabs[0]!, 'consent', 'denied')
  await expect.poll(() => say(tabs[1]!, 'status')).toMatchObject({ connected: false, loaded: false })
  await expect.poll(async () => (await backend.visitors()).map(row => row.state)).toEqual(['left'])
  const before = line.passed.length
  await begin(tabs[1]!, 'setAttributes', { company: 'Later' })
  await tabs[1]!.goto(pages + 'bare.html')
  expect(line.passed.slice(before)).toEqual([])
  expect(await kept(tabs[1]!)).toEqual(denial(site))
})

test('denied and granted after all on the same page, somebody new is there at once, without a call', async ({ visit, server, site }) => {
  const page = await visit()
  await say(page, 'identify', 'wavers')
  const id = await visitorId(page)
  await say(page, 'consent', 'denied')
  await say(page, 'consent', 'granted')
  await expect.poll(() => say(page, 'status')).toMatchObject({ loaded: true, connected: true })
  const now = await visitorId(page)
  expect(now).not.toBe(id)
  const backend = await server.backend(site)
  await expect.poll(async () => (await backend.visitors()).filter(row => row.state === 'active').map(row => row.visitor)).toEqual([now])
})

test('what is said in the moment of a grant after a denial is the new visitor’s', async ({ visit }) => {
  const page = await visit()
  await say(page, 'identify', 'wavers')
  const id = await visitorId(page)
  await say(page, 'consent', 'denied')
  const { visitor_id } = await page.evaluate(() => {
    void window.Nametag('consent', 'granted')
    return window.Nametag('identify', 'decided')
  }) as { visitor_id: string }
  expect(visitor_id).not.toBe(id)
  expect(await identity(page)).toEqual({ visitor_id, trust: 'claimed', external_id: 'decided' })
})

for (const word of ['no', '', 'DENIED', 'gpc', null]) {
  test(`any other word than granted is a denial: ${word}`, async ({ browse, pages, line }) => {
    const page = await openWatched(await browse(), pages + 'ask.html')
    await say(page, 'consent', word)
    await page.evaluate(() => void window.Nametag('identify', 'no-one'))
    await expectSilence(page, line)
  })
}
