import { jane, others, ravi, test as base, type Desk } from './day.ts'
import { expect } from './fixtures.ts'
import { tabTo } from './hands.ts'
import type { Panel } from './panel.ts'
import { say, visitorId } from './widget.ts'

// Two agents at once, one with the mouse and one with the keyboard alone: each sees what the other does, and nothing is lost
// without a word (spec live §4).

interface Two {
  contactOf: (externalId: string) => Promise<string>
  both: (path: string, others?: string) => Promise<[mouse: Desk, keyboard: Desk]>
}

const test = base.extend<Two>({
  contactOf: async ({ server, site }, use) => {
    const backend = await server.backend(site)
    await use(async externalId => (await backend.contact(externalId))!.id)
  },
  both: ({ sit, colleague }, use) => use(async (path, others = path) => [await sit(path, { by: 'mouse' }), await sit(others, { by: 'keyboard', as: colleague })]),
})

const dialog = ({ page }: Desk) => page.getByRole('dialog')
const edit = ({ panel }: Desk) => panel.person.getByRole('button', { name: 'Edit', exact: true })
const aliases = (panel: Panel) => panel.person.locator('[data-alias]')

test('both see a stranger become Jane, in the list and on the page that is open, and stay where they are', async ({ people, visit, both }) => {
  await people(...others())
  const stranger = await visit()
  const id = await visitorId(stranger)
  const [list, open] = await both('')
  await open.hand.press(open.panel.rowOf(id).getByRole('link'))
  await expect(open.panel.person.getByRole('heading', { level: 2 })).toHaveText(/^Visitor/)
  await tabTo(open.page, open.panel.person.getByRole('button', { name: /^Watch Visitor/ }))
  const row = (await list.panel.rowOf(id).getAttribute('data-row'))!
  const place = (await list.panel.rowById(row).getAttribute('aria-posinset'))!
  for (const { panel } of [list, open]) await panel.mark(panel.rowById(row))

  await say(stranger, 'identify', 'jane-1', jane.traits)
  for (const { panel } of [list, open]) {
    await expect(panel.rowById(row).locator('.row-name')).toHaveText('Jane Moreau')
    await expect(panel.rowById(row)).toHaveAttribute('aria-posinset', place)
    expect(await panel.isMarked(panel.rowById(row)), 'it is the very row').toBe(true)
  }
  await expect(open.panel.person.getByRole('heading', { level: 2 })).toHaveText('Jane Moreau')
  await expect(open.panel.field('company')).toContainText('Moreau Interiors')
  await expect(open.panel.person.getByRole('button', { name: 'Watch Jane Moreau' }), 'the keyboard is where it was').toBeFocused()
})

test('a conflict that one settles is settled for the other', async ({ people, both, contactOf }) => {
  await people(jane, { ...ravi, email: jane.email })
  const [one, other] = await both('contacts/' + await contactOf('ravi-2'), 'conflicts')
  await other.hand.press(other.page.getByRole('list', { name: 'People in conflict' }).getByRole('link'))
  const conflict = ({ panel }: Desk) => panel.person.locator('[data-conflict]')
  await expect(conflict(other)).toBeVisible()
  await one.hand.press(conflict(one).getByRole('button', { name: /^Theirs\./ }))
  await expect(other.panel.field('email')).toContainText('jane@example.com', { timeout: 2_000 })
  await expect(conflict(other)).toHaveCount(0)
  await expect(other.page.getByRole('heading', { name: 'No conflicts' })).toBeVisible()
})

test('what one merges the other sees, and makes two again', async ({ people, both, contactOf }) => {
  await people(jane, ravi)
  const id = await contactOf('jane-1')
  const [one, other] = await both('contacts/' + id, 'contacts/' + await contactOf('ravi-2'))
  await expect(other.panel.person.getByRole('heading', { name: 'Ravi Narayan', level: 2 })).toBeVisible()
  await tabTo(other.page, edit(other))

  await one.hand.press(one.panel.person.getByRole('button', { name: 'Merge with…' }))
  await one.hand.write(dialog(one).getByRole('searchbox'), 'ravi')
  await one.hand.press(dialog(one).locator('[data-candidate]'))
  await one.hand.press(dialog(one).getByRole('button', { name: 'Merge', exact: true }))
  await expect(one.panel.person.locator('.told')).toContainText('Ravi Narayan is a part of Jane Moreau now.')
  await expect(other.panel.person.getByRole('heading', { name: 'Jane Moreau', level: 2 })).toBeVisible()
  await expect(other.page, 'the address follows').toHaveURL(new RegExp('/contacts/' + id))
  await expect(other.page.getByRole('list', { name: 'Contacts' }).getByRole('listitem')).toHaveText([/Jane Moreau/])
  await expect(edit(other)).toBeFocused()

  await other.hand.press(aliases(other.panel).getByRole('button', { name: 'Undo the merge with ravi-2' }))
  await other.hand.press(dialog(other).getByRole('button', { name: 'Undo the merge' }))
  await expect(aliases(one.panel)).toHaveCount(0)
  await expect(one.panel.field('phone')).toHaveCount(0)
  await expect(one.panel.person.locator('.told'), 'what isn’t so any more').toHaveCount(0)
  await expect(one.panel.person.locator('[data-kind="unmerged"]')).toContainText('Agent colleague@example.com undid the merge')
})

test('two who edit the same person are told of each other, and nothing of either is lost in silence', async ({ people, both, contactOf, server, site }) => {
  await people({ ...jane, traits: { ...jane.traits, phone: '+33 1' } })
  const [one, other] = await both('contacts/' + await contactOf('jane-1'))
  const field = (desk: Desk, label: string) => dialog(desk).getByLabel(label, { exact: true })
  for (const each of [one, other]) await each.hand.press(edit(each))
  await other.hand.write(field(other, 'Name'), 'Jane M.')

  await one.hand.write(field(one, 'Name'), 'Jane Moreau-Lenz')
  await one.hand.write(field(one, 'Company'), 'Moreau & Lenz')
  await one.hand.write(field(one, 'Phone'), '+33 2')
  await one.hand.press(dialog(one).getByRole('button', { name: 'Save' }))
  await expect(dialog(one)).toHaveCount(0)

  const meanwhile = (value: string) => dialog(other).getByRole('status').filter({ hasText: `Changed meanwhile by agent admin@example.com: ${value}.` })
  for (const value of ['Jane Moreau-Lenz', 'Moreau & Lenz', '+33 2']) await expect(meanwhile(value)).toBeVisible()
  await expect(field(other, 'Name'), 'what was being typed').toHaveValue('Jane M.')
  await expect(field(other, 'Name')).toBeFocused()
  await expect(field(other, 'Name')).toHaveAccessibleDescription(/Changed meanwhile/)
  await other.hand.press(meanwhile('Moreau & Lenz').getByRole('button', { name: 'Take that' }))
  await expect(field(other, 'Company')).toHaveValue('Moreau & Lenz')
  await expect(field(other, 'Company'), 'the keyboard goes on in the field').toBeFocused()
  await expect(meanwhile('Moreau & Lenz')).toHaveCount(0)
  await other.hand.press(dialog(other).getByRole('button', { name: 'Save' }), 'Enter')
  await expect(dialog(other)).toHaveCount(0)

  for (const { panel } of [one, other]) {
    await expect(panel.field('name')).toContainText('Jane M.')
    await expect(panel.field('name').getByRole('img')).toHaveAccessibleName(/colleague@example\.com/)
    await expect(panel.field('company')).toContainText('Moreau & Lenz')
    await expect(panel.field('phone'), 'what the other one didn’t touch').toContainText('+33 2')
    const edits = panel.person.locator('[data-kind="edited"]')
    await expect(edits).toHaveText([/Agent colleague@example\.com.*Jane Moreau-Lenz.*Jane M\./, /Agent admin@example\.com.*Jane Moreau.*Jane Moreau-Lenz/])
  }
  expect((await (await server.backend(site)).contact('jane-1'))?.traits['phone']?.value).toBe('+33 2')
})

test('who edits a person that another merges goes on, and is told whom it is about by now', async ({ people, both, contactOf }) => {
  await people(jane, ravi)
  const [one, other] = await both('contacts/' + await contactOf('jane-1'), 'contacts/' + await contactOf('ravi-2'))
  await other.hand.press(edit(other))
  await other.hand.write(dialog(other).getByLabel('Hashtags'), '#vip')

  await one.hand.press(one.panel.person.getByRole('button', { name: 'Merge with…' }))
  await one.hand.write(dialog(one).getByRole('searchbox'), 'ravi')
  await one.hand.press(dialog(one).locator('[data-candidate]'))
  await one.hand.press(dialog(one).getByRole('button', { name: 'Merge', exact: true }))

  const form = other.page.getByRole('dialog', { name: 'Edit Jane Moreau' })
  await expect(form.getByRole('status').filter({ hasText: 'Changed meanwhile' }).filter({ hasText: 'Jane Moreau' })).toBeVisible()
  await expect(form.getByLabel('Hashtags')).toHaveValue('#vip')
  await expect(form.getByLabel('Hashtags')).toBeFocused()
  await other.hand.press(form.getByRole('button', { name: 'Save' }))
  await expect(form).toHaveCount(0)
  for (const { panel } of [one, other]) {
    await expect(panel.field('tags')).toContainText('vip')
    await expect(panel.field('name'), 'what nobody touched is as the merge made it').toContainText('Jane Moreau')
    await expect(panel.field('phone')).toContainText('+44 1')
    await expect(aliases(panel)).toHaveCount(1)
  }
})
