import type { Page } from '@playwright/test'
import { features, inTurn } from './compat.ts'
import { expect } from './fixtures.ts'
import { identity, say, visitorId } from './widget.ts'
import type { Server, Site } from './server.ts'

// Pages of ours, written as MessageBird's documents and customers write theirs.

type Method = (...args: unknown[]) => unknown
type Widget = { [method: string]: Method } & { isOpen?: boolean; queue?: { push: Method } }
declare global { interface Window { MessageBirdChatWidget: Widget; noted: unknown[] } }

const feature = features('messagebird')

/** The stub: seven methods, whose calls wait in a queue, each wrapped twice. */
const stub = `
  window.MessageBirdChatWidget = { queue: [] }
  ;['init', 'setConfig', 'toggleChat', 'identify', 'hide', 'on', 'shutdown'].forEach(function (name) {
    MessageBirdChatWidget[name] = function () { MessageBirdChatWidget.queue.push([[name, [].slice.call(arguments)]]) }
  })`

/** The loader, which runs when the page has loaded. */
const loader = `
  function loadMessageBird() {
    var script = document.createElement('script')
    script.async = true
    script.id = 'live-chat-widget-script'
    script.src = '{{nametag}}/compat/messagebird.js?widgetId=' + ((window.MessageBirdChatWidgetSettings || {}).widgetId || '')
    var first = document.getElementsByTagName('script')[0]
    first.parentNode.insertBefore(script, first)
  }
  document.readyState === 'complete' ? loadMessageBird() : window.addEventListener('load', loadMessageBird)`

const settings = `var MessageBirdChatWidgetSettings = { widgetId: '{{site}}', initializeOnLoad: true }`

const snippet = `<script>${settings};${stub};${loader}</script>`
const tag = `<script src="{{nametag}}/compat/messagebird.js" data-site="{{site}}"></script>`

/** Calls a method of the widget, once the script is there. What comes of it, the page doesn't wait for. */
async function call(page: Page, method: string, ...args: unknown[]): Promise<void> {
  await loaded(page)
  await page.evaluate(([method, args]) => void window.MessageBirdChatWidget[method]!(...args), [method, args] as const)
}

/** Waits until the methods are there that no stub has. */
async function loaded(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => typeof window.MessageBirdChatWidget?.['logout'])).toBe('function')
}

/** Changes the site, as its operator does, and waits until the server knows. */
async function set(server: Server, site: Site, flag: string, value: string): Promise<void> {
  await server.command(['site', 'set', site.key, flag, value])
  const cookie = await server.admin()
  await expect.poll(async () => (await fetch(`${server.url}/api/v1/site?site=${site.key}`, { headers: { Cookie: `${cookie.name}=${cookie.value}` } })).text()).toContain(value)
}

feature('Pasted snippet', async ({ paste, server, site, panel }) => {
  const page = await paste(`${snippet}<script>
    var kept = MessageBirdChatWidget, identify = kept.identify, queue = kept.queue
    window.MessageBirdChatWidget.identify('123-456-789', {
      email: 'hello@test.example', phone: '+31 123 456 789', premiumUser: true, itemsInCart: 2
    })
  </script>`)
  await expect(panel.row('hello@test.example')).toHaveAttribute('data-trust', 'claimed')
  const backend = await server.backend(site)
  expect(await backend.contact('123-456-789')).toMatchObject({
    email: 'hello@test.example', traits: { phone: { value: '+31 123 456 789' } }, custom_data: { premiumUser: true, itemsInCart: 2 },
  })
  await page.evaluate(`
    kept.setAttributes({ via: 'kept object' })
    identify('123-456-789', { and: 'kept method' })
    queue.push([['identify', ['123-456-789', { then: 'kept queue' }]]], ['init', []])
    Object.assign(kept, { queue: [] })
  `)
  await expect.poll(async () => (await backend.contact('123-456-789'))!.custom_data).toEqual({
    premiumUser: true, itemsInCart: 2, via: 'kept object', and: 'kept method', then: 'kept queue',
  })
})

feature('Widget id', async ({ paste, server, site }) => {
  const widget = 'c0ffee00-1234-4abc-8def-0123456789ab'
  await set(server, site, '--alias', widget)
  const backend = await server.backend(site)
  const ways = {
    address: `<script src="{{nametag}}/compat/messagebird.js?widgetId=${widget}"></script>`,
    bare: `<script async id="live-chat-widget-script" src="{{nametag}}/compat/messagebird.js?${widget}"></script>`,
    path: `<script src="{{nametag}}/compat/messagebird/${widget}.js"></script>`,
    settings: `<script>MessageBirdChatWidgetSettings = { widgetId: '${widget}' }</script><script src="{{nametag}}/compat/messagebird.js?v=7&widgetId=other"></script>`,
    late: `<script src="{{nametag}}/compat/messagebird.js?v=7"></script><script>MessageBirdChatWidgetSettings = { widgetId: '${widget}' }</script>`,
    init: `<script src="{{nametag}}/compat/messagebird.js"></script><script>MessageBirdChatWidget.init({ widgetId: '${widget}' })</script>`,
    data: `<script>MessageBirdChatWidgetSettings = { widgetId: 'other' }</script>${tag}`,
    module: `<script type="module" id="live-chat-widget-script" src="{{nametag}}/compat/messagebird.js?widgetId=other" data-site="${widget}"></script>`,
  }
  const open = inTurn(paste)
  for (const [way, head] of Object.entries(ways)) {
    const page = await open(head)
    await call(page, 'identify', way)
    await expect.poll(() => backend.contact(way), way).toBeTruthy()
  }
})

feature('identify(id, attributes)', async ({ paste, server, site, panel }) => {
  const page = await paste(snippet)
  const before = await visitorId(page)
  await loaded(page)
  await page.evaluate(async () => { await window.MessageBirdChatWidget['identify']!(4711, { email: '', firstName: 'Jessie', plan: 'pro' }) })
  expect(await identity(page), 'once it has resolved').toEqual({ visitor_id: before, trust: 'claimed', external_id: '4711' })
  await expect(panel.row('Jessie')).toHaveAttribute('data-visitor', before)
  for (const nobody of [undefined, null, '']) await call(page, 'identify', nobody, { ['seen_' + nobody]: true })
  await call(page, 'identify', '4711', { email: { address: 'jessie' }, last_name: 'Doe', phone: 31123456789 })
  const backend = await server.backend(site)
  await expect.poll(() => backend.contact('4711'), 'nobody is no log-out').toMatchObject({
    traits: { first_name: { value: 'Jessie' }, last_name: { value: 'Doe' }, phone: { value: '31123456789' } },
    custom_data: { firstName: 'Jessie', last_name: 'Doe', plan: 'pro', seen_undefined: true, seen_null: true, seen_: true },
  })
  await expect.poll(() => identity(page)).toEqual({ visitor_id: before, trust: 'claimed', external_id: '4711' })
})

feature('Attributes that can’t be taken', async ({ paste, server, site }) => {
  const backend = await server.backend(site)
  const page = await paste(tag)
  await visitorId(page)
  await page.evaluate(async () => {
    const circle: { [name: string]: unknown } = { email: 'circle@example.com' }
    circle['self'] = circle
    const junk = { circle, big: 10n, long: 'x'.repeat(17_000), email: { toString() { throw Error('planned') } }, get thrower() { throw Error('planned') }, wide: 0 }
    const wide = 'x'.repeat(4900)
    const widget = window.MessageBirdChatWidget
    await widget['identify']!('before', { plan: 'free' })
    for (const name of Object.keys(junk)) {
      const attributes = name === 'circle' ? circle : name === 'wide' ? { name: wide, first_name: wide, last_name: wide, phone: wide } : Object.defineProperty({}, name, Object.getOwnPropertyDescriptor(junk, name)!)
      await widget['identify']!('with ' + name, attributes)
      await widget['setAttributes']!({ of: name })
    }
  })
  for (const name of ['circle', 'big', 'long', 'email', 'thrower', 'wide']) expect(await backend.contact('with ' + name), name).toMatchObject({ custom_data: { of: name } })
  expect(await backend.contact('with circle')).toMatchObject({ email: 'circle@example.com' })
  expect(await backend.contact('before')).toMatchObject({ custom_data: { plan: 'free' } })
})

feature('setAttributes', async ({ paste, server, site, panel }) => {
  const page = await paste(`${tag}<script>
    MessageBirdChatWidget.setAttributes({ userID: '42', external_id: '42', phone: '+31 1', cart: { items: 2 } })
  </script>`)
  const visitor = await visitorId(page)
  const backend = await server.backend(site)
  await panel.open(panel.rowOf(visitor))
  await expect(panel.field('custom_data.userID')).toContainText('42')
  await expect(panel.field('phone')).toContainText('+31 1')
  expect(await identity(page), 'an id among them names nobody').toEqual({ visitor_id: visitor, trust: 'anonymous' })
  await call(page, 'setAttributes', { email: 'jessie@example.com' })
  await expect.poll(() => identity(page)).toMatchObject({ visitor_id: visitor, trust: 'claimed', email: 'jessie@example.com' })
  await call(page, 'setAttributes', { email: '', phone: null }) // isn't there yet, and is no log-out
  await call(page, 'identify', '42', { email: '' })
  await call(page, 'setAttributes', { email: 'undefined', seen: true })
  await expect.poll(() => backend.contact('42')).toMatchObject({ email: 'jessie@example.com', custom_data: { userID: '42', external_id: '42', cart: { items: 2 }, seen: true } })
})

feature('One history over browsers and devices', async ({ paste, server, site, panel }) => {
  const backend = await server.backend(site)
  const pages = [await paste(snippet), await paste(snippet)]
  const visitors = [await visitorId(pages[0]!), await visitorId(pages[1]!)]
  await call(pages[0]!, 'identify', '123-456-789', { email: 'owner@example.com' })
  await expect.poll(() => identity(pages[0]!)).toMatchObject({ external_id: '123-456-789' })
  await call(pages[1]!, 'identify', '123-456-789')
  await expect.poll(async () => (await backend.contact('123-456-789'))?.visitors.map(({ id, trust }) => [id, trust]).sort())
    .toEqual(visitors.map(id => [id, 'claimed']).sort())
  await expect.poll(() => identity(pages[1]!), 'who knows the id learns nothing by it').toEqual({ visitor_id: visitors[1], trust: 'claimed', external_id: '123-456-789' })
  await expect(panel.row('owner@example.com').first()).toHaveAttribute('data-trust', 'claimed')
})

feature('Proof required', async ({ paste, server, site, panel }) => {
  await set(server, site, '--enforcement', 'require')
  const page = await paste(snippet)
  const visitor = await visitorId(page)
  await loaded(page)
  const came = await page.evaluate(async () => [
    await window.MessageBirdChatWidget['identify']!('123-456-789', { email: 'owner@example.com' }),
    await window.MessageBirdChatWidget['setAttributes']!({ email: 'owner@example.com', cart: 2 }),
  ])
  expect(came).toEqual([undefined, undefined])
  expect(await identity(page)).toEqual({ visitor_id: visitor, trust: 'anonymous' })
  expect(await (await server.backend(site)).contacts()).toEqual([])
  await panel.open(panel.rowOf(visitor))
  await expect(panel.field('custom_data.cart')).toContainText('2')
  await expect(panel.field('email')).toHaveCount(0)
})

feature('logout', async ({ paste, pages, server, site, panel }) => {
  const page = await paste(snippet)
  await call(page, 'identify', '42', { email: 'jessie@example.com' })
  await expect(panel.row('jessie@example.com')).toBeVisible()
  const before = await visitorId(page)
  const tab = await page.context().newPage()
  await tab.goto(pages + 'pasted.html')
  expect(await visitorId(tab)).toBe(before)
  await loaded(page)
  await page.evaluate(async () => {
    await window.MessageBirdChatWidget['logout']!()
    void window.MessageBirdChatWidget['identify']!('43', { next: true })
  })
  await expect.poll(() => identity(page)).toEqual({ visitor_id: expect.not.stringMatching(before), trust: 'claimed', external_id: '43' })
  await expect.poll(() => identity(tab)).toEqual(await identity(page))
  const backend = await server.backend(site)
  expect([(await backend.contact('42'))!.custom_data, (await backend.contact('43'))!.custom_data]).toEqual([{}, { next: true }])
})

feature('Promises', async ({ paste, line }) => {
  const page = await paste(snippet)
  await visitorId(page)
  await loaded(page)
  await page.clock.install()
  const settle = () => page.evaluate(() => {
    const { identify, setAttributes, logout, shutdown, init } = window.MessageBirdChatWidget as { [method: string]: (...args: unknown[]) => Promise<unknown> }
    window.noted = []
    identify!('undefined').then() // what the server refuses
    identify!('42').then(came => window.noted.push(['identify', came]))
    setAttributes!().then(came => window.noted.push(['setAttributes', came]))
    logout!().then().catch(() => window.noted.push('refused'))
    logout!().then(came => window.noted.push(['logout', came]))
    shutdown!().then(came => window.noted.push(['shutdown', came]))
    init!()
  })
  const all = ['identify', 'logout', 'setAttributes', 'shutdown'].map(method => [method, undefined])
  const noted = () => page.evaluate(() => window.noted.sort())
  await settle()
  await expect.poll(noted).toEqual(all)
  line.refuse('/v1/commands')
  await settle()
  await page.clock.runFor(2500)
  expect(await noted(), 'no answer yet').toEqual([])
  await page.clock.runFor(500)
  await expect.poll(noted).toEqual(all)
  line.mend()
})

feature('initializeOnLoad: false', async ({ paste, line, server, site }) => {
  const page = await paste(`<script>MessageBirdChatWidgetSettings = { widgetId: '{{site}}', initializeOnLoad: false };${stub};${loader}</script>
    <script>MessageBirdChatWidget.identify('42', { waits: true })</script>`)
  await loaded(page)
  const storage = () => page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie])
  expect(await storage()).toEqual([[], [], ''])
  expect(line.passed.filter(({ method }) => method !== 'GET')).toEqual([])
  expect(await page.evaluate(() => window.MessageBirdChatWidget['init']!())).toBeUndefined()
  await expect.poll(async () => (await server.backend(site)).contact('42')).toMatchObject({ custom_data: { waits: true } })
  expect(await storage()).not.toEqual([[], [], ''])

  for (const kind of ['text/javascript', 'module']) {
    const held = tag.replace('<script', `<script id="live-chat-widget-script" type="${kind}" data-consent="required"`)
    await page.evaluate(() => { localStorage.clear(); sessionStorage.clear() })
    await page.context().clearCookies()
    await paste(held, '', page)
    await loaded(page)
    await call(page, 'init')
    expect((await say<{ loaded: boolean }>(page, 'status')).loaded, `${kind}: the visitor hasn’t said yes`).toBe(false)
    await say(page, 'consent', 'granted')
    await visitorId(page)
    await page.evaluate(async () => {
      await window.MessageBirdChatWidget['shutdown']!()
      window.MessageBirdChatWidget['init']!()
    })
    await expect.poll(() => say(page, 'status'), `${kind}: has said yes`).toMatchObject({ loaded: true, connected: true })
    await say(page, 'consent', 'denied')
    await call(page, 'init')
    expect(await say(page, 'status'), `${kind}: has said no`).toMatchObject({ loaded: false })

    await paste(held.replace('required', 'gpc'), '', page)
    await visitorId(page)
    await say(page, 'consent', 'denied')
    await call(page, 'init')
    expect(await say(page, 'status'), `${kind}: has said no to what needs no yes`).toMatchObject({ loaded: false })
  }
})

feature('shutdown', async ({ paste, line, server, site }) => {
  const backend = await server.backend(site)
  const page = await paste(snippet)
  const before = await visitorId(page)
  await loaded(page)
  const here = () => say(page, 'status')
  await expect.poll(here).toMatchObject({ loaded: true, connected: true })
  await page.evaluate(async () => {
    void window.MessageBirdChatWidget['identify']!('42')
    await window.MessageBirdChatWidget['shutdown']!()
  })
  expect(await here()).toEqual({ loaded: false, connected: false, waiting: 0 })
  expect(await backend.contact('42')).toBeTruthy()
  await call(page, 'setAttributes', { back: true })
  await call(page, 'init')
  await expect.poll(async () => (await backend.contact('42'))!.custom_data).toEqual({ back: true })
  await expect.poll(here).toMatchObject({ loaded: true, connected: true })
  await page.evaluate(async () => {
    const ended = window.MessageBirdChatWidget['shutdown']!()
    window.MessageBirdChatWidget['init']!()
    await ended
  })
  expect(await here(), 'the latest word counts').toMatchObject({ loaded: true })
  line.hold()
  await page.evaluate(fresh => {
    void window.MessageBirdChatWidget['identify']!('43') // unanswered
    window.noted = []
    void (window.MessageBirdChatWidget['shutdown']!() as Promise<void>).then(() => window.noted.push('ended'))
    const old = document.querySelector<HTMLScriptElement>('script#live-chat-widget-script')!
    old.remove()
    eval(fresh)
    document.head.append(Object.assign(document.createElement('script'), { id: old.id, src: old.src }))
  }, stub)
  await loaded(page) // a component that was taken out and put in again
  line.release()
  await expect.poll(() => page.evaluate(() => window.noted)).toEqual(['ended'])
  await call(page, 'setAttributes', { again: true })
  await expect.poll(async () => (await backend.contact('43'))?.custom_data).toEqual({ again: true })
  expect(await here(), 'the latest word counts, whichever copy hears it').toMatchObject({ loaded: true })
  await page.evaluate(() => {
    void window.MessageBirdChatWidget['logout']!()
    void window.MessageBirdChatWidget['shutdown']!()
  })
  await expect.poll(here).toEqual({ loaded: false, connected: false, waiting: 0 })
  await page.reload()
  const now = await visitorId(page)
  expect(now, 'nobody comes back logged in').not.toBe(before)
  expect(await identity(page)).toEqual({ visitor_id: now, trust: 'anonymous' })
})

feature("on('ready')", async ({ paste, line }) => {
  line.refuse('/v1/commands') // no page waits for a server
  const page = await paste(`<script>noted = [];${settings};${stub};${loader}</script><script>
    MessageBirdChatWidget.on('ready', function () { noted.push(['early', arguments[0], typeof MessageBirdChatWidget.logout]) })
  </script>`)
  await loaded(page)
  await page.evaluate(() => {
    window.MessageBirdChatWidget['on']!('ready', () => window.noted.push('late'))
    for (const other of ['toggle', 'message']) window.MessageBirdChatWidget['on']!(other, () => window.noted.push(other))
    for (const junk of [undefined, null, 'later', {}]) window.MessageBirdChatWidget['on']!('ready', junk)
  })
  await expect.poll(() => page.evaluate(() => window.noted)).toEqual([['early', undefined, 'function'], 'late'])
  line.mend()
})

feature('Everything else', async ({ paste }) => {
  const silent: string[] = []
  for (const debug of [true, false]) {
    const page = await paste(`<script>${stub}</script>${tag.replace('><', ` ${debug ? '' : 'data-debug="false"'}><`)}`)
    const said: string[] = debug ? [] : silent
    page.on('console', message => said.push(message.text()))
    await page.waitForSelector('#live-chat-widget', { state: 'attached' })
    expect(await page.evaluate(() => {
      const widget = window.MessageBirdChatWidget
      const gives = ['toggleChat', 'show', 'hide', 'setConfig', 'toggleChat'].map(method => widget[method]!(true))
      widget['on']!('toggle', () => {})
      return [...gives, widget.isOpen, document.querySelector('#live-chat-widget')!.outerHTML]
    })).toEqual([undefined, undefined, undefined, undefined, undefined, false, '<div id="live-chat-widget" hidden=""></div>'])
    if (debug) await expect.poll(() => said.map(text => text.match(/MessageBird's "?(\w+).*\/help#not_here/)?.[1])).toEqual(['toggleChat', 'show', 'hide', 'setConfig', 'toggle'])
  }
  expect(silent).toEqual([])
  const nowhere = await paste(tag.replace(' src', ' data-host="nowhere" src')) // no address
  expect(await nowhere.evaluate(() => Object.keys(window.MessageBirdChatWidget))).toEqual(expect.arrayContaining(['identify', 'logout', 'shutdown', 'toggleChat']))
  expect(await nowhere.evaluate(() => window.MessageBirdChatWidget['logout']!())).toBe(undefined)
})

feature('Scripts in disorder', async ({ paste, server, site }) => {
  const backend = await server.backend(site)
  const alone = `<script src="{{nametag}}/nametag.js" data-site="{{site}}"></script>`
  const again = `<script>document.getElementById('live-chat-widget-script')?.remove();${loader}</script>`
  const pages = {
    twice: tag + tag,
    'snippet twice': snippet + snippet,
    'nametag.js before': alone + snippet,
    'nametag.js behind': tag + alone,
    'another vendor': `<script>(window.ServiceBell = function (m) { ServiceBell.q.push([m, [].slice.call(arguments, 1)]) }).q = []</script>
      <script src="{{nametag}}/compat/servicebell.js" data-site="{{site}}"></script>${snippet}<script>ServiceBell('init', '{{site}}')</script>`,
    'taken out and put in again': `${tag}<script>${settings};MessageBirdChatWidget.shutdown()</script>${again}`,
    'a new stub': `${tag}<script>${settings};delete window.MessageBirdChatWidget;${stub};${loader}</script>`,
    'the old stub again': `${tag}<script>var live = MessageBirdChatWidget.queue;${settings};${stub.replace('{ queue: [] }', 'Object.assign(MessageBirdChatWidget, { queue: live })')};${loader}</script>`,
    'a frozen stub': `<script>${settings};${stub};Object.freeze(MessageBirdChatWidget)</script>${tag}`,
    'junk in its place': `<script>MessageBirdChatWidget = 'later'; MessageBirdChatWidgetSettings = null</script>${tag}`,
    'an array-like queue': `<script>MessageBirdChatWidget = { queue: { 0: ['identify', 'waited'], length: 1 } }; junk = MessageBirdChatWidget.queue</script>${tag}
      <script>junk.push([['setAttributes', [{ kept: true }]]])</script>`,
  }
  const open = inTurn(paste)
  for (const [what, head] of Object.entries(pages)) {
    const page = await open(`${head}<script>addEventListener('load', function () { setTimeout(function () { MessageBirdChatWidget.identify('${what}') }) })</script>`)
    await visitorId(page)
    await expect.poll(() => identity(page), what).toMatchObject({ external_id: what })
    expect((await backend.contact(what))!.visitors.map(({ id }) => id), what).toEqual([await visitorId(page)])
  }
  expect(await backend.contact('an array-like queue')).toMatchObject({ custom_data: {} })
  expect(await backend.contact('waited')).toMatchObject({ custom_data: { kept: true } })
})

feature('Real pages', async ({ paste, server, site }) => {
  const backend = await server.backend(site)
  const late = `${settings};${stub};${loader}`
  const behind = (work: string) => `addEventListener('load', function wait() { window.MessageBirdChatWidget && MessageBirdChatWidget.logout ? (function () { ${work} })() : setTimeout(wait, 20) })`
  const pages = {
    'three seconds after the page, on ready: init, attributes of who may be logged in, a click that asks isOpen': `<button data-toggle="open-chat"></button><script>
      setTimeout(function () {
        window.MessageBirdChatWidgetSettings = { widgetId: '{{site}}', initializeOnLoad: true };
        ${stub};${loader}
        window.MessageBirdChatWidget.on('ready', function () {
          window.MessageBirdChatWidget.init()
          window.MessageBirdChatWidget.setAttributes({ domain: location.hostname, user_id: '' + undefined, first_name: 'Jessie', phone: '+31 1' })
          document.addEventListener('click', function () { MessageBirdChatWidget.isOpen === false && MessageBirdChatWidget.toggleChat() })
          document.querySelector('button').click()
          finish({ domain: 'localhost', user_id: 'undefined', first_name: 'Jessie' })
        })
      }, 30)</script>`,
    'a framework’s script tag with a bare id, and the whole snippet behind it': `<script async id="live-chat-widget-script" src="{{nametag}}/compat/messagebird.js?{{site}}"></script>
      <script>${settings};document.getElementById('live-chat-widget-script') || (function () { ${stub};${loader} })();${behind('finish({})')}</script>`,
    'a composable: the stub’s object is made once, its methods and the script with each mount': `<script>${settings}
      window.MessageBirdChatWidget = {}; window.MessageBirdChatWidget.queue = []
      function mount() {
        ['init', 'identify', 'on', 'hide', 'shutdown'].forEach(function (name) {
          window.MessageBirdChatWidget[name] = function () { window.MessageBirdChatWidget.queue.push([[name, [].slice.call(arguments)]]) }
        });
        ${loader}
      }
      mount()
      ${behind(`document.getElementById('live-chat-widget-script').remove(); mount(); MessageBirdChatWidget.identify('left between two mounts', { between: true }); MessageBirdChatWidget.logout(); finish({})`)}</script>`,
    'log-out in a service, then a route of the app': `<script>${late};${behind(`
      MessageBirdChatWidget.identify('patient', { name: 'Jessie' })
      window.MessageBirdChatWidget.logout(); history.pushState(null, '', '#/home'); finish({})`)}</script>`,
    'log-out some time after each page’s load, with then() and catch()': `<script>${late};setTimeout(function clear() {
      if (!window.MessageBirdChatWidget.logout) return setTimeout(clear, 30)
      window.MessageBirdChatWidget.logout().then().catch(function () { console.error('not erased') })
      finish({})
    }, 30)</script>`,
    'log-out and shutdown as soon as the element is there, twice, and init for who logs in': `<script>${late};[1, 2].forEach(function (times) {
      var check = setInterval(function () {
        if (!document.querySelector('#live-chat-widget')) return
        clearInterval(check)
        window.MessageBirdChatWidget.logout(); window.MessageBirdChatWidget.shutdown()
        if (times === 2) { window.MessageBirdChatWidget.init(); finish({}) }
      }, 10)
    })</script>`,
    'an effect that passes the settings to init, and a button that shows and opens': `<script>${stub};
      var local = { widgetId: '{{site}}', initializeOnLoad: true }
      window.MessageBirdChatWidget.init(local); window.MessageBirdChatWidget.init(local)
      ${loader};${behind('window.MessageBirdChatWidget.show(); window.MessageBirdChatWidget && window.MessageBirdChatWidget.toggleChat(true); finish({})')}</script>`,
    'the bare global, on toggle, and a log-in that awaits': `<script>${late}
      MessageBirdChatWidget.on('toggle', function (isOpen) { isOpen.nothing.of.this })
      ${behind(`(async function () { await MessageBirdChatWidget.setAttributes(); await MessageBirdChatWidget.setAttributes({ plan: 'pro' }); finish({ plan: 'pro' }) })()`)}</script>`,
    'a tag manager that writes the snippet into the page twice': `<script>
      function write() { var s = document.createElement('script'); s.innerHTML = ${JSON.stringify(`if (!document.getElementById('live-chat-widget-script')) { ${late} }`)}; document.head.appendChild(s) }
      write(); write(); ${behind('write(); finish({})')}</script>`,
    'junk': `<script>${late}
      function junk() {
        var round = {}; round.round = round
        var bad = [undefined, null, 0, NaN, '', 'undefined', '{{user.id}}', {}, [], true, round, function () {}, Symbol('s'), 10n, { get email() { throw 1 } }, document]
        bad.forEach(function (one) {
          for (var method in MessageBirdChatWidget) {
            var fn = MessageBirdChatWidget[method]
            if (typeof fn === 'function' && !/init|shutdown|logout/.test(method)) { fn(one); fn('', one); fn.call(null, one, one) }
          }
          MessageBirdChatWidget.queue.push(one, [one], [[one]], [[one, one]], [['identify']], [['setConfig', one]])
          MessageBirdChatWidget.init(one)
        })
      }
      junk(); ${behind('junk(); MessageBirdChatWidget.logout(); finish({})')}</script>`,
  }
  const open = inTurn(paste)
  for (const [what, head] of Object.entries(pages)) {
    const page = await open(`<script>function finish(custom) { expected = custom; MessageBirdChatWidget.identify(${JSON.stringify(what)}, { done: 1 }) }</script>${head}`)
    await expect.poll(() => backend.contact(what), what).toBeTruthy()
    const { custom_data, visitors } = (await backend.contact(what))!
    expect(custom_data, what).toEqual({ done: 1, ...await page.evaluate(() => (window as never as { expected: object }).expected) })
    expect(visitors.map(({ id }) => id), what).toEqual([await visitorId(page)])
  }
})

feature.end()
