import { expect, test } from './fixtures.ts'
import { identity, say, visitorId } from './widget.ts'

// Strangers' pages: blocked storage, strict policies, single-page apps, no sockets (spec widget §1, §3, §4, §5).

const blockades: { [what: string]: () => void } = {
  'all storage throws': () => {
    const no = { get() { throw new DOMException('The operation is insecure.', 'SecurityError') }, set() { throw new DOMException('no', 'SecurityError') } }
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) Object.defineProperty(window, name, no)
    Object.defineProperty(document, 'cookie', no)
  },
  'storage is there but full': () => {
    Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }
    Object.defineProperty(document, 'cookie', { get: () => '', set() {} })
  },
  'there are no locks, channels or storage': () => {
    for (const name of ['BroadcastChannel', 'localStorage', 'sessionStorage']) Object.defineProperty(window, name, { value: undefined })
    Object.defineProperty(navigator, 'locks', { value: undefined })
  },
}

for (const [what, block] of Object.entries(blockades)) {
  test(`works where ${what}`, async ({ browse, pages, panel }) => {
    const context = await browse()
    await context.addInitScript(block)
    const page = await context.newPage()
    await page.goto(pages + 'plain.html')
    await say(page, 'identify', 'blocked', { name: 'Bloc Ked' })
    expect(await identity(page)).toMatchObject({ external_id: 'blocked', trust: 'claimed' })
    await expect(panel.row('Bloc Ked')).toBeVisible()
    await say(page, 'reset')
    expect(await identity(page)).toMatchObject({ trust: 'anonymous' })
  })
}

test('the visitor is the same on the next page and in the next session of the browser', async ({ browse, visit, pages }) => {
  const page = await visit()
  const id = await visitorId(page)
  await page.goto(pages + 'next.html')
  expect(await visitorId(page)).toBe(id)
  const storageState = await page.context().storageState()
  const later = await (await browse({ storageState })).newPage()
  await later.goto(pages + 'plain.html')
  expect(await visitorId(later)).toBe(id)
})

test('works under a strict content security policy, and breaks no rule of it', async ({ visit, panel }) => {
  const page = await visit('strict.html')
  await expect(page.locator('p')).toHaveText('identified')
  await expect(panel.row('Stella Strict')).toHaveAttribute('data-state', 'active')
})

test.describe('where sockets are blocked', () => {
  test.use({ tolerated: /(nosocket|elsewhere)\.html.*(connect-src|ws:)/ })

  test('presence falls back to a heartbeat', async ({ browse, pages, panel, line }) => {
    const page = await (await browse()).newPage()
    await page.clock.install()
    await page.goto(pages + 'nosocket.html')
    const row = panel.rowOf(await visitorId(page))
    await page.clock.runFor(15_000) // sockets are tried some times first
    await expect(row).toHaveAttribute('data-state', 'active')
    await expect(row).toContainText('No sockets')
    expect(line.requests('SOCKET', '/v1/socket')).toEqual([])
    await say(page, 'identify', 'beat', { name: 'Bea Ting' })
    await expect(row.locator('.row-name')).toHaveText('Bea Ting')
    await page.evaluate(() => history.pushState(null, '', 'elsewhere.html'))
    await expect(row).toContainText('elsewhere.html')
    await page.close()
    await expect(row).toHaveAttribute('data-state', 'left')
  })
})

test('route changes of a single-page app show without any call', async ({ visit, panel, line }) => {
  const page = await visit('spa.html')
  const row = panel.rowOf(await visitorId(page))
  const shows = async (path: string, title?: string) => {
    await expect(row.locator('.row-page')).toContainText(path)
    if (title) await expect(row.locator('.row-page')).toContainText(title)
  }
  await shows('spa.html', 'App')
  await page.getByRole('button', { name: 'Inbox' }).click()
  await shows('/inbox', 'inbox')
  await page.getByRole('button', { name: 'Sent' }).click()
  await shows('/sent', 'sent')
  await page.goBack()
  await shows('/inbox')
  await page.evaluate(() => history.replaceState(null, '', 'drafts'))
  await shows('/drafts')
  await page.evaluate(() => {
    location.hash = 'first'
    document.title = 'The first draft' // as routers that live in the fragment do
  })
  await shows('/drafts', 'The first draft')
  expect(line.batches(), 'pages go over the socket').toHaveLength(1)
})

test('history behaves as if nothing had wrapped it', async ({ visit }) => {
  const page = await visit('spa.html')
  const seen = await page.evaluate(() => ({
    name: history.pushState.name, length: history.pushState.length,
    own: Object.keys(history), answer: history.pushState({ a: 1 }, '', '#here') === undefined, state: history.state,
    globals: Object.keys(window).filter(name => /nametag/i.test(name)),
  }))
  expect(seen).toMatchObject({ name: 'pushState', length: 2, answer: true, state: { a: 1 }, globals: ['Nametag'] })
  await expect(page.evaluate(() => history.pushState(() => {}, ''))).rejects.toThrow(/DataCloneError/)
})

test('addresses lose their fragment and foreign parameters before anything is sent', async ({ browse, pages, line, panel }) => {
  const page = await (await browse()).newPage()
  const frames: string[] = []
  page.on('websocket', socket => socket.on('framesent', frame => frames.push(String(frame.payload))))
  await page.goto(pages + 'plain.html?token=SECRET1&utm_source=letter&email=SECRET2#SECRET3', { referer: 'https://search.example/?q=SECRET4&utm_campaign=may#SECRET5' })
  const row = panel.rowOf(await visitorId(page))
  await expect(row.locator('.row-from')).toContainText('letter')
  await page.evaluate(() => history.pushState(null, '', 'spa?q=SECRET6#SECRET7'))
  await expect(row.locator('.row-page')).toContainText('/spa')
  const sent = [...line.passed.map(p => p.path + p.body), ...frames].join('\n')
  expect(frames.length).toBeGreaterThan(1)
  expect(sent).toContain('plain.html?utm_source=letter"')
  expect(sent).not.toContain('SECRET')
})

test('a page that goes hidden is away, and active when it is looked at again', async ({ visit, panel }) => {
  const page = await visit()
  const row = panel.rowOf(await visitorId(page))
  await expect(row).toHaveAttribute('data-state', 'active')
  const look = (state: string) => page.evaluate(state => {
    Object.defineProperty(document, 'hidden', { value: state === 'hidden', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)
  await look('hidden')
  await expect(row).toHaveAttribute('data-state', 'away')
  await look('visible')
  await expect(row).toHaveAttribute('data-state', 'active')
})
