import { readdirSync } from 'node:fs'
import type { Page } from '@playwright/test'
import type { Backend } from './backend.ts'
import { chromium } from './chromium.ts'
import { features, test } from './compat.ts'
import { expect } from './fixtures.ts'
import { kept, openWatched } from './quietly.ts'
import { Strangers } from './strangers.ts'
import { noteAnswer, noteSecret } from './secrets.ts'
import type { Server, Site } from './server.ts'
import { say, visitorId } from './widget.ts'

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

// Playwright switches the back/forward cache off; here it is on, as in people's browsers.
test.use({ launchOptions: { ...chromium(), ignoreDefaultArgs: ['--disable-back-forward-cache'] } })

const script = `<script async defer id="hs-script-loader" src="{{nametag}}/compat/hubspot.js" data-site="{{site}}"></script>`

const nametag = `<script src="{{nametag}}/nametag.js" data-site="{{site}}"></script>`

const waiting = `<script>window.hsConversationsSettings = { loadImmediately: false }</script>` + script

/** The page loads the script once more, and it has run. */
const again = (page: Page): Promise<unknown> => page.evaluate(() => new Promise(ok => {
  const first = document.getElementById('hs-script-loader') as HTMLScriptElement
  const script = document.createElement('script')
  Object.assign(script, { src: first.src, onload: ok, onerror: ok })
  script.dataset['site'] = first.dataset['site']
  document.body.append(script)
}))

const expectLoaded = (page: Page) => expect.poll(() => call(page, 'widget.status')).toEqual({ loaded: true, pending: false })

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

/** The rows of those who have a page open. */
const present = async (backend: Backend) => (await backend.visitors()).filter(row => row.tabs)

/** Who is here now: each row's trust and email, or whom the browser keeps. */
const here = async (backend: Backend) => (await present(backend)).map(row => [row.trust, row.email])

const expectHere = (backend: Backend, rows: unknown[], message?: string) =>
  expect.poll(() => here(backend), { message }).toEqual(rows)

/** The one visitor who is here. */
async function visitor(backend: Backend): Promise<string> {
  let ids: string[] = []
  await expect.poll(async () => {
    ids = (await present(backend)).map(row => row.visitor)
    return ids
  }).toHaveLength(1)
  return ids[0]!
}

/** The one visitor that a browser keeps: the one who is here, or in whose row it is. */
async function owner(backend: Backend): Promise<string> {
  const id = await visitor(backend)
  const [row] = (await backend.visitors()).filter(row => row.visitor === id)
  return row!.own?.[0] ?? id
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
  await expect.poll(() => owner(backend)).toBe(own)
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
    await expect.poll(() => owner(backend), { message: `${how} for ${email}` }).toBe(own)
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

feature('Email and token count only together', async ({ paste, server, site, line }) => {
  const backend = await server.backend(site)
  const mint = await tokens(server, site)
  const token = await mint('gob@bluth.com')
  const page = await paste(script)
  const warnings: string[] = []
  page.on('console', message => warnings.push(message.text()))
  await visitor(backend)
  const email = 'gob@bluth.com'
  const wrong = [
    { identificationEmail: 'ann@veal.com', identificationToken: token }, { identificationEmail: email, identificationToken: token.slice(0, -2) }, { identificationEmail: email, identificationToken: 'token' },
  ]
  const tryAll = async (all: unknown[]) => {
    for (const settings of all) {
      await page.evaluate(settings => { window.hsConversationsSettings = settings }, settings)
      expect(await call(page, 'resetAndReloadWidget')).toBe(undefined)
      await expect.poll(() => call(page, 'widget.status'), { message: JSON.stringify(settings) }).toEqual({ loaded: true, pending: false })
    }
    expect(await backend.contacts()).toEqual([])
  }
  await tryAll([
    null, 'text', 5, [], {}, { identificationEmail: email }, { identificationToken: token }, { identificationEmail: email, identificationToken: { token } },
    { identificationEmail: { email }, identificationToken: token }, { identificationEmail: email, identificationToken: '' }, { identificationEmail: 1, identificationToken: true }, ...wrong,
  ])
  await server.command(['site', 'set', site.key, '--enforcement', 'require'])
  await tryAll(wrong)
  await expect.poll(() => warnings.map(text => text.match(/#(\w+)$/)?.[1])).toContain('mismatch')
  expect(warnings.filter(text => text.endsWith('#one_of_two'))).toHaveLength(2)
  await set(page, email, token)
  await call(page, 'resetAndReloadWidget')
  await expectHere(backend, verified(email))
  await set(page, 'ann@veal.com', token)
  await call(page, 'resetAndReloadWidget')
  await expectHere(backend, anonymous)
  await set(page, email, token)
  await call(page, 'resetAndReloadWidget')
  await expectHere(backend, verified(email))
  await set(page, email, await mint('ann@veal.com'))
  await call(page, 'resetAndReloadWidget')
  await expectHere(backend, anonymous, 'the right email with the token of another')
  for (const how of ['widget.load', 'widget.refresh']) {
    await set(page, email, await mint(email))
    await call(page, how)
    await expectHere(backend, verified(email), how)
    const id = await visitor(backend)
    const said = () => line.commands().filter(c => c.call === 'identify').length
    const before = said()
    await set(page, email, await mint(email))
    await call(page, how)
    await expect.poll(said, 'a fresh token').toBe(before + 1)
    await expectHere(backend, verified(email), 'a fresh token')
    expect(await visitor(backend), 'a fresh token').toBe(id)
    await set(page, email, how === 'widget.load' ? await mint('ann@veal.com') : 'token')
    await call(page, how)
    await expectHere(backend, anonymous, how + ' with the right email and a wrong token')
  }
  expect(await backend.contacts()).toHaveLength(1)
})

feature('`hsConversationsOnReady`', async ({ paste }) => {
  const page = await paste(`<script>
    const seen = window.seen = []
    const settings = window.hsConversationsSettings = { loadImmediately: true }
    const note = what => () => { seen.push([what, typeof HubSpotConversations.widget.load, HubSpotConversations.widget.status()]) }
    const queue = window.hsConversationsOnReady = [undefined, note('first'), 'junk', { call() {} }, () => { throw new Error('theirs') },
      () => { queue.push(note('within'), null) }, () => { settings.loadImmediately = false }, note('last')]
  </script>${script}`)
  await page.waitForFunction(() => window.HubSpotConversations)
  await page.evaluate(() => {
    const late = () => window.seen.push('late')
    for (const list of [window.hsConversationsOnReady as unknown[]]) list.push(late, undefined, () => { throw new Error('theirs') }, late)
  })
  const idle = { loaded: false, pending: false }
  const seen = [['first', 'function', idle], ['within', 'function', idle], ['last', 'function', idle], 'late', 'late']
  expect(await page.evaluate(() => window.seen)).toEqual(seen)
  await again(page)
  expect(await page.evaluate(() => window.seen), 'each once').toEqual(seen)
  expect(await call(page, 'widget.status'), 'held by a callback').toEqual(idle)
})

feature('The portal’s id, and `loadImmediately`', async ({ paste, pages, server, site, line, strangers }) => {
  await server.command(['site', 'set', site.key, '--alias', '50291038'])
  const backend = await server.backend(site)
  const page = await paste('<script async defer type="text/javascript" id="hs-script-loader" src="{{nametag}}/compat/hubspot/50291038.js"></script>')
  const own = await visitor(backend)
  const sent = () => line.batches().filter(batch => batch.page?.url === page.url()).length
  const settles = () => page.evaluate(() => new Promise(ok => setTimeout(ok))) // past everything that a page's script begins at once
  const embed = '<script id="hubspot-messages-loader" src="{{nametag}}/compat/hubspot.js" data-loader="hs-scriptloader" data-hsjs-portal="50291038" data-hsjs-env="prod" data-hsjs-hublet="na1"></script>'
  const open = async (name: string, value: string, tag = embed) => {
    strangers.add(name, `<!doctype html><title>Held</title><script>window.hsConversationsSettings = { loadImmediately: ${value} }</script>${tag}`)
    await page.goto(pages + name)
  }
  for (const value of ['true', 'undefined', 'null', '0']) {
    await open(`loaded-${value}.html`, value)
    await expectLoaded(page)
    expect(sent(), value).toBeGreaterThan(0)
    expect(await visitor(backend), 'one site, by whichever name').toBe(own)
  }
  for (const value of ['false', '"false"']) {
    await open(`held-${value.length}.html`, value)
    for (const early of ['clear', 'widget.remove', 'widget.refresh', 'widget.status', 'widget.open']) await call(page, early)
    expect(await call(page, 'widget.status'), value).toEqual({ loaded: false, pending: false })
    await settles()
    expect(sent(), value).toBe(0)
    await call(page, 'widget.load')
    await expectLoaded(page)
    expect(sent(), value).toBeGreaterThan(0)
  }
  const posts: string[] = []
  page.on('request', request => request.method() === 'POST' && posts.push(request.url()))
  await open('nowhere.html', 'true', script.replace('<script', '<script data-host="no address"'))
  for (const name of ['widget.load', 'resetAndReloadWidget', 'clear']) expect(await call(page, name)).toBe(undefined)
  await settles()
  expect(posts.filter(url => url.startsWith(new URL(pages).origin)), 'there is nobody to tell: not the page’s own server either').toEqual([])
  expect(sent()).toBe(0)
})

feature('`clear()`', async ({ paste, server, site }) => {
  const backend = await server.backend(site)
  const token = await (await tokens(server, site))('gob@bluth.com')
  const page = await paste(script)
  const first = await visitor(backend)
  expect(await call(page, 'clear')).toBe(undefined)
  await expect.poll(() => visitor(backend)).not.toBe(first)
  const second = await visitor(backend)

  await set(page, 'gob@bluth.com', token)
  await call(page, 'widget.load')
  await expectHere(backend, verified('gob@bluth.com'))
  const gob = await visitor(backend)
  await call(page, 'clear', { resetWidget: false })
  await expectHere(backend, anonymous)
  await expect.poll(() => owner(backend)).not.toBe(second)
  const third = await owner(backend)
  expect([first, second, gob, third], 'nobody comes for a moment').toEqual(expect.arrayContaining((await backend.visitors()).map(row => row.visitor)))

  const before = await kept(page)
  await call(page, 'clear', { resetWidget: true })
  await expectHere(backend, verified('gob@bluth.com'))
  expect(await kept(page)).not.toEqual(before)
  await set(page)
  await call(page, 'resetAndReloadWidget')
  await expectHere(backend, anonymous)
  expect([first, second, third]).not.toContain(await owner(backend))

  await paste(script, '', page)
  await expectHere(backend, anonymous)
  await call(page, 'widget.remove')
  await expectHere(backend, [])
  await call(page, 'clear')
  await expect.poll(() => kept(page), 'and stays away').toEqual({})
  await expectHere(backend, [])
  await call(page, 'widget.load')
  await expectHere(backend, anonymous)

  // A log-out page that loads no widget: nothing is sent, and nobody is kept but who denied.
  const held = waiting + `<script>hsConversationsOnReady = [() => HubSpotConversations.clear()]</script>`
  const last = await owner(backend)
  await paste(held, '', page)
  expect(await kept(page)).toEqual({})
  await paste(nametag, '', page)
  expect(await visitorId(page)).not.toBe(last)
  await say(page, 'consent', 'denied')
  const denial = await kept(page)
  expect(Object.values(denial)).toEqual([expect.stringContaining('~')])
  await paste(held, '', page)
  expect(await kept(page)).toEqual(denial)
  expect(Object.values(await kept(page)).join()).not.toContain('gob@bluth.com')
})

feature('`remove()`, and `load()` after it', async ({ paste, server, site, line }) => {
  const backend = await server.backend(site)
  const token = await (await tokens(server, site))('gob@bluth.com')
  const page = await paste(`<script>window.hsConversationsSettings = { identificationEmail: 'gob@bluth.com', identificationToken: '${token}' }</script>${script}`)
  await expectHere(backend, verified('gob@bluth.com'))
  const id = await visitor(backend)
  expect(await page.evaluate(() => {
    const { load, remove, status } = window.HubSpotConversations.widget // apart from their object
    return [remove(), remove(), status(), load(), load(), remove(), status()]
  })).toEqual([undefined, undefined, { loaded: false, pending: false }, undefined, undefined, undefined, { loaded: false, pending: false }])
  await expectHere(backend, [])
  expect((await backend.visitors()).map(row => row.visitor), 'nobody comes for a moment').toEqual([id])
  const sockets = line.requests('SOCKET', '/v1/socket').length
  await call(page, 'widget.refresh') // as a route changes
  expect(await call(page, 'widget.status')).toEqual({ loaded: false, pending: false })
  await set(page)
  await call(page, 'widget.load')
  await expectHere(backend, anonymous)
  await set(page, 'gob@bluth.com', token)
  await call(page, 'widget.refresh')
  await expectHere(backend, verified('gob@bluth.com'))
  expect(await visitor(backend)).not.toBe(id)
  expect(line.requests('SOCKET', '/v1/socket').length).toBeGreaterThan(sockets)
})

feature('`status()`, `on` and `off`', async ({ paste, server, site }) => {
  const mint = await tokens(server, site)
  const page = await paste(`<script>
    window.seen = []
    window.hsConversationsSettings = { loadImmediately: false }
    window.hsConversationsOnReady = [() => {
      const { on, off, widget } = HubSpotConversations
      const note = event => ({ message }) => seen.push([event, typeof message, widget.status()])
      const never = () => seen.push('never')
      on('widgetLoaded', never)
      on('widgetLoaded', () => { throw new Error('theirs') })
      for (const event of ['widgetLoaded', 'contactAssociated', 'conversationStarted']) on(event, note(event))
      for (const junk of [[], ['widgetLoaded'], ['widgetLoaded', 'never'], [null, null], [{}, 5]]) on(...junk), off(...junk.reverse())
      seen.push(on('nothing', never), off('widgetLoaded', never), off())
    }]
  </script>${script}`)
  const loaded = { loaded: true, pending: false }
  expect(await call(page, 'widget.status')).toEqual({ loaded: false, pending: false })
  expect(await page.evaluate(() => [window.HubSpotConversations.widget.load(), window.HubSpotConversations.widget.status()])).toEqual([undefined, { loaded: false, pending: true }])
  await expectLoaded(page)
  await set(page, 'gob@bluth.com', await mint('gob@bluth.com'))
  await call(page, 'resetAndReloadWidget')
  const seen = [undefined, undefined, undefined, ['widgetLoaded', 'string', loaded], ['widgetLoaded', 'string', loaded], ['contactAssociated', 'string', loaded]]
  await expect.poll(() => page.evaluate(() => window.seen)).toEqual(seen)
  await set(page, 'gob@bluth.com', await mint('gob@bluth.com'))
  await call(page, 'widget.refresh')
  await set(page, 'ann@veal.com', await mint('ann@veal.com'))
  await call(page, 'widget.load')
  await expect.poll(() => page.evaluate(() => window.seen)).toEqual([...seen, seen.at(-1)])
})

feature('`load()` and `refresh()` once a second at most', async ({ paste, server, site, line }) => {
  const backend = await server.backend(site)
  const mint = await tokens(server, site)
  const users = await Promise.all(['gob@bluth.com', 'ann@veal.com', 'bob@loblaw.com'].map(async email => ({ identificationEmail: email, identificationToken: await mint(email) })))
  const page = await paste(waiting)
  await page.waitForFunction(() => window.HubSpotConversations)
  await page.evaluate(users => {
    for (let i = 0; i < 30; i++) {
      window.hsConversationsSettings = users[i % 3]
      window.HubSpotConversations.widget[i < 15 ? 'load' : 'refresh']()
    }
  }, users)
  await expectHere(backend, verified('bob@loblaw.com'))
  expect(line.commands().filter(c => c.call === 'identify').length).toBeLessThanOrEqual(4)
})

feature('The chat’s own methods', async ({ paste }) => {
  const page = await paste(`<script>
    window.seen = []
    window.hsConversationsSettings = { inlineEmbedSelector: '#chat', enableWidgetCookieBanner: 'ON_EXIT_INTENT', disableAttachment: true, get identificationEmail() { throw new Error('theirs') } }
  </script>${script}`)
  const warnings: string[] = []
  page.on('console', message => warnings.push(message.text()))
  for (const name of ['widget.open', 'widget.close', 'debug', 'widget.open']) expect(await call(page, name, true)).toBe(undefined)
  expect(warnings).toEqual(['open', 'close', 'debug'].map(name => expect.stringMatching(new RegExp(`^\\[Nametag\\] HubSpot’?'?s ${name} does nothing here\\. http\\S+/help#not_here$`))))
  expect(await page.evaluate(() => {
    const { widget, ...api } = window.HubSpotConversations as never as { [name: string]: (...args: unknown[]) => unknown } & { widget: { [name: string]: (...args: unknown[]) => unknown } }
    const gave: unknown[] = []
    for (const fn of [api.clear, api.resetAndReloadWidget, api.debug, api.on, api.off, widget.load, widget.refresh, widget.open, widget.close, widget.remove]) {
      for (const junk of [[], [null], [undefined, 1], ['x', 'y'], [{ resetWidget: 'no' }], [Object.create(null)], [Symbol('x')], [() => { throw new Error('theirs') }]]) gave.push(fn!(...junk))
    }
    return gave.filter(given => given !== undefined)
  })).toEqual([])
  await call(page, 'resetAndReloadWidget')
  await expectLoaded(page)
})

feature('The script twice, or thrown away and loaded again', async ({ paste, server, site, line }) => {
  const backend = await server.backend(site)
  const mint = await tokens(server, site)
  const page = await paste(script + script)
  const own = await visitor(backend)
  await page.evaluate(() => {
    const { setInterval } = window
    window.seen = []
    window.setInterval = ((...args: Parameters<typeof setInterval>) => (window.seen.push(args), setInterval(...args))) as never
  })
  await again(page)
  expect(await page.evaluate(() => window.seen), 'beside the first one it does nothing').toEqual([])
  await page.evaluate(() => {
    const w = window as never as { held: HubSpot; kept: HubSpot['widget'] }
    w.held = window.HubSpotConversations
    w.kept = { ...w.held.widget }
  })

  await set(page, 'gob@bluth.com', await mint('gob@bluth.com'))
  await call(page, 'widget.load')
  await expectHere(backend, verified('gob@bluth.com'))
  await call(page, 'widget.remove')
  await again(page)
  expect(await call(page, 'widget.status'), 'the page wants to load it by itself').toEqual({ loaded: false, pending: false })

  const token = await mint('ann@veal.com')
  await page.evaluate(() => { delete (window as { HubSpotConversations?: unknown }).HubSpotConversations })
  await page.evaluate(settings => { window.hsConversationsSettings = settings }, { identificationEmail: 'ann@veal.com', identificationToken: token })
  await again(page)
  await expectLoaded(page)
  await expectHere(backend, verified('ann@veal.com'))
  await set(page, 'gob@bluth.com', await mint('gob@bluth.com'))
  await page.evaluate(() => (window as never as { held: HubSpot }).held.resetAndReloadWidget())
  await expectHere(backend, verified('gob@bluth.com'), 'what the page held on to leads to the new one')
  await set(page)
  await call(page, 'resetAndReloadWidget')
  await expect.poll(() => owner(backend)).toBe(own)

  await page.evaluate(() => { delete (window as { HubSpotConversations?: unknown }).HubSpotConversations })
  await again(page) // a third one
  await set(page, 'bob@loblaw.com', await mint('bob@loblaw.com'))
  await page.evaluate(() => { (window as never as { kept: HubSpot['widget'] }).kept.load() })
  await expectHere(backend, verified('bob@loblaw.com'), 'so do the methods that it kept')
  expect(await page.evaluate(() => (window as never as { kept: HubSpot['widget'] }).kept.status())).toEqual({ loaded: true, pending: false })
  await set(page)
  await call(page, 'resetAndReloadWidget')
  await expectHere(backend, anonymous, 'and none of them brings anybody beside')
  const identified = line.commands().flatMap(c => c.call === 'identify' && 'said' in c ? [(c.said[0] as { email: string }).email] : [])
  expect(identified).toEqual(['gob@bluth.com', 'ann@veal.com', 'gob@bluth.com', 'bob@loblaw.com'])
})

feature('Other scripts in the page', async ({ browse, pages, paste, strangers, visit, server, site, line }) => {
  const backend = await server.backend(site)
  const mint = await tokens(server, site)
  const vendors = readdirSync(new URL('../widget/src/compat', import.meta.url)).filter(name => name.endsWith('.ts') && name !== 'hubspot.ts')
  const others = ['nametag', ...vendors.map(name => 'compat/' + name.replace('.ts', ''))].map(name => `<script src="{{nametag}}/${name}.js" data-site="{{site}}"></script>`).join('')
  const plain = script.replace('async defer ', '')
  for (const [i, scripts] of [plain + others, others + plain].entries()) {
    const email = `gob${i}@bluth.com`
    const page = await paste(`<script>{{stub}}; Nametag('identify', 'staff-${i}', { name: 'Staff' })</script><script>
      window.hsConversationsSettings = { identificationEmail: '${email}', identificationToken: '${await mint(email)}' }</script>${scripts}`)
    await expect.poll(() => here(backend)).toContainEqual(['verified', email])
    expect(await page.evaluate(() => window.Nametag('identity'))).toMatchObject({ external_id: `staff-${i}`, trust: 'claimed' })
    const [contact] = (await backend.contacts()).filter(c => c.email === email)
    expect(contact).toMatchObject({ external_id: null, trust: 'verified' })
    expect((await backend.contact(`staff-${i}`))!.email).toBe(null)
    expect(Object.values(await kept(page)).join()).not.toContain(email)
    await call(page, 'widget.remove')
    await page.evaluate(() => window.Nametag('setAttributes', { company: 'Still here' }))
    await page.close()
  }

  // What a page has by the name of Nametag stays its own.
  for (const own of ['', 'var Nametag', 'var Nametag = 5', 'window.Nametag = { mine: true }']) {
    const look = `seen.push(['Nametag' in window, window.Nametag])`
    const page = await paste(`<script>${own}; window.seen = []; ${look}</script>${plain}<script>${look}</script>`)
    await expectLoaded(page)
    const [before, after] = await page.evaluate(() => window.seen)
    expect(after, own).toEqual(before)
    await page.context().close()
  }

  // Where sockets are blocked, each of the two sends its own signs of life, and doesn't set the other going.
  const elsewhere = await browse()
  strangers.add('blocked.html', `<!doctype html><title>Blocked</title><script>window.hsConversationsSettings = { identificationEmail: 'tom@jane.com', identificationToken: '${await mint('tom@jane.com')}' }</script>${plain}${nametag}`)
  line.refuse('/v1/socket')
  const blocked = await openWatched(elsewhere, pages + 'blocked.html')
  const beats = () => line.requests('POST', '/v1/heartbeat').map(({ body }) => (JSON.parse(body) as { tab: string }).tab)
  const pass = async (ms: number) => {
    await blocked.clock.runFor(ms)
    await blocked.evaluate(async () => { await (await fetch(location.href)).text() }) // what it sends meanwhile arrives
  }
  await expect.poll(async () => {
    await pass(1000)
    return new Set(beats()).size
  }).toBe(2)
  const before = beats().length
  for (let second = 0; second < 20; second++) await pass(1000)
  expect(beats().length - before).toBeLessThan(10)
  line.mend()
  await elsewhere.close()

  // An identity that comes over a link is for the browser's own visitor, never for HubSpot's.
  const loggedIn = `<script>window.hsConversationsSettings = { identificationEmail: 'ann@veal.com', identificationToken: '${await mint('ann@veal.com')}' }</script>`
  for (const [i, scripts] of [waiting + nametag, nametag + waiting, loggedIn + plain + nametag, loggedIn + nametag + plain, plain].entries()) {
    strangers.add('arrived.html', `<!doctype html><title>Arrived</title>${scripts}`)
    const page = await visit('arrived.html#part&nametag_identity=t.o.k' + i)
    await expect.poll(() => line.batches().filter(batch => batch.commands?.some(c => 'said' in c && c.said[0] === 't.o.k' + i)).map(batch => batch.commands!.some(c => c.call === 'identify')), { message: 'arrival ' + i }).toEqual([false])
    expect(new URL(page.url()).hash).toBe('#part')
    await page.context().close()
  }

  // Links to the site's other domains tell of the page's own visitor.
  const help = await Strangers.open('help.localhost')
  await server.command(['site', 'set', site.key, '--origin', help.origin, '--linked-domain', help.origin])
  help.add('help.html', '<!doctype html><title>Help</title>' + nametag)
  const there = help.host(site.key, line.url) + 'help.html'
  const page = await paste(loggedIn + plain + nametag, `<a href="${there}">Help</a>`)
  await expectLoaded(page)
  await page.evaluate(() => window.Nametag('identify', 'staff', { name: 'Staff' }))
  const minted = page.waitForResponse(async r => r.url().endsWith('/v1/commands') && /"ok":"e/.test(await r.text()))
  await expect.poll(async () => {
    await page.locator('a').dispatchEvent('pointerdown')
    return line.commands().map(c => c.call)
  }).toContain('identityToken')
  await minted
  await page.locator('a').click()
  await page.waitForURL(there)
  await expect.poll(() => page.evaluate(() => window.Nametag('identity'))).toMatchObject({ external_id: 'staff' })
  await help.close()
})

feature('Consent', async ({ paste, pages, strangers, server, site, line }) => {
  const backend = await server.backend(site)
  const mint = await tokens(server, site)
  const loggedIn = `<script>window.hsConversationsSettings = { identificationEmail: 'gob@bluth.com', identificationToken: '${await mint('gob@bluth.com')}' }</script>${script}`
  strangers.add('account.html', '<!doctype html><title>Account</title>' + loggedIn)
  strangers.add('held.html', '<!doctype html><title>Held</title>' + waiting)
  const page = await paste(loggedIn + nametag)
  await expectHere(backend, verified('gob@bluth.com'))
  await visitorId(page)
  const held = await openWatched(page.context(), pages + 'held.html')

  await say(page, 'consent', 'denied')
  await expectHere(backend, [], 'denied')
  const before = line.passed.length
  for (const email of ['tom@jane.com', 'ann@veal.com']) {
    await set(page, email, await mint(email))
    await call(page, 'resetAndReloadWidget')
  }
  const later = await openWatched(page.context(), pages + 'account.html')
  await call(later, 'widget.load')
  for (const tab of [held, later]) await tab.clock.runFor(60_000)
  expect(line.passed.slice(before).filter(p => p.method !== 'GET')).toEqual([])
  expect(await kept(page)).toEqual({ [`cookie nametag_${site.key}`]: `nametag_${site.key}=~` })
  await page.context().clearCookies() // as consent tools do
  for (const tab of [held, later]) await tab.clock.runFor(60_000)
  expect(line.passed.slice(before).filter(p => p.method !== 'GET'), 'that grants nothing').toEqual([])
  await later.close()

  await say(page, 'consent', 'granted')
  await expectHere(backend, verified('ann@veal.com'), 'granted')
  expect((await backend.contacts()).map(c => c.email).sort()).toEqual(['ann@veal.com', 'gob@bluth.com'])
  await held.clock.runFor(60_000)
  expect(line.batches().filter(batch => batch.page?.url.endsWith('held.html')), 'what was never loaded').toEqual([])
})

feature('The back/forward cache', async ({ paste, pages, strangers, server, site }) => {
  const backend = await server.backend(site)
  const mint = await tokens(server, site)
  const loggedIn = async (email: string) => `<script>window.hsConversationsSettings = { identificationEmail: '${email}', identificationToken: '${await mint(email)}' }</script>${script}`
  strangers.add('public.html', '<!doctype html><title>Public</title>' + script)
  strangers.add('other.html', '<!doctype html><title>Other</title>' + await loggedIn('ann@veal.com'))
  const page = await paste(await loggedIn('gob@bluth.com'))
  const open = async () => {
    await page.goto(pages + 'pasted.html')
    await page.evaluate(() => {
      const w = window as { restored?: boolean }
      addEventListener('pageshow', ({ persisted }) => { w.restored = persisted })
      addEventListener('pagehide', () => delete w.restored)
    })
    await expectHere(backend, verified('gob@bluth.com'))
    return visitor(backend)
  }
  const back = async () => {
    await page.evaluate(() => history.back()) // goBack waits for a load, and nothing is loaded
    await page.waitForURL(pages + 'pasted.html', { waitUntil: 'commit' })
    await expect.poll(() => page.evaluate(() => (window as { restored?: boolean }).restored), 'it was in the cache').toBe(true)
  }

  const gob = await open()
  for (const [next, rows] of [['public.html', anonymous], ['other.html', verified('ann@veal.com')]] as const) {
    await page.goto(pages + next)
    await expectHere(backend, rows)
    await back()
    await expectHere(backend, verified('gob@bluth.com'), 'as it was left, with all that it shows')
    expect(await visitor(backend)).toBe(gob)
  }

  for (const how of ['resetAndReloadWidget', 'clear'] as const) {
    await open()
    await page.evaluate(([how, next]) => {
      window.hsConversationsSettings = {}
      window.HubSpotConversations[how]()
      location.href = next
    }, [how, pages + 'public.html'] as const)
    await page.waitForURL(pages + 'public.html')
    await expectHere(backend, anonymous)
    await back()
    await expectLoaded(page)
    await expectHere(backend, anonymous, `logged out by ${how} before it was left`)
  }
  expect((await backend.contacts()).map(c => [c.email, c.visitors.length]).sort(), 'each page has its own visitor').toEqual([['ann@veal.com', 1], ['gob@bluth.com', 4]])
})

feature('Said just before the page goes, or while there is no connection', async ({ paste, pages, server, site, line }) => {
  const backend = await server.backend(site)
  const mint = await tokens(server, site)
  const page = await paste(waiting)
  await set(page, 'gob@bluth.com', await mint('gob@bluth.com'))
  await call(page, 'widget.status')
  await page.evaluate(next => {
    window.HubSpotConversations.widget.load()
    location.href = next
  }, pages + 'pasted.html')
  await expect.poll(async () => (await backend.contacts()).map(c => c.email)).toEqual(['gob@bluth.com'])
  await page.waitForFunction(() => window.HubSpotConversations)
  await call(page, 'widget.load')
  await expectLoaded(page)
  const before = await kept(page)

  line.cut()
  for (const email of ['ann@veal.com', 'bob@loblaw.com', undefined, 'tom@jane.com', undefined]) {
    await set(page, email, email && await mint(email))
    await call(page, 'resetAndReloadWidget')
  }
  line.mend()
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await expect.poll(async () => (await backend.contacts()).map(c => [c.email, c.trust]).sort(), { timeout: 15_000 })
    .toEqual(['ann@veal.com', 'bob@loblaw.com', 'gob@bluth.com', 'tom@jane.com'].map(email => [email, 'verified']))
  await expectHere(backend, anonymous)
  expect(await kept(page)).toEqual(before)
})

// How sites call it, written anew: each is a page's scripts, for which EMAIL and TOKEN stand.
const logIns: { [name: string]: string } = {
  'callbacks that are called, not handed over': `<script>
    function conversationsSettings() {
      window.hsConversationsSettings = { loadImmediately: false, identificationEmail: 'EMAIL', identificationToken: 'TOKEN' }
      if (window.HubSpotConversations && HubSpotConversations.widget) { HubSpotConversations.widget.refresh(); HubSpotConversations.widget.load() }
    }
    setTimeout(() => {
      if (window.HubSpotConversations) conversationsSettings()
      else window.hsConversationsOnReady = [conversationsSettings()]
    })</script>${script}
    <script>addEventListener('load', () => HubSpotConversations.widget.load())</script>`,
  'settings that a component extends, and callbacks that outlive it': `<script>
    window.hsConversationsOnReady = window.hsConversationsOnReady || []
    window.hsConversationsSettings = { ...window.hsConversationsSettings, loadImmediately: false }
    let cancelled = true
    const stale = () => { if (!cancelled) HubSpotConversations.widget.load() }
    window.hsConversationsOnReady.push(stale)
    Promise.resolve({ email: 'EMAIL', token: 'TOKEN' }).then(({ email, token }) => {
      window.hsConversationsSettings = { identificationEmail: email, identificationToken: token, loadImmediately: false }
      const run = () => { window.HubSpotConversations?.widget?.load() }
      window.HubSpotConversations ? run() : window.hsConversationsOnReady.push(run)
    })</script>${script}`,
  'loads and resets in one breath': `<script>
    function effect() {
      if (!window.HubSpotConversations) return setTimeout(effect, 20)
      window.hsConversationsSettings = { identificationEmail: 'EMAIL', identificationToken: 'TOKEN' }
      HubSpotConversations.widget.load()
      HubSpotConversations.resetAndReloadWidget()
    }
    effect()</script>${script}`,
  'the token comes late, into the settings that are there': `${waiting}<script>
    function apply() {
      if (!window.HubSpotConversations) return setTimeout(apply, 20)
      window.hsConversationsSettings['identificationToken'] = 'TOKEN'
      window.hsConversationsSettings['identificationEmail'] = 'EMAIL'
      const { loaded } = HubSpotConversations.widget.status()
      loaded ? HubSpotConversations.widget.refresh() : HubSpotConversations.widget.load({ widgetOpen: true })
    }
    apply()</script>`,
  'refreshes in the callback, with debug on': `<script>
    window.hsConversationsSettings = { loadImmediately: true, identificationEmail: 'EMAIL', identificationToken: 'TOKEN', identificationEnabled: true }
    window.hsConversationsOnReady = [() => { HubSpotConversations.debug(true); HubSpotConversations.widget.refresh({ openToNewThread: true }) }]
  </script>${script}`,
  'a script element whose load event loads': `<script>
    window.hsConversationsSettings = { identificationEmail: 'EMAIL', identificationToken: 'TOKEN' }
    const s = Object.assign(document.createElement('script'), { src: '{{nametag}}/compat/hubspot.js', async: true, defer: true, id: 'hs-script-loader' })
    s.setAttribute('data-site', '{{site}}')
    s.onload = () => window.HubSpotConversations && HubSpotConversations.widget.load()
    document.head.appendChild(s)</script>`,
  'clears, then loads, from two places': `<script>
    let ran = false
    function ready() {
      if (ran) return
      ran = true
      window.hsConversationsSettings = { loadImmediately: false, identificationEmail: 'EMAIL', identificationToken: 'TOKEN' }
      HubSpotConversations.clear()
      HubSpotConversations.widget.load()
      HubSpotConversations.on('conversationClosed', () => HubSpotConversations.clear())
    }
    window.HubSpotConversations ? ready() : window.hsConversationsOnReady = [ready, ready]
  </script>${script}`,
  'calls before anything is there, and a tracking queue': `<script>
    window._hsq = window._hsq || []
    _hsq.push(['identify', { email: 'EMAIL', name: 'Not by this' }])
    _hsq.push(['setPath', '/account'])
    _hsq.push(['trackPageView'])
    window.hsConversationsSettings = { identificationEmail: 'EMAIL', identificationToken: 'TOKEN' }
    try { window.HubSpotConversations.widget.load() } catch {}
  </script>${script}`,
}

feature('Real pages: ways to log in', async ({ paste, pages, strangers, server, site }) => {
  const backend = await server.backend(site)
  const mint = await tokens(server, site)
  const page = await paste(script)
  await expectLoaded(page)
  const own = Object.keys(await kept(page))
  for (const [i, [name, scripts]] of Object.entries(logIns).entries()) {
    const email = `user-${i}@bluth.com`
    strangers.add('real.html', `<!doctype html><title>Account</title>${scripts.replaceAll('EMAIL', email).replaceAll('TOKEN', await mint(email))}`)
    await page.goto(pages + 'real.html')
    await expect.poll(async () => (await backend.contacts()).map(c => [c.email, c.trust, c.visitors.length]), { message: name }).toContainEqual([email, 'verified', 1])
    await expectLoaded(page)
    expect(own, name + ': at most the browser’s own visitor').toEqual(expect.arrayContaining(Object.keys(await kept(page))))
    expect(Object.values(await kept(page)).join(), name).not.toContain(email)
  }
  for (const contact of await backend.contacts()) expect(contact.traits['name']).toBe(undefined)
})

const logOuts: { [name: string]: () => unknown } = {
  'clears what has only just been asked for': () => {
    window.hsConversationsSettings = {}
    window.HubSpotConversations.widget.load()
    window.HubSpotConversations.clear()
  },
  'takes the two out of the settings, and resets': () => {
    const settings = window.hsConversationsSettings as { [name: string]: unknown }
    settings['identificationEmail'] = settings['identificationToken'] = undefined
    window.HubSpotConversations.resetAndReloadWidget()
  },
  'resets, removes and loads': () => {
    window.hsConversationsSettings = { loadImmediately: false }
    window.HubSpotConversations.resetAndReloadWidget()
    window.HubSpotConversations.widget.remove()
    window.HubSpotConversations.widget.load()
  },
  'closes, clears, removes, and begins again without a user': () => {
    const { clear, resetAndReloadWidget, widget } = window.HubSpotConversations
    ;(widget['close'] as () => void)()
    clear({ resetWidget: true })
    widget.remove()
    window.hsConversationsSettings = { loadImmediately: true, disableAttachment: true }
    resetAndReloadWidget()
    widget.load()
  },
  'clears, removes, and wipes all cookies and storage': () => {
    window.HubSpotConversations.clear()
    window.HubSpotConversations.widget.remove()
    for (const cookie of document.cookie.split(';')) document.cookie = cookie.split('=')[0] + '=;expires=Thu, 01 Jan 1970 00:00:00 GMT;path=/'
    localStorage.clear()
    window.hsConversationsSettings = {}
    window.HubSpotConversations.widget.load()
  },
  'clears as a route changes, if it is loaded': () => {
    history.pushState(null, '', '?public')
    delete window.hsConversationsSettings
    if (window.HubSpotConversations.widget.status().loaded) window.HubSpotConversations.clear({ resetWidget: true })
  },
  'a component goes, with its script, and comes again': () => {
    window.HubSpotConversations.resetAndReloadWidget()
    window.HubSpotConversations.widget.remove()
    delete (window as { HubSpotConversations?: unknown }).HubSpotConversations
    const gone = document.getElementById('hs-script-loader') as HTMLScriptElement
    gone.remove()
    window.hsConversationsSettings = { loadImmediately: false }
    window.hsConversationsOnReady = [() => window.HubSpotConversations.widget.load()]
    const script = Object.assign(document.createElement('script'), { src: gone.src, id: gone.id, async: true })
    script.dataset['site'] = gone.dataset['site']
    document.body.append(script)
  },
}

feature('Real pages: ways to log out', async ({ paste, server, site }) => {
  const backend = await server.backend(site)
  const mint = await tokens(server, site)
  const page = await paste(script)
  for (const [i, [name, logOut]] of Object.entries(logOuts).entries()) {
    const email = `user-${i}@bluth.com`
    await set(page, email, await mint(email))
    await call(page, 'resetAndReloadWidget')
    await expect.poll(() => here(backend), { message: name }).toContainEqual(['verified', email])
    await page.evaluate(logOut)
    await expect.poll(async () => (await here(backend)).map(([, email]) => email), { message: name }).not.toContain(email)
    await page.waitForFunction(() => window.HubSpotConversations)
    await expectLoaded(page)
    expect(Object.values(await kept(page)).join(), name).not.toContain(email)
  }
})

feature.end()
