import type { Page, Route } from '@playwright/test'
import { expect } from './expect.ts'
import type { Scene, Who } from './scene.ts'

// Every page of the panel in every state, once: axe.spec.ts goes through the table, and screenshots.ts takes its pictures.
// A new page, or a state of one, is a line here.

export interface State {
  name: string
  as?: Who // the admin, unless it says otherwise
  at: (scene: Scene) => string // the address below /panel/
  before?: (page: Page) => Promise<unknown> // what is wrong with the network
  then?: (page: Page) => Promise<unknown> // what somebody does, until it is reached
  shows: string | RegExp // a text that is to be seen then
}

const press = (button: string | RegExp, role: 'button' | 'switch' = 'button') => (page: Page) => page.getByRole(role, { name: button }).last().click()
const quiet = (path = '') => (scene: Scene) => `${path}?site=${scene.quiet.key}`
const shop = (path = '') => (scene: Scene) => `${path}?site=${scene.shop.key}`
const contact = (scene: Scene) => shop('contacts/' + scene.contact)(scene)
const conflict = (scene: Scene) => shop('conflicts/' + scene.conflicting)(scene)
const visitor = (name: string) => (scene: Scene) => shop('visitors/' + scene.visitors[name])(scene)

const answers = (path: string, status: number, body: object) => (page: Page) =>
  page.route(url => url.pathname === '/api/v1' + path, route => route.fulfill({ status, json: body }))
const breaks = (path: string, how: (route: Route) => Promise<void> = route => route.abort()) => (page: Page) =>
  page.route(url => url.pathname === '/api/v1' + path, how)
const never = () => new Promise<void>(() => {})
const line = (behave: (socket: { close(options?: { code?: number }): Promise<void> }) => unknown) => (page: Page) => page.routeWebSocket(/\/api\/v1\/live/, behave)
const failed = { error: { code: 'internal', message: 'Something went wrong on the server.', help: 'Try again. If it stays, the server’s log says more.' } }

async function logIn(page: Page): Promise<void> {
  await page.getByLabel('Email').fill('somebody@example.com')
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Log in' }).click()
}

export const states: State[] = [
  { name: 'login', as: 'stranger', at: () => '', shows: 'Password' },
  { name: 'login-refused', as: 'stranger', at: () => '', then: logIn, shows: 'Email and password don' },
  { name: 'setup', as: 'stranger', at: () => 'setup#a-token', shows: 'Make your account' },
  { name: 'setup-incomplete', as: 'stranger', at: () => 'setup', shows: 'The setup link is incomplete' },
  { name: 'unreachable', at: shop(), before: breaks('/me'), shows: 'The server can’t be reached.' },
  { name: 'broken', at: shop(), before: answers('/me', 500, failed), shows: 'Something went wrong on the server.' },
  { name: 'no-site', at: shop(), before: answers('/me', 200, { agent: { email: 'new@example.com', role: 'agent' }, sites: [] }), shows: 'No site yet' },
  { name: 'not-mine', as: 'agent', at: quiet(), shows: 'This site isn’t on your list' },
  { name: 'not-found', at: shop('no/such/page'), shows: 'There is no such page' },

  { name: 'visitors', at: shop(), shows: 'Thumbelina' },
  { name: 'help', at: shop(), then: press('Help'), shows: 'Searching visitors' },
  { name: 'visitors-found', at: scene => `?q=is:identified&sort=name&site=${scene.shop.key}`, shows: 'Thumbelina' },
  { name: 'visitors-not-found', at: scene => `?q=nobody&site=${scene.shop.key}`, shows: 'Nobody here matches' },
  { name: 'visitors-unsearchable', at: scene => `?q=is:onlin&site=${scene.shop.key}`, shows: 'There is no is:onlin.' },
  { name: 'watched', at: visitor('jane'), then: async page => {
    await press(/^Watch /)(page)
    await press('Watched people')(page)
  }, shows: 'Kept in this browser only.' },
  { name: 'visitors-loading', at: shop(), before: line(() => {}), shows: 'Visitors' },
  { name: 'visitors-nobody', at: quiet(), shows: 'Nobody is here right now' },
  { name: 'visitors-reconnecting', at: shop(), before: line(socket => socket.close()), shows: 'Reconnecting' },
  { name: 'visitors-refused', at: shop(), before: line(socket => socket.close({ code: 4500 })), shows: 'for good' },
  { name: 'visitor', at: visitor('nobody'), shows: 'first seen' },
  { name: 'visitor-known', at: visitor('jane'), shows: 'Moreau Interiors' },
  { name: 'visitor-missing', at: shop('visitors/v_0000000000000'), shows: 'Nobody by this id' },

  { name: 'contacts', at: shop('contacts'), shows: 'Ravi Narayan' },
  { name: 'contacts-none', at: quiet('contacts'), shows: 'No contacts yet' },
  { name: 'contacts-not-found', at: shop('contacts'), then: page => page.getByRole('searchbox').first().fill('nobody at all'), shows: 'No contact matches' },
  { name: 'contacts-failed', at: shop('contacts'), before: answers('/contacts', 500, failed), shows: 'Something went wrong on the server.' },
  { name: 'contact', at: contact, shows: 'Moreau Interiors' },
  { name: 'contact-as-agent', as: 'agent', at: contact, shows: 'Moreau Interiors' },
  { name: 'merge', at: contact, then: press('Merge with…'), shows: 'Merge Jane Moreau with…' },
  { name: 'detach', at: contact, then: press(/^Detach/), shows: 'Cancel' },
  { name: 'conflicts', at: shop('conflicts'), shows: 'Ravi Narayan' },
  { name: 'conflicts-none', at: quiet('conflicts'), shows: 'No conflicts' },
  { name: 'conflict', at: conflict, shows: 'held by' },

  { name: 'edit', at: contact, then: press('Edit'), shows: 'Cancel' },
  { name: 'erase', at: contact, then: press(/^Erase/), shows: 'Cancel' },
  { name: 'settings', at: shop('settings'), shows: 'Install' },
  { name: 'install', at: shop('settings/install'), shows: /It works|Waiting/ },
  { name: 'install-waiting', at: quiet('settings/install'), shows: 'Waiting for your first visitor' },
  { name: 'security', at: shop('settings/security'), shows: 'scene' },
  { name: 'security-nothing', at: quiet('settings/security'), shows: 'There is no key yet.' },
  { name: 'security-unproven', at: shop('settings/security'), then: press('Without proof'), shows: 'Find people by an unproven email' },
  { name: 'security-as-agent', as: 'agent', at: shop('settings/security'), shows: 'scene' },
  { name: 'security-failed', at: shop('settings/security'), before: breaks('/site'), shows: 'The server can’t be reached.' },
  { name: 'security-loading', at: shop('settings/security'), before: breaks('/site', never), shows: 'Security' },
  { name: 'key', at: shop('settings/security'), then: press('Make a key'), shows: 'Cancel' },
  { name: 'require', at: shop('settings/security'), then: press('Require proof', 'switch'), shows: 'Cancel' },

  { name: 'site', at: shop('settings/site'), shows: 'Origins' },
  { name: 'site-host-refused', at: shop('settings/site'), then: async page => {
    await page.getByLabel('Another host').fill('https://pictures.example.com/jane.png')
    await page.keyboard.press('Enter')
  }, shows: 'without https:// and path' },
  { name: 'site-as-agent', as: 'agent', at: shop('settings/site'), shows: 'Origins' },
  { name: 'privacy', at: shop('settings/privacy'), shows: 'Consent' },
  { name: 'agents', at: shop('settings/agents'), shows: 'Add an agent' },
  { name: 'agents-as-agent', as: 'agent', at: shop('settings/agents'), shows: 'For admins' },
  { name: 'agent', at: shop('settings/agents'), then: press('Add an agent'), shows: 'Cancel' },
  { name: 'api-keys', at: shop('settings/api-keys'), shows: 'Make an API key' },
  { name: 'api-key', at: shop('settings/api-keys'), then: press('Make an API key'), shows: 'Cancel' },
  { name: 'account', at: shop(), then: press(/^Your account/), shows: 'Cancel' },
  { name: 'invite-used', as: 'stranger', at: () => 'invite#a-token', shows: /link/ },

  { name: 'gallery', at: () => 'gallery.html', shows: 'The panel’s parts' },
  { name: 'gallery-dialog', at: () => 'gallery.html', then: async page => {
    await press('Fail')(page)
    await press('Undo')(page)
    await page.getByRole('dialog').getByRole('alert').waitFor()
  }, shows: 'The server will refuse it.' },
]

/** Opens a page in a state, in a browser of its own. */
export async function reach(page: Page, scene: Scene, { as = 'admin', at, before, then, shows }: State): Promise<void> {
  const cookie = scene.cookie(as)
  if (cookie) await page.context().addCookies([{ ...cookie, url: scene.server.url }])
  await before?.(page)
  await page.goto(`${scene.server.url}/panel/${at(scene)}`)
  await page.locator('h1').first().waitFor({ state: 'attached' }) // what a page is of may come later than the menu that names it
  await then?.(page)
  await expect(page.getByText(shows).and(page.locator(':visible')).first()).toBeVisible()
}
