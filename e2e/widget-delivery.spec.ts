import { expect, test } from './fixtures.ts'
import { begin, identity, say, visitorId } from './widget.ts'

// Never lost, never twice, in order (spec widget §3).

const patient = { timeout: 20_000 } // sending again waits longer after each failure, by chance

for (const speed of ['fast', 'slow'] as const) {
  test(`identify right before the page goes away arrives once, over a ${speed} line`, async ({ visit, line, server, site, pages }) => {
    const backend = await server.backend(site)
    const page = await visit('leave.html?to=next.html')
    const before = await visitorId(page)
    if (speed === 'slow') line.hold()
    await page.getByRole('button').click()
    await page.waitForURL(pages + 'next.html')
    line.release()
    await expect.poll(() => backend.identified('leaver')).toBe(1)
    await expect.poll(() => identity(page)).toMatchObject({ visitor_id: before, external_id: 'leaver', trust: 'claimed' })
    expect(await backend.contacts()).toHaveLength(1)
    expect(await backend.identified('leaver')).toBe(1)
  })
}

test('identify as the very first thing before leaving for a page without the widget arrives', async ({ visit, server, site, pages }) => {
  const backend = await server.backend(site)
  const page = await visit('leave.html?to=bare.html')
  await page.getByRole('button').click()
  await page.waitForURL(pages + 'bare.html')
  await expect.poll(() => backend.identified('leaver')).toBe(1)
})

test('sixty calls in one tick all arrive, in order', async ({ visit, server, site }) => {
  const backend = await server.backend(site)
  const page = await visit()
  await page.evaluate(() => Promise.all([
    window.Nametag('identify', 'busy'),
    ...Array.from({ length: 59 }, (_, n) => window.Nametag('setAttributes', { custom_data: { last: n, ['k' + n]: n } })),
  ]))
  const { custom_data: said } = (await backend.contact('busy'))!
  expect(Object.keys(said)).toHaveLength(60)
  expect(said.last).toBe(58)
})

test('what was not answered is sent again by the next page of the origin', async ({ visit, line, server, site, pages }) => {
  const backend = await server.backend(site)
  const page = await visit()
  const before = await visitorId(page)
  line.cut()
  await begin(page, 'identify', 'kept', { name: 'Kept Ida' })
  await page.goto(pages + 'bare.html')
  line.mend()
  expect(await backend.contact('kept'), 'nothing has got through yet').toBeUndefined()
  await page.goto(pages + 'next.html')
  await expect.poll(() => backend.identified('kept'), patient).toBe(1)
  expect((await backend.contact('kept'))!.visitors).toMatchObject([{ id: before }])
})

test('a command whose answer was lost is sent again, and applied once', async ({ visit, line, server, site }) => {
  const backend = await server.backend(site)
  const page = await visit()
  await visitorId(page)
  line.loseAnswer()
  const answer = await say(page, 'identify', 'lost', { name: 'Lo St', custom_data: { n: 1 } })
  expect(answer).toMatchObject({ trust: 'claimed', switched: false })
  const sent = line.commands().filter(c => c.call === 'identify')
  expect(sent).toHaveLength(2)
  expect(sent[0]!.id).toBe(sent[1]!.id)
  expect(await backend.identified('lost')).toBe(1)
})

test('a first visit whose first answer was lost is still one visitor', async ({ visit, line, server, site }) => {
  const backend = await server.backend(site)
  line.loseAnswer()
  const page = await visit('early.html')
  await expect.poll(() => identity(page), patient).toMatchObject({ external_id: 'early', trust: 'claimed' })
  expect(line.batches().length).toBeGreaterThan(1)
  expect(await backend.identified('early')).toBe(1)
  expect((await backend.contact('early'))!.visitors).toMatchObject([{ id: await visitorId(page) }])
})

test('a switch whose answer was lost leads to the same successor', async ({ visit, line, server, site }) => {
  const backend = await server.backend(site)
  const page = await visit()
  await say(page, 'identify', 'one')
  line.loseAnswer()
  const answer = await say<{ visitor_id: string }>(page, 'identify', 'two')
  expect(answer).toMatchObject({ switched: true })
  await expect.poll(() => identity(page)).toMatchObject({ visitor_id: answer.visitor_id, external_id: 'two' })
  expect((await backend.contact('two'))!.visitors).toMatchObject([{ id: answer.visitor_id }])
})

test('reset after identify wins, however slow the answers are', async ({ visit, line, server, site }) => {
  const backend = await server.backend(site)
  const page = await visit()
  const before = await visitorId(page)
  line.hold()
  await begin(page, 'identify', 'brief', { name: 'Brief' })
  await begin(page, 'reset')
  expect(await identity(page), 'in the page at once').toMatchObject({ visitor_id: null, trust: 'anonymous' })
  line.release()
  await expect.poll(async () => (await identity(page)).visitor_id).toMatch(/^v_/)
  expect(await identity(page)).toMatchObject({ trust: 'anonymous' })
  expect(await visitorId(page)).not.toBe(before)
  await expect.poll(async () => (await backend.contact('brief'))?.visitors[0]).toMatchObject({ id: before, fenced_at: expect.any(String) })
})

test('calls of one page are applied in the order in which they were made', async ({ visit, server, site }) => {
  const page = await visit()
  await page.evaluate(async () => {
    const said = [window.Nametag('identify', 'order', { custom_data: { n: 0 } })]
    for (let n = 1; n <= 30; n++) said.push(window.Nametag('setAttributes', { custom_data: { n } }))
    await Promise.all(said)
  })
  const backend = await server.backend(site)
  expect((await backend.contact('order'))!.custom_data).toEqual({ n: 30 })
  const steps = (await backend.ledger('order')).flatMap(entry => entry.changes ?? []).filter(c => c.key === 'custom_data.n').map(c => c.new)
  expect(steps.reverse()).toEqual(Array.from({ length: 31 }, (_, n) => n))
})

test('many calls travel in batches that a browser sends even while its page goes away', async ({ visit, line, server, site, pages }) => {
  const page = await visit()
  await visitorId(page)
  await page.evaluate(() => {
    void window.Nametag('identify', 'bulk')
    for (let n = 1; n <= 40; n++) void window.Nametag('setAttributes', { company: `No ${n} ` + 'x'.repeat(450), custom_data: { n } })
    location.href = 'next.html'
  })
  await page.waitForURL(pages + 'next.html')
  const backend = await server.backend(site)
  await expect.poll(async () => (await backend.contact('bulk'))?.custom_data, patient).toEqual({ n: 40 })
  expect(Math.max(...line.requests('POST', '/v1/commands').map(p => p.body.length))).toBeLessThan(16 * 1024)
})

test('the same claim again is answered without being sent', async ({ visit, line }) => {
  const page = await visit()
  const claim = ['identify', 'same', { name: 'Sam E', custom_data: { plan: 'pro' } }]
  const first = await say(page, ...claim)
  expect(await say(page, ...claim)).toEqual(first)
  expect(line.commands().filter(c => c.call === 'identify')).toHaveLength(1)
  await say(page, 'identify', 'same', { name: 'Sam Else' })
  expect(line.commands().filter(c => c.call === 'identify')).toHaveLength(2)
  await page.reload()
  await say(page, 'identify', 'same', { name: 'Sam Else' })
  expect(line.commands().filter(c => c.call === 'identify'), 'the next page says it once, and hears whether it is true').toHaveLength(3)
})
