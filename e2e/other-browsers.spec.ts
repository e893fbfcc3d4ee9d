import { otherBrowsers, type Driven } from './drivers.ts'
import { expect, test as base } from './fixtures.ts'
import type { Identity } from './widget.ts'

// The core stories in Firefox and WebKit, where they are installed ("make browsers" says which are).

for (const { name, missing, open } of otherBrowsers) {
  const test = base.extend<object, { driven: Driven }>({
    driven: [async ({}, use) => {
      const driven = await open()
      await use(driven)
      await driven.close()
    }, { scope: 'worker' }],
  })

  test.describe(name, () => {
    if (missing) {
      base(`is not tried: ${missing}`, () => base.skip(true, missing))
      return
    }

    test('calls before load arrive whole and in order, and the visitor is seen', async ({ driven, pages, server, site, line }) => {
      const backend = await server.backend(site)
      await driven.go(pages + 'early.html')
      await expect.poll(() => driven.run(() => (window as never as { settled: unknown[] }).settled.length)).toBe(4)
      expect((await backend.contact('early'))?.traits).toMatchObject({ name: { value: 'Early Bird' }, company: { value: 'Worms Ltd' } })
      expect(line.batches()).toHaveLength(1)
      expect(line.requests('OPTIONS', '/v1/commands')).toEqual([])
      await expect.poll(async () => (await backend.visitors()).map(row => [row.state, row.page.title])).toEqual([['active', 'Early']])
      await driven.run(() => {
        history.pushState(null, '', 'routed')
        document.title = 'Routed'
      })
      await expect.poll(async () => (await backend.visitors())[0]?.page).toMatchObject({ url: expect.stringMatching(/routed$/), title: 'Routed' })
      expect(line.requests('SOCKET', '/v1/socket')).toHaveLength(1)
    })

    test('identify right before the page goes away arrives once', async ({ driven, pages, server, site }) => {
      const backend = await server.backend(site)
      await driven.go(pages + 'leave.html?to=bare.html')
      const { visitor_id } = await known(driven)
      await driven.run(() => document.querySelector('button')!.click())
      await expect.poll(() => backend.identified('leaver')).toBe(1)
      expect((await backend.contact('leaver'))!.visitors).toMatchObject([{ id: visitor_id }])
      await driven.go(pages + 'next.html')
      await expect.poll(() => known(driven)).toEqual({ visitor_id, external_id: 'leaver', trust: 'claimed' })
      expect(await backend.identified('leaver')).toBe(1)
    })

    test('tabs share a visitor, and a reset reaches them', async ({ driven, pages, server, site }) => {
      const backend = await server.backend(site)
      await driven.go(pages + 'plain.html')
      await driven.run(() => window.Nametag('identify', 'tabs'))
      const before = await known(driven)
      const first = await driven.tab()
      const second = await driven.newTab()
      await driven.toTab(second)
      await driven.go(pages + 'next.html')
      expect(await known(driven)).toEqual({ ...before, external_id: 'tabs', trust: 'claimed' })
      await expect.poll(async () => (await backend.visitors()).map(row => [row.visitor, row.tabs])).toEqual([[before.visitor_id, 2]])
      await driven.run(() => window.Nametag('reset'))
      const after = await known(driven)
      expect(after.visitor_id).not.toBe(before.visitor_id)
      await driven.toTab(first)
      await expect.poll(() => known(driven)).toEqual({ visitor_id: after.visitor_id, trust: 'anonymous' })
      expect(await driven.run(() => window.Nametag('identify', 'next'))).toMatchObject({ visitor_id: after.visitor_id, switched: false })
    })

    test('a page comes back by the back button as who the browser is by now', async ({ driven, pages, server, site }) => {
      const backend = await server.backend(site)
      await driven.go(pages + 'plain.html')
      await driven.run(() => window.Nametag('identify', 'earlier'))
      await driven.go(pages + 'next.html')
      await known(driven)
      await driven.run(() => window.Nametag('reset'))
      const { visitor_id } = await known(driven)
      await driven.run(() => history.back())
      await expect.poll(() => driven.run(() => document.title).catch(() => '')).toBe('Mugs & more')
      await expect.poll(() => known(driven)).toEqual({ visitor_id, trust: 'anonymous' })
      await expect.poll(async () => (await backend.visitors()).filter(row => row.visitor === visitor_id).map(row => [row.state, row.page.title])).toEqual([['active', 'Mugs & more']])
    })
  })
}

/** What the page knows of itself, once the server has said who its visitor is. */
async function known(driven: Driven): Promise<Identity> {
  let identity: Identity | undefined
  await expect.poll(async () => {
    identity = await driven.run(async () => typeof window.Nametag === 'function' ? await window.Nametag('identity') as Identity : undefined).catch(() => undefined)
    return identity?.visitor_id
  }).toBeTruthy()
  return identity!
}
