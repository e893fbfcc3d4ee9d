import type { BrowserContext, Locator, Page } from '@playwright/test'
import { expect, openPanel, test } from './fixtures.ts'
import { Panel } from './panel.ts'
import type { Server, Site } from './server.ts'
import { attempt, say } from './widget.ts'

// The Site page: whose pages may use the site, what carries identities, and what holds for all pages (spec live §5, security §6).

const card = (page: Page, title: string): Locator => page.locator('section.card').filter({ has: page.getByRole('heading', { name: title, level: 2, exact: true }) })
const listed = (page: Page, name: string): Locator => page.getByRole('list', { name, exact: true }).getByRole('listitem')
const open = async (browse: () => Promise<BrowserContext>, server: Server, site: Site): Promise<Page> =>
  (await openPanel(await browse(), server, 'settings/site?site=' + site.key)).page

/** Types one more of a list and presses Enter. */
async function add(page: Page, what: string, text: string): Promise<void> {
  await page.getByLabel(what, { exact: true }).fill(text)
  await page.keyboard.press('Enter')
}

test.describe('what is no origin', () => {
  test.use({ tolerated: /status of 400/ })

  test('an origin is added, mended, removed and put back; what is none is refused beside the field', async ({ browse, server, site }) => {
    const page = await open(browse, server, site)
    const origins = card(page, 'Origins')
    await expect(origins).toContainText('None yet: no page may use the site, but those on localhost')
    await add(page, 'Another origin', 'https://shop.example.com')
    await expect(listed(page, 'Origins')).toHaveText([/shop\.example\.com/])
    await expect(origins.getByText('Saved')).toBeVisible()

    await add(page, 'Another origin', 'www.example.com/cart')
    await expect(origins.getByRole('alert')).toContainText('"www.example.com/cart" is not an origin such as https://example.com')
    await expect(page.getByLabel('Another origin', { exact: true })).toHaveAttribute('aria-invalid', 'true')
    await origins.getByRole('button', { name: 'Add https://www.example.com' }).click()
    await expect(listed(page, 'Origins')).toHaveCount(2)
    await expect(page.getByLabel('Another origin', { exact: true })).toHaveValue('')

    await add(page, 'Another origin', 'https://*.com')
    await expect(origins.getByRole('alert')).toContainText('too wide')
    await add(page, 'Another origin', 'https://*.example.com')
    await expect(listed(page, 'Origins').last()).toContainText('Every subdomain of example.com, but not example.com itself')

    await page.getByRole('button', { name: 'Remove https://www.example.com' }).click()
    await expect(listed(page, 'Origins')).toHaveCount(2)
    await expect(page.getByLabel('Another origin', { exact: true }), 'the keyboard goes on in the list').toBeFocused()
    await origins.getByRole('button', { name: 'Put it back' }).click()
    await expect(listed(page, 'Origins').last()).toContainText('https://www.example.com')
    await page.reload()
    await expect(listed(page, 'Origins')).toHaveCount(3)
  })

  test('numbers and domains that can’t be are refused, and what was typed stays to be mended', async ({ browse, server, site }) => {
    const page = await open(browse, server, site)
    const hours = page.getByLabel('How long a link lasts', { exact: true })
    await expect(hours).toHaveValue('12')
    for (const [text, says] of [['721', 'A link lasts 1 to 720 hours.'], ['half a day', 'Give a whole number, in digits.']] as const) {
      await hours.fill(text)
      await page.keyboard.press('Enter')
      await expect(card(page, 'For all pages').getByRole('alert').filter({ hasText: says })).toBeVisible()
      await expect(hours).toHaveValue(text)
    }
    await hours.fill('24')
    await page.getByRole('button', { name: 'Save How long a link lasts' }).click()
    await expect(card(page, 'For all pages').getByText('Saved')).toBeVisible()
    await page.getByLabel('Cookie domain', { exact: true }).fill('.Example.com')
    await page.keyboard.press('Enter')
    await expect(page.getByLabel('Cookie domain', { exact: true })).toHaveValue('example.com')
    await page.getByLabel('Limit of custom data', { exact: true }).fill('2048')
    await page.keyboard.press('Enter')
    await expect(card(page, 'For all pages').getByText('Saved')).toHaveCount(3)
    await page.reload()
    await expect(page.getByLabel('Limit of custom data', { exact: true })).toHaveValue('2048')
    await expect(hours).toHaveValue('24')
  })

  test('a host of pictures is added, mended, removed and put back; what is none is refused beside the field', async ({ browse, server, site }) => {
    const page = await open(browse, server, site)
    const pictures = card(page, 'Pictures of people')
    await expect(pictures).toContainText('None: a picture that nobody vouched for is shown as initials.')
    await add(page, 'Another host', 'https://Pictures.example.com/jane.png')
    await expect(pictures.getByRole('alert')).toContainText('"https://Pictures.example.com/jane.png" is not a host such as pictures.example.com')
    await expect(page.getByLabel('Another host', { exact: true })).toHaveAttribute('aria-invalid', 'true')
    await pictures.getByRole('button', { name: 'Add pictures.example.com' }).click()
    await expect(listed(page, 'Hosts of pictures')).toHaveText([/^pictures\.example\.com$/])
    await add(page, 'Another host', '*.com')
    await expect(pictures.getByRole('alert')).toContainText('is not a host')
    await add(page, 'Another host', '*.BÜCHER.example')
    await expect(listed(page, 'Hosts of pictures').last()).toContainText('Every subdomain of xn--bcher-kva.example, but not')
    await page.getByRole('button', { name: 'Remove pictures.example.com' }).click()
    await expect(listed(page, 'Hosts of pictures')).toHaveCount(1)
    await pictures.getByRole('button', { name: 'Put it back' }).click()
    await page.reload()
    await expect(listed(page, 'Hosts of pictures')).toHaveCount(2)
  })
})

test('a domain is linked only together with being allowed', async ({ browse, server, site }) => {
  const page = await open(browse, server, site)
  const linked = card(page, 'Linked domains')
  await add(page, 'Another linked domain', 'https://help.example.com')
  await expect(linked).toContainText('isn’t among the origins')
  await linked.getByRole('button', { name: 'Cancel' }).click()
  await expect(listed(page, 'Linked domains')).toHaveCount(0)
  await add(page, 'Another linked domain', 'https://help.example.com')
  await linked.getByRole('button', { name: 'Add it to both' }).click()
  await expect(listed(page, 'Linked domains')).toHaveText([/help\.example\.com/])
  await expect(listed(page, 'Origins')).toHaveText([/help\.example\.com/])

  await page.getByRole('button', { name: 'Remove https://help.example.com' }).first().click()
  await expect(linked).toContainText('Not among the origins')
  await linked.getByRole('button', { name: 'Allow it, too' }).click()
  await expect(linked).not.toContainText('Not among the origins')
  await expect(listed(page, 'Origins')).toHaveText([/help\.example\.com/])
})

test('a key of another vendor means the site', async ({ browse, server, site, strangers, line }) => {
  const page = await open(browse, server, site)
  await add(page, 'Another key', 'vendor-' + site.key)
  await expect(listed(page, 'Other keys')).toHaveText([/vendor-/])
  const own = await (await browse()).newPage()
  await own.goto(strangers.host('vendor-' + site.key, line.url) + 'plain.html')
  expect(await say(own, 'identify', '42')).toMatchObject({ trust: 'claimed' })
})

test.describe('another site’s key', () => {
  test.use({ tolerated: /status of 409/ })

  test('isn’t taken', async ({ browse, server, site }) => {
    const other = await server.site('Somebody else’s')
    const page = await open(browse, server, site)
    await add(page, 'Another key', other.key)
    await expect(card(page, 'Keys').getByRole('alert')).toContainText(`A site has the key "${other.key}" already.`)
    await expect(listed(page, 'Other keys')).toHaveCount(0)
  })
})

test('development mode is turned off and on, and counts down', async ({ browse, server, site, visit }) => {
  const page = await open(browse, server, site)
  const mode = page.getByRole('switch', { name: 'Development mode' })
  await expect(mode).toBeChecked()
  await expect(card(page, 'While you build')).toContainText(/Ends in 23 h 5\d min/)
  await mode.click()
  await expect(mode).not.toBeChecked()
  await expect(card(page, 'While you build')).not.toContainText('Ends in')
  const own = await visit('bare.html') // where no script is loaded
  expect(await own.evaluate(async ([url, key]) => (await fetch(url + '/v1/commands', { method: 'POST', body: JSON.stringify({ site: key, visitor: null }) }).catch(() => null))?.status ?? 0, [server.url, site.key] as const)).toBe(403)
  await mode.press('Space')
  await expect(mode).toBeChecked()
})

test('a page on localhost that was turned away is let in by development mode, from the Site page', async ({ browse, server, strangers, line }) => {
  const site = await server.site('Turned away', { dev: false, origins: ['https://shop.example.com'] })
  const page = await open(browse, server, site)
  const own = await (await browse()).newPage()
  await own.goto(strangers.host(site.key, line.url) + 'plain.html')
  await expect(page.getByRole('alert').filter({ hasText: 'A page was turned away' })).toContainText(strangers.origin)
  await page.getByRole('button', { name: 'Turn on development mode' }).click()
  await expect(page.getByRole('switch', { name: 'Development mode' })).toBeChecked()
  await expect(page.getByText('A page was turned away')).toHaveCount(0)
  await expect(page.getByText('Load that page again')).toBeVisible()
  await own.reload()
  expect((await attempt(own, 'identity')).error).toBeUndefined()
})

test('two admins see each other’s changes at once, also the site’s name beside the pages', async ({ browse, server, site }) => {
  const [one, two] = [await open(browse, server, site), await open(browse, server, site)]
  await two.getByLabel('How long a link lasts', { exact: true }).fill('99')
  await one.getByLabel('Name', { exact: true }).fill('Käte’s shop')
  await one.keyboard.press('Enter')
  await expect(two.getByLabel('Name', { exact: true })).toHaveValue('Käte’s shop')
  await expect(one.locator('.side')).toContainText('Käte’s shop')
  await expect(two.locator('.side')).toContainText('Käte’s shop')
  await add(one, 'Another origin', 'https://one.example.com')
  await expect(listed(two, 'Origins')).toHaveCount(1)
  await add(two, 'Another origin', 'https://two.example.com')
  await expect(listed(one, 'Origins')).toHaveCount(2)
  await expect(two.getByLabel('How long a link lasts', { exact: true }), 'what is being typed stays').toHaveValue('99')
})

test('agents look, and change nothing', async ({ browse, server }) => {
  const site = await server.site('Looked at', { origins: ['https://shop.example.com'] })
  const password = 'correct horse battery'
  await server.command(['admin', 'create', '--email', `look-${site.key}@example.com`, '--role', 'agent', '--site', site.key, '--password-stdin'], password)
  const { page } = new Panel(await (await browse()).newPage())
  await page.goto(server.url + '/panel/settings/site')
  await page.getByLabel('Email').fill(`look-${site.key}@example.com`)
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
  await expect(listed(page, 'Origins')).toHaveText([/shop\.example\.com/])
  await expect(page.getByText('What changes something is for admins')).toBeVisible()
  await expect(card(page, 'For all pages')).toContainText('12 hours')
  await expect(page.locator('main input, main .switch, main .setting button')).toHaveCount(0)
})
