import type { Page } from '@playwright/test'
import type { Backend } from './backend.ts'
import { features } from './compat.ts'
import { expect } from './fixtures.ts'
import { kept } from './quietly.ts'
import { noteAnswer, noteSecret } from './secrets.ts'
import type { Server, Site } from './server.ts'

// Pages of ours, written as HubSpot's documents and customers write theirs.

interface Widget { load: (...args: unknown[]) => unknown; refresh: (...args: unknown[]) => unknown; remove: () => unknown; status: () => { loaded: boolean; pending: boolean }; [method: string]: unknown }
interface HubSpot {
  widget: Widget
  clear: (...args: unknown[]) => unknown
  resetAndReloadWidget: (...args: unknown[]) => unknown
  on: (...args: unknown[]) => unknown
  off: (...args: unknown[]) => unknown
}
declare global {
  interface Window { HubSpotConversations: HubSpot; hsConversationsSettings?: unknown; hsConversationsOnReady?: unknown; seen: unknown[] }
}

const feature = features('hubspot')

const script = `<script async defer id="hs-script-loader" src="{{nametag}}/compat/hubspot.js" data-site="{{site}}"></script>`

/** The site's own server: it asks for tokens. */
async function tokens(server: Server, site: Site): Promise<(email: string, names?: object) => Promise<string>> {
  const scope = 'conversations.visitor_identification.tokens.create'
  const { key } = await server.command<{ key: string }>(['apikey', 'create', '--site', site.key, '--name', 'hubspot', '--scopes', scope])
  return async (email, names) => {
    const answer = await fetch(server.url + '/conversations/v3/visitor-identification/tokens/create', {
      method: 'POST', headers: { Authorization: 'Bearer ' + key, 'Content-Type': 'application/json' }, body: JSON.stringify({ email, ...names }),
    })
    noteAnswer(answer.status, await answer.clone().text())
    const { token } = await answer.json() as { token: string }
    noteSecret('HubSpot token', token)
    return token
  }
}

/** The page's settings from here on. */
const set = (page: Page, email?: unknown, token?: unknown): Promise<void> => page.evaluate(([email, token]) => {
  window.hsConversationsSettings = { loadImmediately: false, identificationEmail: email, identificationToken: token }
}, [email, token])

/** Calls something of window.HubSpotConversations, once that is there. */
async function call(page: Page, path: string, ...args: unknown[]): Promise<unknown> {
  await page.waitForFunction(() => window.HubSpotConversations)
  return page.evaluate(([path, args]) => {
    const hubspot = window.HubSpotConversations as never as { [name: string]: (...args: unknown[]) => unknown } & { widget: { [name: string]: (...args: unknown[]) => unknown } }
    const [of, name] = path.startsWith('widget.') ? [hubspot.widget, path.slice(7)] : [hubspot, path]
    return of[name]!(...args)
  }, [path, args] as const)
}

/** Who is here now: each row's trust and email, or whom the browser keeps. */
const here = async (backend: Backend) => (await backend.visitors()).filter(row => row.state !== 'left').map(row => [row.trust, row.email])

const expectHere = (backend: Backend, rows: unknown[], message?: string) =>
  expect.poll(() => here(backend), { message, intervals: [50] }).toEqual(rows)

/** The one visitor who is here. */
async function visitor(backend: Backend): Promise<string> {
  let ids: string[] = []
  await expect.poll(async () => {
    ids = (await backend.visitors()).filter(row => row.state !== 'left').map(row => row.visitor)
    return ids
  }, { intervals: [50] }).toHaveLength(1)
  return ids[0]!
}

const verified = (email: string) => [['verified', email]]
const anonymous = [['anonymous', undefined]]

feature('Settings with email and token, then `load()`', async ({ paste, server, site, panel }) => {
  const token = await (await tokens(server, site))('gob@bluth.com', { firstName: 'Gob', lastName: 'Bluth' })
  const page = await paste(`<script>
    window.hsConversationsSettings = { loadImmediately: false }
    function onConversationsAPIReady() {
      window.hsConversationsSettings = { identificationEmail: 'Gob@Bluth.com', identificationToken: '${token}' }
      window.HubSpotConversations.widget.load()
    }
    if (window.HubSpotConversations) onConversationsAPIReady()
    else window.hsConversationsOnReady = [onConversationsAPIReady]
  </script>${script}`)
  const row = panel.row('Gob Bluth')
  await expect(row).toHaveAttribute('data-trust', 'verified')
  await panel.open(row)
  await expect(panel.person.locator('.person-head')).toContainText('HubSpot')
  expect(await (await server.backend(site)).contacts()).toMatchObject([{
    email: 'Gob@Bluth.com', email_trust: 'verified', trust: 'verified', external_id: null,
    traits: { first_name: { value: 'Gob', source: 'hubspot' }, last_name: { value: 'Bluth' } },
  }])
  expect(await kept(page)).toEqual({})
})

feature('The next page without a token', async ({ paste, pages, strangers, server, site }) => {
  const backend = await server.backend(site)
  const token = await (await tokens(server, site))('gob@bluth.com')
  const page = await paste(script)
  const own = await visitor(backend)
  const before = await kept(page)
  expect(Object.keys(before)).toEqual(['local nametag_' + site.key, 'cookie nametag_' + site.key])
  strangers.add('account.html', `<!doctype html><title>Account</title><script>
    window.hsConversationsSettings = { identificationEmail: 'gob@bluth.com', identificationToken: '${token}' }</script>${script.replaceAll('{{site}}', site.key)}`)
  await page.goto(pages + 'account.html')
  await expectHere(backend, verified('gob@bluth.com'))
  expect(await kept(page)).toEqual(before)
  const [row] = await backend.visitors()
  expect(row!.own, 'shown as one').toEqual([own])
  const tab = await page.context().newPage()
  await tab.goto(pages + 'pasted.html')
  await expect.poll(() => call(tab, 'widget.status')).toEqual({ loaded: true, pending: false })
  await page.goto(pages + 'pasted.html')
  await expectHere(backend, anonymous)
  await expect.poll(() => visitor(backend)).toBe(own)
  expect(await kept(page)).toEqual(before)
  expect((await backend.contacts())[0]!.visitors.map(v => v.id)).not.toContain(own)
})

feature('Another user in the same page', async ({ paste, server, site }) => {
  const backend = await server.backend(site)
  const mint = await tokens(server, site)
  const page = await paste(script)
  const own = await visitor(backend)
  const before = await kept(page)
  const seen = new Set([own])
  const turns: [how: string, email?: string][] = [
    ['resetAndReloadWidget', 'gob@bluth.com'], ['resetAndReloadWidget', 'ann@veal.com'], ['resetAndReloadWidget'],
    ['widget.load', 'gob@bluth.com'], ['widget.load'], ['widget.refresh', 'ann@veal.com'], ['widget.refresh', 'gob@bluth.com'],
  ]
  for (const [how, email] of turns) {
    await set(page, email, email && await mint(email))
    expect(await call(page, how)).toBe(undefined)
    await expectHere(backend, email ? verified(email) : anonymous, `${how} for ${email}`)
    if (!email) await expect.poll(() => visitor(backend)).toBe(own) // once the panel believes that the other one has left
    const id = await visitor(backend)
    if (email) expect(seen, 'a new visitor').not.toContain(id)
    seen.add(id)
    expect(await kept(page), `${how} for ${email}`).toEqual(before)
  }
  for (const contact of await backend.contacts()) {
    const ids = contact.visitors.map(v => v.id)
    expect(ids).not.toContain(own)
  }
  expect(await backend.contacts()).toHaveLength(2)
})

feature.end()
