import { expect, test } from './fixtures.ts'
import { expectSilence, kept, openWatched } from './quietly.ts'
import { attempt, begin, identity, say, visitorId } from './widget.ts'

// When the script begins and ends, and visitors of a single page (spec widget §2, §4).

for (const name of ['waits.html', 'waits-tag.html']) {
  test(`on ${name}, nothing happens before load, and then all that was said, in its order`, async ({ browse, pages, line, server, site }) => {
    const page = await openWatched(await browse(), pages + name)
    await begin(page, 'identify', 'waited', { custom_data: { n: 0 } })
    await begin(page, 'setAttributes', { custom_data: { n: 1 } })
    expect(await say(page, 'status')).toEqual({ loaded: false, connected: false, waiting: 2 })
    await expectSilence(page, line)
    await say(page, 'load')
    await say(page, 'load')
    expect(await say(page, 'setAttributes', { custom_data: { last: true } })).toMatchObject({ trust: 'claimed' })
    expect((await (await server.backend(site)).contact('waited'))!.custom_data).toEqual({ n: 1, last: true })
    await expect.poll(() => say(page, 'status')).toEqual({ loaded: true, connected: true, waiting: 0 })
    expect(line.requests('SOCKET', '/v1/socket')).toHaveLength(1)
  })
}

test('status tells what waits and whether there is a line', async ({ visit, line }) => {
  const page = await visit()
  await visitorId(page)
  await expect.poll(() => say(page, 'status')).toEqual({ loaded: true, connected: true, waiting: 0 })
  line.cut()
  await begin(page, 'identify', 'stuck')
  await begin(page, 'setAttributes', { company: 'Stuck & Co' })
  await expect.poll(() => say(page, 'status')).toEqual({ loaded: true, connected: false, waiting: 2 })
  line.mend()
  await expect.poll(() => say(page, 'status'), { timeout: 15_000 }).toEqual({ loaded: true, connected: true, waiting: 0 })
})

test('remove hangs up and sends nothing more; load goes on as the same visitor, with what was said meanwhile', async ({ browse, pages, line, server, site }) => {
  const backend = await server.backend(site)
  const page = await openWatched(await browse(), pages + 'spa.html')
  await say(page, 'identify', 'paused')
  const id = await visitorId(page)
  const state = async () => (await backend.visitors()).map(row => [row.visitor, row.state])
  await expect.poll(state).toEqual([[id, 'active']])
  await say(page, 'remove')
  await expect.poll(state).toEqual([[id, 'left']])
  const before = line.passed.length
  const said = attempt(page, 'setAttributes', { company: 'Pauses & Co' })
  await page.evaluate(() => history.pushState(null, '', 'unseen'))
  await page.clock.runFor(60_000)
  expect(line.passed.slice(before)).toEqual([])
  expect(await say(page, 'status')).toMatchObject({ connected: false, waiting: 1 })
  await say(page, 'load')
  expect((await said).ok).toMatchObject({ visitor_id: id })
  await expect.poll(state).toEqual([[id, 'active']])
  expect((await backend.contact('paused'))!.traits['company']?.value).toBe('Pauses & Co')
})

for (const name of ['guest.html', 'guest-init.html']) {
  test(`on ${name}, the visitor is this page’s alone, and the browser’s own stays as it was`, async ({ visit, pages, server, site }) => {
    const page = await visit()
    const own = await visitorId(page)
    await page.goto(pages + 'bare.html')
    const before = await kept(page)
    await page.goto(pages + name)
    const guest = await visitorId(page)
    expect(guest).not.toBe(own)
    expect(await say(page, 'identify', 'guest-of-a-page', { name: 'Gus Est' })).toMatchObject({ visitor_id: guest, trust: 'claimed' })
    expect(await say(page, 'setAttributes', { company: 'Once' })).toMatchObject({ visitor_id: guest })
    expect(await kept(page)).toEqual(before)
    await page.reload()
    const another = await visitorId(page)
    expect([own, guest]).not.toContain(another)
    expect(await identity(page)).toMatchObject({ trust: 'anonymous' })
    expect(await kept(page)).toEqual(before)
    await page.goto(pages + 'plain.html')
    expect(await identity(page)).toMatchObject({ visitor_id: own, trust: 'anonymous' })
    const { visitors } = (await (await server.backend(site)).contact('guest-of-a-page'))!
    expect(visitors.map(v => v.id)).toEqual([guest])
  })
}

test('a guest’s reset, and another tab’s log-in, are none of each other’s business', async ({ visit, pages }) => {
  const page = await visit()
  const own = await visitorId(page)
  const guest = await page.context().newPage()
  await guest.goto(pages + 'guest.html')
  const id = await visitorId(guest)
  await say(page, 'identify', 'host')
  expect(await say(guest, 'identify', 'visitor-of-host')).toMatchObject({ visitor_id: id })
  await say(guest, 'reset')
  expect(await visitorId(guest)).not.toBe(id)
  expect(await identity(page)).toEqual({ visitor_id: own, external_id: 'host', trust: 'claimed' })
})
