import { test } from '@playwright/test'
import type { PanelFrame } from '../internal/wire/wire.ts'
import { Crowd } from './crowd/crowd.ts'
import { Window } from './crowd/window.ts'
import { Devtools } from './devtools.ts'
import { expect } from './expect.ts'

// `make crowd` measures; this is whether there is something to measure, with a crowd that a test can afford.

let devtools: Devtools
let crowd: Crowd
const started: Crowd[] = []
test.beforeAll(async () => {
  devtools = new Devtools()
  crowd = await Crowd.start(started, 200, 200)
})
test.afterAll(async () => {
  for (const each of started) await each.stop()
  await devtools?.close()
})

test('the panel shows a crowd, and an eye sees how old what it shows is', async () => {
  const window = await Window.open(devtools)
  await window.go(crowd.url + '/panel/', await crowd.agent())
  expect(await window.firstRows()).toBeGreaterThan(0)
  const stale: number[] = []
  await expect.poll(async () => stale.push(...(await window.look()).stale), 'changes are seen').toBeGreaterThan(20)
  for (const age of stale) expect(age, 'a title tells when its page was opened').toBeGreaterThan(-5)
  expect(Math.min(...stale), 'and it is shown soon').toBeLessThan(5000)
  await window.close()
})

test('the eye counts a change once, and those who come in at the top', async () => {
  const window = await Window.open(devtools)
  await window.go('data:text/html,<div class=rows><ul></ul></div>')
  const frame = 'new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))'
  const show = (...titles: string[]) => window.evaluate(`(() => {
    document.querySelector('ul').innerHTML = ${JSON.stringify(titles)}.map((title, i) => {
      const [row, seconds] = title.split(' ')
      return '<li data-row="' + row + '" aria-posinset="' + (i + 1) + '" style="height: 72px"><p class=row-page><b class=clip>Mug #' + (Date.UTC(2026) + seconds * 1000).toString(36) + '</b></p></li>'
    }).join('')
    return ${frame}
  })()`)
  await window.evaluate('Date.now = performance.now = () => Date.UTC(2026) + 10_000 - performance.timeOrigin')
  await show('jane 1', 'ravi 2')
  expect((await window.look()).stale, 'who is there at first says nothing').toEqual([])
  await show('jane 1', 'ravi 9')
  expect((await window.look()).stale).toEqual([1000])
  await show('amara 8', 'jane 1', 'mei 3', 'ravi 9')
  expect((await window.look()).stale, 'mei only came into the window').toEqual([2000])
  await window.close()
})

test('jumping ends where rows are shown', async () => {
  const window = await Window.open(devtools)
  await window.go(crowd.url + '/panel/', await crowd.agent())
  await window.firstRows()
  expect(await window.jump(0.5)).not.toBeNull()
  const top = await window.evaluate<number>(`document.querySelector('.rows').scrollTop`)
  expect(top).toBeGreaterThan(50 * 72)
  await window.close()
})

test('the server, its socket and the page tell what they take', async () => {
  const window = await Window.open(devtools)
  const received = crowd.meter.bytes
  await window.go(crowd.url + '/panel/', await crowd.agent())
  await window.firstRows()
  await expect.poll(async () => (await window.look()).gaps.length, 'frames are counted').toBeGreaterThan(0)
  expect((await window.spent()).nodes).toBeGreaterThan(100)
  expect(crowd.meter.bytes - received, 'a panel is more than ten kilobytes').toBeGreaterThan(10_000)
  expect((await window.weigh()).heapBytes).toBeGreaterThan(500_000)
  expect(crowd.usage().residentBytes).toBeGreaterThan(10_000_000)
  await window.close()
})

test('the panel asks for the rows on its screen once', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  await context.addCookies([{ ...await crowd.agent(), url: crowd.url }])
  const page = await context.newPage()
  const [asked, updates]: string[][] = [[], []]
  page.on('websocket', socket => {
    socket.on('framesent', ({ payload }) => void asked!.push(String(payload)))
    socket.on('framereceived', ({ payload }) => void updates!.push(String(payload)))
  })
  await page.goto(crowd.url + '/panel/')
  await page.locator('li[data-row]').first().waitFor()
  const drawn = updates!.length
  await expect.poll(() => updates!.length - drawn, 'it has heard what became of these rows').toBeGreaterThan(3)
  expect(asked!.map(frame => JSON.parse(frame) as PanelFrame).filter(frame => 'view' in frame)).toMatchObject([{ view: { first: 0, count: 50 } }])
  await context.close()
})
