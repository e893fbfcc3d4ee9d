import { expect, test } from './fixtures.ts'
import { attempt, identity, listen, say, visitorId } from './widget.ts'

// What a page can call, in both styles, before the script is there and after (spec widget §1, §2).

interface Early { stub: unknown; settled: [name: string, answer: unknown][] }

test('calls before load run in order, settle their promises, and travel in one request', async ({ visit, line, server, site }) => {
  const page = await visit('early.html')
  await page.waitForFunction(() => (window as never as Early).settled.length === 4)
  const settled = await page.evaluate(() => (window as never as Early).settled)
  expect(settled.map(([name]) => name).sort()).toEqual(['identify', 'identity', 'refused', 'setAttributes'])
  const answers = Object.fromEntries(settled)
  expect(answers['identify']).toMatchObject({ trust: 'claimed', switched: false })
  expect(answers['refused']).toMatchObject({ code: 'placeholder_id', field: 'external_id' })
  expect(answers['identity']).toMatchObject({ visitor_id: expect.stringMatching(/^v_/) })
  expect(line.batches()).toHaveLength(1)
  expect(line.commands().map(c => c.call)).toEqual(['identify', 'identify', 'setAttributes'])
  const contact = await (await server.backend(site)).contact('early')
  expect(contact?.traits).toMatchObject({ name: { value: 'Early Bird' }, company: { value: 'Worms Ltd' } })
})

test('a reference to the stub that was taken before load goes on working', async ({ visit }) => {
  const page = await visit('early.html')
  await page.waitForFunction(() => (window as never as Early).settled.length === 4)
  const answer = await page.evaluate(() => ((window as never as Early).stub as typeof window.Nametag)('identity'))
  expect(answer).toMatchObject({ external_id: 'early', trust: 'claimed' })
})

test('both call styles do the same, and reset is log out by another name', async ({ visit }) => {
  const page = await visit()
  const asMethod = await page.evaluate(() => window.Nametag['identify']!('both', { name: 'Bo Thways' }))
  const asCall = await say(page, 'identify', { external_id: 'both', name: 'Bo Thways' })
  expect(asCall).toEqual(asMethod)
  const { visitor_id } = await page.evaluate(() => window.Nametag['logout']!()) as { visitor_id: string }
  expect(visitor_id).toBe(await visitorId(page))
  expect(visitor_id).not.toBe((asCall as { visitor_id: string }).visitor_id)
})

test('what is said shows in the visitor’s row and in what is known of them', async ({ visit, panel }) => {
  const page = await visit()
  const row = panel.rowOf(await visitorId(page))
  await expect(row).toHaveAttribute('data-trust', 'anonymous')

  await say(page, 'setAttributes', { name: 'Ann Onymous', custom_data: { cart: 3 } })
  await expect(row).toContainText('Ann Onymous')
  await expect(row, 'a name is no identity').toHaveAttribute('data-trust', 'anonymous')

  await say(page, 'updateConnection', {
    uniqueId: 'up-1', email: 'ann@example.com', tags: ['#vip', '#beta'], identities: ['Ann', 'Annie'], integrationIds: ['crm:77'], metadata: { seats: 5 },
  })
  await expect(row).toHaveAttribute('data-trust', 'claimed')
  await expect(row).toContainText('ann@example.com')
  await expect(row).toContainText('#vip')

  const { code } = await say<{ code: string }>(page, 'lookupCode')
  expect(code).toMatch(/^\d{4}$/)
  await expect(row.locator('.code')).toContainText(code)

  await panel.open(row)
  await expect(panel.field('external_id')).toContainText('up-1')
  await expect(panel.field('identities')).toContainText('Ann, Annie')
  await expect(panel.field('integration_ids')).toContainText('crm:77')
  await expect(panel.field('custom_data.seats')).toContainText('5')
  await expect(panel.field('custom_data.cart'), 'said while anonymous').toContainText('3')

  await say(page, 'setAttributes', { tags: null, custom_data: { cart: null } })
  await expect(panel.field('custom_data.cart')).toHaveCount(0)
  await expect(row).not.toContainText('#vip')
})

test('a refused call rejects with a code, a sentence, the field and what helps; nothing throws', async ({ visit }) => {
  const page = await visit()
  const refused = async (...call: unknown[]) => (await attempt(page, ...call)).error
  for (const placeholder of ['undefined', '[object Object]', '{{ user.id }}']) {
    expect(await refused('identify', placeholder)).toMatchObject({
      code: 'placeholder_id', field: 'external_id', message: expect.stringContaining('placeholder'), help: expect.any(String),
    })
  }
  expect(await refused('identify', 1.5)).toMatchObject({ code: 'bad_external_id' })
  expect(await refused('identify', { email: 'no address' })).toMatchObject({ code: 'bad_email', field: 'email' })
  expect(await refused('identify', 'big', { custom_data: { text: 'x'.repeat(20_000) } })).toMatchObject({ code: 'too_large' })
  expect(await refused('noSuchCall')).toMatchObject({ code: 'unknown_call' })
  expect(await identity(page)).toMatchObject({ trust: 'anonymous' })
})

test('custom data over its limit is refused as a whole, and the rest of the claim goes on', async ({ visit, server, site }) => {
  const page = await visit()
  await say(page, 'identify', 'full', { custom_data: { kept: 'yes' } })
  const answer = await say(page, 'identify', 'full', { name: 'Fully Booked', custom_data: { text: 'x'.repeat(1100) } })
  expect(answer).toMatchObject({ rejected: [{ field: 'custom_data', reason: 'too_large', limit: 1024 }] })
  const contact = await (await server.backend(site)).contact('full')
  expect(contact).toMatchObject({ custom_data: { kept: 'yes' }, traits: { name: { value: 'Fully Booked' } } })
})

test('events tell what changed, until they are switched off', async ({ visit }) => {
  const page = await visit()
  await visitorId(page)
  const [changes, resets] = [await listen(page, 'identityChanged'), await listen(page, 'reset')]
  await say(page, 'identify', 'eve', { name: 'Eve Nt' })
  await expect.poll(changes).toEqual([expect.objectContaining({ external_id: 'eve', trust: 'claimed' })])
  await page.evaluate(() => {
    const off = window.Nametag['on']!('identityChanged', () => { document.title = 'heard' }) as unknown as () => void
    off()
  })
  await say(page, 'reset')
  await expect.poll(resets).toHaveLength(1)
  expect(await page.title()).not.toBe('heard')
})

test('hostile names are text in the panel, and shown faithfully', async ({ visit, panel }) => {
  const names = {
    markup: '<img src=x onerror="document.title=1"><b>bold</b>',
    reversed: '\u202egnirts desrever',
    emoji: '👩‍👩‍👧‍👦 🏳️‍🌈 Zoë',
    proto: '__proto__',
  }
  const page = await visit()
  for (const [id, name] of Object.entries(names)) {
    await say(page, 'reset') // each is somebody new
    await say(page, 'identify', id, { name, company: name, tags: [name], custom_data: { ['<i>' + id]: name } })
    const row = panel.rowOf(await visitorId(page))
    await expect(row.locator('.row-name')).toHaveText(name)
    await panel.open(row)
    await expect(panel.field('name').locator('.value-text')).toHaveText(name)
    await expect(panel.field('custom_data.<i>' + id).locator('.value-text')).toHaveText(name)
  }
  expect(await panel.page.locator('main img, main b:has-text("bold"), main i').count()).toBe(0)
  await expect(panel.page).toHaveTitle(/Visitors · Nametag$/)
})

test('init after the start changes nothing, ready tells what is so by now, and what is no function hears nothing', async ({ visit }) => {
  const page = await visit()
  await say(page, 'identify', 'early')
  await say(page, 'init', { site: 'k_another', host: 'https://elsewhere.example' })
  expect(await say(page, 'identify', 'early', { name: 'Early' })).toMatchObject({ trust: 'claimed' })
  await say(page, 'reset')
  const heard = await listen(page, 'ready')
  await expect.poll(heard).toMatchObject([{ visitor_id: await visitorId(page), trust: 'anonymous' }])
  expect(JSON.stringify(await heard())).not.toContain('early')
  for (const fn of [5, null, 'alert']) await page.evaluate(fn => void window.Nametag('on', 'ready', fn), fn)
  await say(page, 'identify', 'late') // had one thrown, the page would have complained
})
