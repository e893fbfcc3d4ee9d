import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { kept } from './quietly.ts'
import { nickname } from '../static/panel/words/people.ts'
import { begin, say, visitorId } from './widget.ts'

// A page that keeps nothing, beside the visitor that its browser keeps (spec widget §4): the panel shows the two as one row
// while the page lives. Nothing else joins them. That the page stores nothing at all is in widget-life.spec.ts.

/** Opens a page that keeps nothing in another tab, with somebody logged in. */
async function openGuest(host: Page, pages: string, name: string): Promise<Page> {
  const guest = await host.context().newPage()
  await guest.goto(pages + 'guest.html')
  await say(guest, 'identify', name.toLowerCase(), { name })
  return guest
}

test('a page that keeps nothing and its browser’s own visitor are one row while the page lives, and two when it goes', async ({ visit, panel, pages }) => {
  const host = await visit()
  const own = await visitorId(host)
  await expect(panel.rowOf(own)).toBeVisible()
  const row = panel.rowById((await panel.rowOf(own).getAttribute('data-row'))!)
  await panel.mark(row)

  const guest = await openGuest(host, pages, 'Gus')
  const id = await visitorId(guest)
  await expect(row).toContainText('Gus')
  await expect(row).toContainText(`also ${nickname(own)}`)
  await expect(row).toContainText('2 tabs')
  await expect(row).toHaveAttribute('data-visitor', id)
  await expect(panel.rows).toHaveCount(1)
  expect(await panel.isMarked(row), 'it turned into the page’s visitor in place').toBe(true)

  await panel.open(row)
  await expect(panel.person.getByRole('heading', { level: 2 })).toHaveText('Gus')
  await panel.person.getByRole('link', { name: nickname(own) }).click()
  await expect(panel.person.getByRole('heading', { level: 2 })).toHaveText(nickname(own))
  await expect(panel.person).toContainText('Here as Gus')
  await expect(panel.section('Timeline')).toContainText('Mugs & more')
  await expect(row, 'whose row is still the open one').toHaveClass(/row-open/)
  await panel.person.getByRole('link', { name: 'Gus' }).click()
  await expect(panel.person.getByRole('heading', { level: 2 })).toHaveText('Gus')

  await guest.close()
  await expect(panel.rows).toHaveCount(2)
  await expect(panel.row('Gus')).toHaveAttribute('data-state', 'left')
  await expect(panel.row('Gus')).not.toContainText(nickname(own))
  await expect(panel.rowOf(own)).toHaveAttribute('data-trust', 'anonymous')
  await expect(panel.rowOf(own)).toHaveAttribute('data-state', /active|away/)
})

test('where no page of its own is open, the browser’s visitor is named in the row of the page that keeps nothing', async ({ visit, panel, pages }) => {
  const page = await visit()
  const own = await visitorId(page)
  await page.goto(pages + 'guest.html')
  await say(page, 'identify', 'gus', { name: 'Gus' })
  await expect(panel.rows).toHaveText([/Gus.*also/s])
  await page.reload() // somebody new, who hasn't said anything yet
  await expect(panel.rows).toHaveText([/Gus.*also/s])
  await say(page, 'identify', 'gus', { name: 'Gus' })
  await expect(panel.rows).toHaveText([/Gus.*also/s])
  await page.goto(pages + 'bare.html')
  await expect(panel.row('Gus')).toHaveAttribute('data-state', 'left')
  await expect(panel.rows).toHaveCount(1)
  await expect(panel.rows).not.toContainText(nickname(own))
})

test('that they are one row changes nothing: what is stored stays, and both are linked to nobody else', async ({ visit, pages, server, site }) => {
  const backend = await server.backend(site)
  const host = await visit()
  const own = await visitorId(host)
  await say(host, 'setAttributes', { company: 'Own & Co' })
  const stored = await kept(host)
  const guest = await openGuest(host, pages, 'Gus')
  const id = await visitorId(guest)
  const live = async () => (await backend.visitors()).map(row => [row.visitor, row.own])
  await expect.poll(live).toEqual([[id, [own]]])
  await say(guest, 'setAttributes', { phone: '1' })
  expect(await kept(guest)).toEqual(stored)

  const contact = (await backend.contact('gus'))!
  expect(contact.visitors.map(v => v.id)).toEqual([id])
  expect(contact.traits['company'], 'nothing of the browser’s own').toBeUndefined()
  expect((await backend.ledger('gus')).map(entry => [entry.kind, entry.visitor_id])).toEqual([['updated', id], ['identified', id]])
  await expect.poll(async () => (await backend.visitor(own)).sessions.length).toBe(1)
  for (const [visitor, trust, linked] of [[own, 'anonymous', null], [id, 'claimed', contact.id]] as const) {
    const { visitor: info, sessions } = await backend.visitor(visitor)
    expect(info).toMatchObject({ id: visitor, trust, contact_id: linked })
    expect(sessions.map(session => session.visitor_id)).toEqual([visitor])
  }
  await guest.close()
  await expect.poll(live).toHaveLength(2)
  expect(await kept(host)).toEqual(stored)
  expect(await visitorId(host)).toBe(own)
})

test('a reset in the browser’s own tab parts the row, until the page finds the next visitor; a log-in there parts it for good', async ({ visit, pages, panel }) => {
  const host = await visit()
  const own = await visitorId(host)
  await openGuest(host, pages, 'Gus')
  await expect(panel.row('Gus')).toContainText(`also ${nickname(own)}`)
  await begin(host, 'reset')
  await expect(panel.row('Gus')).not.toContainText(nickname(own))
  const next = await visitorId(host)
  await expect(panel.row('Gus')).toContainText(`also ${nickname(next)}`)
  await expect(panel.rows).toHaveCount(1)
  await say(host, 'identify', 'hanna', { name: 'Hanna' })
  await expect(panel.rows).toHaveCount(2)
  await expect(panel.row('Hanna')).not.toContainText('also')
  await expect(panel.row('Gus')).not.toContainText('also')
})
