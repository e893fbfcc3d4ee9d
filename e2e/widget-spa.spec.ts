import type { Page } from '@playwright/test'
import type { Session } from '../internal/wire/wire.ts'
import { expect, test } from './fixtures.ts'
import { say, visitorId } from './widget.ts'

// The routes of single-page apps, as the visitor's session tells them afterwards (spec widget §3). What shows of them in
// the panel at once is in widget-page.spec.ts.

const route = (page: Page, how: 'pushState' | 'replaceState', url: string, title?: string) => page.evaluate(([how, url, title]) => {
  history[how as 'pushState'](null, '', url)
  if (title) document.title = title
}, [how, url, title])

const shown = ({ pages }: Session) => pages.map(({ url, title }) => `${new URL(url).pathname.split('/').pop()} ${title}`)

test('each route is one page of the session, however often the history says it', async ({ visit, server, site }) => {
  const backend = await server.backend(site)
  const page = await visit('spa.html')
  const id = await visitorId(page)
  await say(page, 'identify', 'router') // a session of somebody known is written
  const nowAt = async (path: string, title: string) => {
    await expect.poll(async () => (await backend.visitors()).map(row => [new URL(row.page.url).pathname.split('/').pop(), row.page.title])).toEqual([[path, title]])
  }
  await nowAt('spa.html', 'App')
  await route(page, 'pushState', 'inbox', 'Inbox')
  await nowAt('inbox', 'Inbox')
  await route(page, 'pushState', 'inbox')
  await route(page, 'replaceState', 'inbox')
  await route(page, 'replaceState', 'inbox?sort=up#top') // the same, once it has lost what is nobody's business
  await page.evaluate(() => { location.hash = 'middle' })
  await route(page, 'pushState', 'sent', 'Sent')
  await nowAt('sent', 'Sent')
  await page.evaluate(() => history.back())
  await nowAt('inbox', 'Sent')
  await route(page, 'pushState', 'last', 'Last')
  await nowAt('last', 'Last')

  const last = async () => shown((await backend.sessions(id))[0] ?? { pages: [] } as never)
  await expect.poll(last, { timeout: 15_000 }).toContain('last Last')
  const pages = await last()
  expect(pages.map(page => page.split(' ')[0])).toEqual(['spa.html', 'inbox', 'sent', 'inbox', 'last'])
})

test('of a router’s redirects, what was shown in the end is what counts', async ({ visit, server, site }) => {
  const backend = await server.backend(site)
  const page = await visit('spa.html')
  const id = await visitorId(page)
  await say(page, 'identify', 'redirected')
  await page.evaluate(() => {
    history.pushState(null, '', 'guarded')
    history.replaceState(null, '', 'login')
    history.replaceState(null, '', 'home')
    document.title = 'Home'
  })
  await expect.poll(async () => (await backend.visitors())[0]?.page).toMatchObject({ url: expect.stringMatching(/home$/), title: 'Home' })
  await expect.poll(async () => shown((await backend.sessions(id))[0] ?? { pages: [] } as never), { timeout: 15_000 }).toEqual(['spa.html App', 'home Home'])
})

test('a title that comes seconds after its route is told, and makes no page of its own', async ({ browse, pages, server, site }) => {
  const backend = await server.backend(site)
  const page = await (await browse()).newPage()
  await page.clock.install()
  await page.goto(pages + 'spa.html')
  const id = await visitorId(page)
  await say(page, 'identify', 'titled')
  await route(page, 'pushState', 'slow')
  const title = async () => (await backend.visitors())[0]?.page.title
  await expect.poll(async () => (await backend.visitors())[0]?.page.url).toMatch(/slow$/)
  await page.clock.runFor(4000)
  await page.evaluate(() => { document.title = 'Slow, but here' })
  await page.clock.runFor(2000)
  await expect.poll(title).toBe('Slow, but here')
  await page.clock.runFor(20_000)
  await page.evaluate(() => { document.title = '(1) Slow, but here' })
  await page.clock.runFor(2000)
  await expect.poll(title).toBe('(1) Slow, but here')
  await expect.poll(async () => ((await backend.sessions(id))[0]?.pages ?? []).map(({ url }) => url.split('/').pop()), { timeout: 15_000 }).toEqual(['spa.html', 'slow'])
})

test('a router that wraps the history before and after sees each call once, as it was made', async ({ visit, server, site }) => {
  const backend = await server.backend(site)
  const page = await visit('router.html')
  await visitorId(page)
  const seen = await page.evaluate(() => {
    const { wrapAgain, saw } = window as never as { wrapAgain(): void; saw: [who: string, name: string, isOnHistory: boolean, ...all: unknown[]][] }
    wrapAgain()
    const state = { deep: { n: 1 } }
    const answers = [history.pushState(state, 'title', 'a'), history.replaceState(state, '', new URL('b', location.href)), history.pushState(state, '')]
    let thrown = ''
    try {
      history.pushState(state, '', 'https://elsewhere.example/')
    } catch (error) {
      thrown = (error as Error).name
    }
    return {
      calls: saw.map(([who, name, , , title, ...url]) => [who, name, title, ...url.map(String)]), whole: saw.every(call => call[2] && call[3] === state),
      answers, thrown, state: history.state as unknown,
    }
  })
  const b = page.url()
  expect(b).toMatch(/\/b$/)
  const calls = [['pushState', 'title', 'a'], ['replaceState', '', b], ['pushState', ''], ['pushState', '', 'https://elsewhere.example/']]
  expect(seen).toEqual({
    calls: calls.flatMap(call => [['after', ...call], ['before', ...call]]), whole: true,
    answers: [undefined, undefined, undefined], thrown: 'SecurityError', state: { deep: { n: 1 } },
  })
  await expect.poll(async () => (await backend.visitors())[0]?.page.url).toBe(b)
})
