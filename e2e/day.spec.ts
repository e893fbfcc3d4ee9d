import type { Locator, Page } from '@playwright/test'
import type { Evidence } from '../internal/wire/wire.ts'
import { jane, others, ravi, test } from './day.ts'
import { expect } from './fixtures.ts'
import { hands } from './hands.ts'
import { Panel } from './panel.ts'
import { Server } from './server.ts'
import { token } from './sign.ts'
import { stub } from './strangers.ts'
import { attempt, say, visitorId } from './widget.ts'

// An agent's day: each story is told by mouse, and by keyboard alone (spec live §1–§5).

const dialog = (page: Page): Locator => page.getByRole('dialog')
const told = (panel: Panel) => panel.person.locator('.told')
const ledgerOf = (panel: Panel, kind: string) => panel.person.locator(`[data-kind="${kind}"]`)

for (const by of ['mouse', 'keyboard'] as const) test.describe('by ' + by, () => {
  test.use({ by })

  test('Jane is found by the code that she reads out, and her page opens', async ({ people, visit, sit }) => {
    await people(...others())
    const [desktop, phone] = [await visit(), await visit()]
    await say(desktop, 'identify', 'jane-1', jane.traits)
    const { code } = await say<{ code: string }>(desktop, 'lookupCode')
    expect(code).toMatch(/^\d{4}$/)
    await say(phone, 'identify', 'jane-1', jane.traits) // the newest of her browsers: her row's own link leads there
    const { panel, page, hand } = await sit()
    await expect(panel.row('Jane Moreau')).toBeVisible()

    await hand.write(page.getByLabel('Search visitors'), code, '/')
    await expect(panel.rows).toHaveText([/Jane Moreau/])
    await expect(panel.rows.locator('.code')).toContainText(code)
    await hand.press(panel.rows.getByRole('link'), 'Enter')
    await hand.press(panel.person.getByRole('link', { name: 'Close' }), 'Escape')
    await expect(panel.person).toHaveCount(0)
    await expect(page.getByLabel('Search visitors'), 'the search stays').toHaveValue(code)
    await hand.press(panel.rows.getByRole('link'), 'Enter')
    await expect(page, 'it is the very browser that shows the code').toHaveURL(new RegExp(`/visitors/${await visitorId(desktop)}.*q=${code}`))
    await expect(panel.person.getByRole('heading', { name: 'Jane Moreau', level: 2 })).toBeVisible()
    await hand.press(panel.field('company').getByRole('button'))
    await expect(panel.field('company').locator('.why-told')).toContainText('Unproven')
    await hand.press(panel.person.getByRole('link', { name: 'Close' }), 'Escape')
    await expect(panel.rows.getByRole('link'), 'one goes on in the list').toBeFocused()
  })

  test('a conflict is settled with one press', async ({ people, sit, server, site }) => {
    await people(jane, ...others(() => ({ email: jane.email })), { ...ravi, email: jane.email }) // who have it in vain
    const { panel, page, hand } = await sit()
    const link = page.getByRole('link', { name: 'Conflicts' })
    await expect(link).toHaveText(/^Conflicts25/)
    await hand.press(link, 'x')
    const list = page.getByRole('list', { name: 'People in conflict' })
    await hand.press(list.getByRole('link', { name: 'Ravi Narayan' }))
    const conflict = panel.person.locator('[data-conflict]')
    await expect(conflict).toContainText('Says jane@example.com')
    await expect(conflict).toContainText('held by Jane Moreau')
    await expect(panel.field('email')).toHaveCount(0)

    await hand.press(conflict.getByRole('button', { name: /^Theirs\./ }))
    await expect(told(panel)).toContainText('jane@example.com is Ravi Narayan’s now.')
    await expect(told(panel), 'the keyboard goes on where the answer is').toBeFocused()
    await expect(conflict).toHaveCount(0)
    await expect(panel.field('email')).toContainText('jane@example.com')
    await expect(panel.field('email').getByRole('img')).toHaveAccessibleName(/^Verified: .*Said by agent admin@example\.com, /)
    await expect(ledgerOf(panel, 'resolved')).toContainText('Agent admin@example.com decided that the email jane@example.com is Ravi Narayan’s')
    await expect(list.getByRole('listitem')).toHaveCount(24)
    await expect(link).toHaveText(/^Conflicts24/)

    await hand.press(told(panel).getByRole('button', { name: 'Dismiss' }))
    await expect(told(panel)).toHaveCount(0)
    await hand.press(panel.person.getByRole('link', { name: 'Close' }), 'Escape')
    await expect(list.getByRole('link', { name: 'Other 23' }), 'the next one').toBeFocused()
    await hand.press(list.getByRole('link', { name: 'Other 23' }))
    await expect(conflict).toContainText('Says jane@example.com')

    const { id } = (await (await server.backend(site)).contact('jane-1'))!
    const hers = await sit('contacts/' + id)
    await expect(hers.panel.field('external_id')).toContainText('jane-1')
    await expect(hers.panel.field('email')).toHaveCount(0)
    await expect(ledgerOf(hers.panel, 'displaced')).toContainText('gave the email jane@example.com of Jane Moreau to')
  })

  test('two contacts are merged, after a look at what becomes of them, and made two again', async ({ people, sit, server, site }) => {
    await people(...others(), jane, ravi)
    const backend = await server.backend(site)
    const count = async () => (await backend.contacts()).length
    const { panel, page, hand } = await sit()
    await hand.press(page.getByRole('link', { name: 'Contacts' }), 'c')
    const list = page.getByRole('list', { name: 'Contacts' })
    await expect(list.getByRole('listitem')).toHaveCount(26)
    await hand.write(page.getByLabel('Search contacts'), 'jane', '/')
    await expect(list.getByRole('listitem')).toHaveText([/Jane Moreau/])
    await hand.press(list.getByRole('link'))

    await hand.press(panel.person.getByRole('button', { name: 'Merge with…' }))
    const search = dialog(page).getByRole('searchbox')
    await expect(search).toBeFocused()
    await hand.write(search, 'nobody')
    await expect(dialog(page)).toContainText('Nobody else’s email or id starts with “nobody”.')
    await hand.press(dialog(page).getByRole('button', { name: 'Close' }), 'Escape')
    await expect(dialog(page)).toHaveCount(0)
    await expect(panel.person, 'the person stays open').toBeVisible()
    await expect(panel.person.getByRole('button', { name: 'Merge with…' })).toBeFocused()

    await hand.press(panel.person.getByRole('button', { name: 'Merge with…' }))
    await hand.write(search, 'ravi')
    const found = dialog(page).locator('[data-candidate]')
    await expect(found).toHaveText([/Ravi Narayan/])
    await hand.press(found)
    const sure = page.getByRole('dialog', { name: 'Merge Jane Moreau and Ravi Narayan?' })
    const preview = (key: string) => sure.locator(`[data-preview="${key}"]`)
    await expect(sure).toContainText('Jane Moreau stays, Ravi Narayan becomes a part of them')
    await expect(preview('phone')).toContainText(/\+44 1.*from Ravi Narayan/)
    await expect(preview('name')).toContainText(/Jane Moreau.*instead of Ravi Narayan/)
    await expect(preview('external_id')).toContainText(/jane-1.*ravi-2 leads here too/)
    await expect(preview('company')).toContainText('unchanged')
    expect(await count(), 'a preview changes nothing').toBe(26)
    await hand.press(sure.getByRole('button', { name: 'Merge', exact: true }))
    await expect(sure).toHaveCount(0)
    await expect(told(panel)).toContainText('Ravi Narayan is a part of Jane Moreau now.')
    await expect(panel.field('phone')).toContainText('+44 1')
    expect(await count()).toBe(25)

    await hand.press(told(panel).getByRole('button', { name: /^Undo/ }))
    await hand.press(page.getByRole('dialog', { name: 'Undo this merge?' }).getByRole('button', { name: 'Undo the merge' }))
    await expect(told(panel)).toContainText('two people again')
    await expect(panel.field('phone')).toHaveCount(0)
    expect(await count()).toBe(26)
    await hand.press(told(panel).getByRole('link', { name: 'Open Ravi Narayan' }))
    await expect(panel.field('phone')).toContainText('+44 1')
  })

  test('a secret is rotated: the new one is given to the shop before the old one ends', async ({ sit, server, site, visit }) => {
    const old = await server.command<{ kid: string; secret: string }>(['key', 'create', '--site', site.key, '--name', 'Of last year'])
    const [vera, wim] = [await visit(), await visit()]
    const claim = (of: Page, id: string, secret: string) => say<{ trust: string }>(of, 'identify', { external_id: id, token: token({ secret }, { sub: id }) })
    await expect.poll(async () => (await claim(vera, 'vera', old.secret)).trust, 'the server sees the key within a second').toBe('verified')
    const { panel: { page }, hand } = await sit()
    const keys = page.locator('#keys')
    const line = (name: string) => keys.locator('[data-key]').filter({ hasText: name })
    await hand.press(page.getByRole('link', { name: 'Settings', exact: true }), 's')
    await hand.press(page.locator('main').getByRole('link', { name: /^Security/ }))
    await expect(line('Of last year')).toHaveAttribute('data-state', 'active')

    await hand.press(page.getByRole('button', { name: 'Keys', exact: true }))
    await hand.press(keys.getByRole('button', { name: 'Make a key' }))
    await hand.write(dialog(page).getByLabel('Name'), 'Of this year')
    await hand.press(dialog(page).getByRole('button', { name: 'Make the key' }), 'Enter')
    await expect(dialog(page)).toContainText('It is shown this once')
    const secret = await dialog(page).locator('code').innerText()
    await hand.press(dialog(page).getByRole('button', { name: 'I have stored it' }))
    await expect(dialog(page)).toHaveCount(0)
    await expect(page.locator('body')).not.toContainText(secret)
    expect((await claim(wim, 'wim', secret)).trust).toBe('verified')

    await hand.press(line('Of last year').getByRole('button', { name: /^Retire/ }))
    await expect(dialog(page)).toContainText('1 live link rests on it')
    await hand.press(dialog(page).getByRole('button', { name: 'Retire', exact: true }))
    await expect(line('Of last year')).toHaveAttribute('data-state', 'retired')
    await expect(dialog(page)).toHaveCount(0)
    expect(await say(vera, 'identity'), 'what it has proven stays').toMatchObject({ trust: 'verified' })
    await expect.poll(() => visit().then(another => claim(another, 'xeno', old.secret)), 'what it signs proves nothing').toMatchObject({ trust: 'claimed' })
    await hand.press(line('Of this year').getByRole('button', { name: /^What it verified/ }))
    await expect(dialog(page).getByRole('listitem')).toHaveText([/wim/])
    await hand.press(dialog(page).getByRole('button', { name: 'Close' }), 'Escape')
  })

  test('proof is required after reading what that refuses, pages are refused, and one press ends it', async ({ sit, server, site, visit }) => {
    const visitor = await visit()
    expect(await say(visitor, 'identify', 'bo', { name: 'Bo Unproven' })).toMatchObject({ trust: 'claimed' })
    expect(await say(visitor, 'identify', 'bo', {}, 'ab'.repeat(32))).toMatchObject({ trust: 'claimed' })
    await expect.poll(() => server.ask<Evidence>(`/site/evidence?window=24h&site=${site.key}`), 'what pages said is counted a few seconds later').toMatchObject({ claimed: 1, failed: 1 })
    const { panel: { page }, hand } = await sit('settings')
    const proof = page.locator('#proof')
    const rule = (of: Page) => of.getByRole('switch', { name: 'Require proof' })
    await hand.press(page.locator('main').getByRole('link', { name: /^Security/ }))

    await test.step('the evidence says who would be refused, where and why', async () => {
      await expect(proof.getByRole('img').first()).toHaveAccessibleName('Of 2 claims: 1 without proof, 1 failed')
      await expect(proof.locator('[data-cause="no_proof"]')).toContainText('No proof was sent.')
      await expect(proof.locator('[data-cause="no_key"]')).toContainText('no active key')
      await expect(proof.locator('[data-path$="plain.html"]')).toContainText('all 2 would be refused')
      await expect(page.locator('#enforcement')).not.toContainText('Safe to require')
      const example = proof.locator('[data-example]').first().getByRole('link')
      await hand.press(example)
      await expect(page).toHaveURL(new RegExp(`/panel/visitors/${await visitorId(visitor)}`))
      await expect(page.getByRole('heading', { name: 'Bo Unproven', level: 2 })).toBeVisible()
      await page.goBack()
    })
    await test.step('turning it on shows what it would have refused, and asks', async () => {
      await hand.press(page.getByRole('button', { name: 'Enforcement', exact: true }))
      await hand.press(rule(page))
      await expect(dialog(page)).toContainText('2 of 2 claims of the last 24 hours would have been refused')
      await expect(dialog(page)).toContainText('plain.html')
      await expect(dialog(page)).toContainText('This site has no active key.')
      await hand.press(dialog(page).getByRole('button', { name: 'Cancel' }), 'Escape')
      await expect(rule(page)).not.toBeChecked()
      await say(visitor, 'reset')
      expect(await say(visitor, 'identify', 'bea')).toMatchObject({ trust: 'claimed' })
      await hand.press(rule(page))
      await hand.press(dialog(page).getByRole('button', { name: 'Require proof, and refuse all of these' }))
      await expect(rule(page)).toBeChecked()
    })
    const other = await sit('settings/security')
    await expect(rule(other.page)).toBeChecked()
    await say(visitor, 'reset')
    expect((await attempt(visitor, 'identify', 'ida')).error).toMatchObject({ code: 'verification_required' })
    await hand.press(rule(page))
    await expect(rule(page)).not.toBeChecked()
    await expect(rule(other.page), 'another admin sees it at once').not.toBeChecked()
    expect(await say(visitor, 'identify', 'cleo')).toMatchObject({ trust: 'claimed' })
  })

  test('from the link on the terminal to the first visitor of the first site', async ({ browse, strangers }) => {
    const server = await Server.start()
    try {
      const page = await (await browse({ reducedMotion: 'reduce' })).newPage()
      const hand = hands[by](page)
      const [link] = /http:\S+\/panel\/setup#\S+/.exec(server.printed) ?? []
      await page.goto(link!)
      await hand.write(page.getByLabel('Email'), 'owner@example.com')
      await hand.write(page.getByLabel('Password'), 'a few unrelated words')
      await hand.press(page.getByRole('button', { name: 'Create account' }), 'Enter')
      await expect(page.getByRole('heading', { name: 'Nobody is here right now' })).toBeVisible()
      await hand.press(page.getByRole('link', { name: 'Install the snippet' }))
      await expect(page.getByText('Waiting for your first visitor…')).toBeVisible()
      const snippet = await new Panel(page).snippet()
      const [, key = ''] = /data-site="(k_\w+)"/.exec(snippet) ?? []
      expect(snippet).toBe(`<script>${stub}</script>\n<script async src="${server.url}/nametag.js" data-site="${key}"></script>`)

      let loads = 0
      page.on('load', () => loads++)
      const folder = strangers.host(key, server.url)
      strangers.add(`shop-by-${by}.html`, `<!doctype html><html><head><title>My shop</title>${snippet}</head><body>
        <script>Nametag('setAttributes', { custom_data: { early: true } })</script></body></html>`)
      await (await (await browse()).newPage()).goto(`${folder}shop-by-${by}.html`)
      const green = page.locator('[data-installed="yes"]')
      await expect(green).toContainText(`The first visitor came from ${strangers.origin}`)
      await expect(page.getByText('Waiting for your first visitor')).toHaveCount(0)
      await hand.press(green.getByRole('link', { name: 'See who is here' }))
      await expect(new Panel(page).row('My shop')).toBeVisible()
      expect(loads, 'nothing was loaded again').toBe(0)
      await hand.rest()
    } finally {
      await server.dispose()
    }
  })
})
