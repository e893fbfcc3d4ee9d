import { createHmac } from 'node:crypto'
import type { Page } from '@playwright/test'
import { features, inTurn } from './compat.ts'
import { expect, test } from './fixtures.ts'
import type { Site } from './server.ts'
import { say, visitorId } from './widget.ts'

// Pages of ours, written as Upscope's documents and customers write theirs.

const feature = features('upscope')

type Upscope = ((...command: unknown[]) => void) & { q: { push(...items: unknown[]): void }; c: (args: unknown) => void }
declare global { interface Window { Upscope: Upscope; heard: string[] } }

/** A stub that keeps what it is called with, and the loader, whose address carries the key. */
const stub = `<script>
  (function (win, already, doc) {
    if (typeof already === 'function') return
    var stub = function () { stub.c(arguments) }
    stub.q = []
    stub.c = function (args) { stub.q.push(args) }
    win.Upscope = stub
    var script = doc.createElement('script')
    script.async = true
    script.src = '{{nametag}}/compat/upscope/{{site}}.js'
    doc.head.appendChild(script)
  })(window, window.Upscope, document)
  window.heard = []
</script>`

const calling = (code: string) => `${stub}<script>${code}</script>`

/** Calls Upscope in a page whose script has loaded. */
const call = (page: Page, ...command: unknown[]) => page.evaluate(command => window.Upscope(...command), command)

/** What Upscope gives to a callback. */
const ask = (page: Page, command: string) => page.evaluate(command => new Promise<string>(ok => window.Upscope(command, ok)), command)

const heard = (page: Page) => page.evaluate(() => window.heard)

/** What a page writes into the console, as long as it is open. */
const listenTo = (page: Page) => {
  const lines: string[] = []
  page.on('console', message => lines.push(`${message.type()}: ${message.text()}`))
  return lines
}

feature('Snippet and `init`', async ({ paste, server, site, panel }) => {
  await paste(calling(`
    Upscope('init', {
      identities: ['John Smith', 'acme.com'], uniqueId: '00032', tags: ['#HIGH-VALUE'],
      integrationIds: ['acmechat:123'], metadata: { plan: 'pro', seats: 3 }, autoconnect: true, onSessionRequest: function () {},
    })`))
  await expect(panel.row('John Smith')).toHaveAttribute('data-trust', 'claimed')
  const backend = await server.backend(site)
  expect(await backend.contact('00032')).toMatchObject({
    external_id: '00032', email: null, custom_data: { plan: 'pro', seats: 3 }, traits: {
      name: { value: 'John Smith' }, identities: { value: ['John Smith', 'acme.com'] }, tags: { value: ['#HIGH-VALUE'] },
      integration_ids: { value: ['acmechat:123'] },
    },
  })

  const elsewhere = await server.command<Site>(['site', 'create', '--name', 'elsewhere', '--alias', 'F00bArKey1', '--dev'])
  await paste(stub.replace('{{site}}', 'F00bArKey1') + `<script>Upscope('init', { uniqueId: 'by the old key' })</script>`)
  const other = await server.backend(elsewhere)
  await expect.poll(async () => (await other.contact('by the old key'))?.trust).toBe('claimed')
  await paste(stub.replace('script.async', 'script.dataset.site = "{{site}}"; script.async').replace('/{{site}}.js', '/F00bArKey1.js')
    + `<script>Upscope('init', { uniqueId: 'by data-site' })</script>`)
  await expect.poll(async () => (await backend.contact('by data-site'))?.trust).toBe('claimed')
  expect(await other.contact('by data-site')).toBeUndefined()
})

feature('`updateConnection`', async ({ paste, server, site, panel }) => {
  const page = await paste(calling(`
    Upscope('init')
    Promise.resolve({ name: 'Jane', id: 7 }).then(function (visitor) {
      Upscope('updateConnection', { identities: [visitor.name, 'jane@example.com'], uniqueId: visitor.id, tags: ['#VIP'], metadata: { plan: 'pro' } })
    })`))
  await expect(panel.row('Jane')).toHaveAttribute('data-trust', 'claimed')
  const backend = await server.backend(site)
  const contact = () => backend.contact('7')
  await call(page, 'updateConnection', { uniqueId: undefined, identities: undefined, tags: [], metadata: { plan: 'team' } })
  await expect.poll(async () => (await contact())?.custom_data).toEqual({ plan: 'team' })
  expect(await contact()).toMatchObject({ email: 'jane@example.com', traits: { name: { value: 'Jane' } } })
  expect((await contact())!.traits, 'an empty list').not.toHaveProperty('tags')
  await call(page, 'updateConnection', { tags: ['#VIP'] })
  await expect.poll(async () => (await contact())!.traits).toHaveProperty('tags')
  await call(page, 'updateConnection', { identities: null, metadata: null, tags: null })
  await expect.poll(async () => (await contact())?.custom_data).toEqual({})
  expect(Object.keys((await contact())!.traits)).toEqual([])
  const before = await visitorId(page)
  await call(page, 'updateConnection', { uniqueId: null, identities: null })
  await expect.poll(() => visitorId(page), 'nobody is logged in any more').not.toBe(before)
  expect(await say(page, 'identity')).toMatchObject({ trust: 'anonymous' })
})

feature('Spellings', async ({ paste, server, site }) => {
  const page = await paste(calling(`Upscope('init')`))
  const lines = listenTo(page)
  await visitorId(page)
  const named = (...identities: string[]) => ({ name: { value: identities[0] }, identities: { value: identities } })
  const cases: [given: object, want: object][] = [
    [{ identities: 'Jane' }, { traits: named('Jane') }],
    [{ identities: [null, '', false, 'Jo', 5] }, { traits: named('Jo', '5') }],
    [{ identities: ['jo@example.com', 'Jo'] }, { email: 'jo@example.com', traits: named('jo@example.com', 'Jo') }],
    [{ identities: ['A', 'b@c', 'd@e'] }, { email: 'b@c', traits: named('A', 'b@c', 'd@e') }],
    [{ identities: ['A', 'b@c@d', 'a @ b'] }, { email: null, traits: named('A', 'b@c@d', 'a @ b') }],
    [{ identities: ['  ', ' Jo ', 'jj@example.com '] }, { email: 'jj@example.com', traits: named('Jo', 'jj@example.com') }],
    [{ identities: [{}, 'Jo'] }, { traits: named('Jo') }],
    [{ tags: '#vip' }, { traits: { tags: { value: ['#vip'] } } }],
    [{ tags: ['vip', '#EU-West', 'two words', null, 'plan_2'] }, { traits: { tags: { value: ['#vip', '#EU-West', '#plan_2'] } } }],
    [{ integrationIds: 'crm:8817' }, { traits: { integration_ids: { value: ['crm:8817'] } } }],
    [{ integrationIds: ['crm:', 'CRM:1', 'ab:1', 'crm:1:2'] }, { traits: { integration_ids: { value: ['crm:1:2'] } } }],
    ...[
      { identities: ['list', 'of', 'identities', 'here'] }, { identities: 'list of identities here' }, { identities: 'undefined' }, { identities: ['null'] },
      { identities: [''] }, { identities: [undefined] }, { identities: '' }, { identities: false }, { identities: [] }, { tags: ['#list', '#of', '#tags', '#here'] },
      { tags: ['two words'] }, { integrationIds: ['integration_name:resource_id'] }, { name: 'no word of Upscope’s' },
    ].map((given): [object, object] => [given, { email: null, traits: {} }]),
  ]
  const ids = ['USER UNIQUE ID', 'undefined', 'null', '', false, 0, NaN]
  await page.evaluate(([cases, ids]: [[object, object][], unknown[]]) => {
    cases.forEach(([given], i) => window.Upscope('updateConnection', { uniqueId: `case ${i}`, ...given }))
    for (const uniqueId of ids) {
      window.Upscope('reset')
      window.Upscope('updateConnection', { uniqueId, identities: [`${typeof uniqueId} ${uniqueId}`, `id-${uniqueId}@example.com`.replaceAll(' ', '-')] })
    }
  }, [cases, ids] as never)
  const backend = await server.backend(site)
  await expect.poll(async () => (await backend.contacts()).length, 'one for each').toBe(cases.length + ids.length)
  const contacts = await backend.contacts()
  for (const [i, [given, want]] of cases.entries()) {
    const contact = contacts.find(one => one.external_id === `case ${i}`)!
    expect(contact, JSON.stringify(given)).toMatchObject({ ...want })
    expect(Object.keys(contact.traits).sort(), JSON.stringify(given)).toEqual(Object.keys((want as { traits: object }).traits).sort())
  }
  for (const id of ids) {
    const contact = contacts.find(one => one.email === `id-${id}@example.com`.replaceAll(' ', '-'))
    expect(contact, String(id)).toMatchObject({ external_id: null, traits: { name: { value: `${typeof id} ${id}`.trim() } } })
  }
  const leftOut = (code: string) => lines.filter(line => line.includes(`#${code}`)).map(line => line.match(/Left out "(.*)": not like/)?.[1])
  expect(leftOut('tags_pattern')).toEqual(['two words'])
  expect(leftOut('integration_ids_pattern')).toEqual(['crm:', 'CRM:1', 'ab:1', 'integration_name:resource_id'])
})

feature('From page to page', async ({ paste, strangers, pages, server, site }) => {
  const page = await paste(calling(`Upscope('init', { identities: ['John', 'john@example.com'], uniqueId: 5, tags: ['#VIP'] })`))
  const backend = await server.backend(site)
  await expect.poll(async () => (await backend.contact('5'))?.trust).toBe('claimed')
  const visitor = await visitorId(page)
  strangers.add('later.html', `<!doctype html><title>Later</title>${calling(`Upscope('init'); Upscope('init', { uniqueId: 6 }); Upscope('updateConnection', { metadata: { later: true } })`)}`)
  await page.goto(pages + 'later.html')
  await expect.poll(async () => (await backend.contact('5'))?.custom_data).toEqual({ later: true })
  expect(await backend.contact('5')).toMatchObject({ email: 'john@example.com', traits: { name: { value: 'John' }, tags: { value: ['#VIP'] } } })
  expect(await backend.contacts()).toHaveLength(1)
  expect(await visitorId(page)).toBe(visitor)
})

feature('`reset`', async ({ paste, server, site }) => {
  const page = await paste(calling(`
    Upscope('init', {
      uniqueId: 'jane', identities: ['Jane'],
      onConnectionReset: function () { heard.push('onConnectionReset ' + this.uniqueId) },
    })
    Upscope('on', 'connectionReset', 'connection', function () { Upscope('getShortId', function (id) { heard.push(id) }) })`))
  await expect.poll(() => heard(page)).toEqual([expect.stringMatching(/^v_/)])
  const [jane] = await heard(page)
  const code = await ask(page, 'getLookupCode')
  await call(page, 'reset')
  const next = await ask(page, 'getShortId')
  expect(next).not.toBe(jane)
  await expect.poll(() => heard(page)).toEqual([jane, 'onConnectionReset jane', next, next])
  const backend = await server.backend(site)
  await expect.poll(async () => (await backend.visitors()).filter(row => row.codes?.some(shown => shown.code === code)), 'the code is gone').toEqual([])
  await call(page, 'updateConnection', { uniqueId: 'joe', identities: ['Joe'] })
  await expect.poll(async () => (await backend.contact('joe'))?.visitors.map(({ id }) => id)).toEqual([next])
  await call(page, 'reset', false)
  await expect.poll(() => say(page, 'status')).toMatchObject({ loaded: false, connected: false })
  const last = await ask(page, 'getShortId')
  expect(last).not.toBe(next)
  await page.reload()
  await expect.poll(() => say(page, 'status'), 'the next page connects').toMatchObject({ loaded: true, connected: true })
  await expect.poll(() => heard(page)).toEqual([expect.any(String)])

  // What the page says when it has hung up brings it back: nothing of it is lost.
  const hangUp = async () => {
    await call(page, 'reset', false)
    await expect.poll(() => say(page, 'status')).toMatchObject({ loaded: false, waiting: 0 })
  }
  const here = () => say(page, 'identity')
  await hangUp()
  await call(page, 'updateConnection', { uniqueId: 'ann' })
  await expect.poll(here).toMatchObject({ external_id: 'ann' })
  await hangUp()
  expect(await ask(page, 'getLookupCode')).toMatch(/^\d{4}$/)
  await call(page, 'updateConnection', { uniqueId: 'kim' })
  await hangUp()
  const before = await ask(page, 'getShortId')
  await call(page, 'reset')
  await expect.poll(() => say(page, 'status')).toMatchObject({ loaded: true, connected: true })
  expect(await ask(page, 'getShortId')).not.toBe(before)
  await page.evaluate(() => { // all in one moment
    window.Upscope('reset', false)
    window.Upscope('updateConnection', { uniqueId: 'lou' })
  })
  await expect.poll(here).toMatchObject({ external_id: 'lou' })
  expect(await say(page, 'status')).toMatchObject({ loaded: true })
  for (const id of ['ann', 'kim', 'lou']) expect((await backend.contact(id))?.visitors, id).toHaveLength(1)
})

feature('Ids and watch links', async ({ paste, panel, server, site }) => {
  const page = await paste(calling(`
    Upscope('init', { identities: ['Jane'], uniqueId: 'jane' })
    ;['getShortId', 'getUserId', 'getWatchLink'].forEach(function (name) {
      heard.push(Upscope(name, function (value) { heard.push(value) }))
    })`))
  await expect.poll(() => heard(page)).toHaveLength(6)
  const id = await visitorId(page)
  const [, , , short, user, link] = await heard(page) as string[]
  expect([short, user]).toEqual([id, id])
  const behind = await paste(calling(`Upscope('init')`), '', page)
  const before = await visitorId(behind)
  const next = await behind.evaluate(() => {
    void window.Nametag('reset')
    return Promise.all(['getShortId', 'getWatchLink'].map(name => new Promise<string>(ok => window.Upscope(name, ok))))
  })
  const now = await visitorId(behind)
  expect(now).not.toBe(before)
  expect(next, 'behind a reset that wasn’t Upscope’s').toEqual([now, expect.stringContaining(`/panel/visitors/${now}?`)])
  const { pathname, search } = new URL(link!)
  expect(pathname + search).toBe(`/panel/visitors/${id}?site=${site.key}`)
  await panel.page.goto(server.url + pathname + search)
  await expect(panel.person).toContainText('Jane')

  // Of a page that says an old key, too, and which isn't the agent's first site.
  await server.command(['site', 'create', '--name', 'renamed', '--alias', 'F00bArKey2', '--dev'])
  const other = await paste(stub.replace('{{site}}', 'F00bArKey2') + `<script>
    Upscope('init', { identities: ['Ann'], uniqueId: 'ann' })
    Upscope('getWatchLink', function (link) { heard.push(link) })
  </script>`)
  await expect.poll(() => heard(other)).toEqual([expect.stringContaining('?site=F00bArKey2')])
  const [old] = await heard(other)
  await panel.page.goto(server.url + old!.slice(new URL(old!).origin.length))
  await expect(panel.person).toContainText('Ann')
})

/** All that a page may need, and no style. */
const strict = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' {{nametag}}; connect-src {{nametag}} ws:">`

feature('Lookup code', async ({ paste, panel }) => {
  const page = await paste(strict + calling(`
    Upscope('init', { lookupCodeElement: '#help .code', enableLookupCodeOnKey: true, lookupCodeKeyMessage: 'Your code: {%lookupCode%}' })`),
  '<p id="help"></p><a href="#upscope-lookup-code">Code</a><input>')
  const code = await ask(page, 'getLookupCode')
  expect(code).toMatch(/^\d{4}$/)
  await expect(panel.rows.first()).toContainText(code)
  await test.step('in the page’s own element, once there is one', async () => {
    await page.evaluate(() => document.querySelector('#help')!.append(Object.assign(document.createElement('b'), { className: 'code', textContent: '…' })))
    const shown = page.locator('#help .code')
    await expect(shown).toHaveText(code)
    await shown.evaluate(element => element.replaceWith(element.cloneNode(false)))
    await expect(shown, 'also when the page draws it anew').toHaveText(code)
  })
  const dialog = page.getByRole('dialog')
  await test.step('by a link, as often as it is pressed', async () => {
    const { history } = await page.evaluate(() => ({ history: window.history.length }))
    for (const done of ['Enter', 'Escape']) {
      await page.getByRole('link', { name: 'Code' }).click()
      await expect(dialog).toContainText(`Your code: ${code}`)
      await expect(dialog.getByRole('button', { name: 'OK' })).toBeFocused()
      await page.keyboard.press(done)
      await expect(page.locator('dialog')).toHaveCount(0)
      expect(new URL(page.url()).hash).toBe('')
    }
    expect(await page.evaluate(() => window.history.length)).toBe(history)
  })
  await test.step('by Ctrl, five times', async () => {
    const press = async (...keys: string[]) => { for (const key of keys) await page.keyboard.press(key) }
    await press('Control', 'Control', 'Control', 'Control', 'a', 'Control', 'Control', 'Control', 'Control')
    expect(await ask(page, 'getLookupCode')).toBe(code)
    await expect(dialog).toHaveCount(0)
    await press('Control')
    await expect(dialog).toContainText(code)
    await dialog.getByRole('button').click()
    await expect(dialog).toHaveCount(0)
  })
  await test.step('never that of somebody who was here before', async () => {
    const tab = await page.context().newPage()
    await tab.goto(page.url())
    await page.bringToFront()
    let last = code
    for (const leave of [
      () => call(page, 'reset'),
      () => say(page, 'reset'),
      () => call(tab, 'reset'),
      () => call(page, 'updateConnection', { uniqueId: 'ann' }),
      () => call(page, 'updateConnection', { uniqueId: 'joe' }),
    ]) {
      await page.getByRole('link', { name: 'Code' }).click()
      await expect(dialog).toContainText(last)
      await leave()
      if (leave.toString().includes('ann')) { // who nobody knew, is ann
        await page.keyboard.press('Enter')
        continue
      }
      await expect(page.locator('dialog')).toHaveCount(0)
      await expect(page.locator('#help .code')).not.toHaveText(last)
      last = await ask(page, 'getLookupCode')
      await expect(page.locator('#help .code')).toHaveText(last)
    }
    await tab.close()
  })
  await test.step('and of nobody, when the page hung up, until the visitor asks', async () => {
    await call(page, 'reset', false)
    await expect(page.locator('#help .code')).toHaveText('')
    await page.getByRole('link', { name: 'Code' }).click()
    await expect(dialog).toHaveText(/Your code: \d{4}/)
    const { 0: shown } = (await dialog.textContent())!.match(/\d{4}/)!
    expect(await ask(page, 'getLookupCode')).toBe(shown)
  })
  await test.step('by a link where the page’s base is another address', async () => {
    const based = await paste('<base href="/elsewhere/">' + calling(`Upscope('init')`), '<a href="#upscope-lookup-code"><b>Code</b></a>', page)
    const { pathname } = new URL(based.url())
    await visitorId(based)
    await based.getByRole('link').click()
    await expect(dialog).toHaveText(/^\d{4}\s+OK$/)
    expect(new URL(based.url()).pathname).toBe(pathname)
  })
  const linked = await paste(calling(`Upscope('init', { lookupCodeKey: 16, enableLookupCodeOnKey: true }); location.hash = '#upscope-lookup-code'`))
  await expect(linked.getByRole('dialog')).toHaveText(/^\d{4}\s+OK$/)
  await linked.keyboard.press('Enter')
  for (let i = 0; i < 5; i++) await linked.keyboard.press('Shift')
  await expect(linked.getByRole('dialog')).toHaveText(/^\d{4}\s+OK$/)
})

feature('As time goes by', async ({ strangers, browse, pages, line }) => {
  strangers.add('long.html', `<!doctype html><title>Long</title>${calling(`Upscope('init', { lookupCodeElement: 'b', enableLookupCodeOnKey: true })`)}<b></b>`)
  const page = await (await browse()).newPage()
  await page.clock.install()
  await page.goto(pages + 'long.html')
  const asked = () => line.commands().filter(command => command.call === 'lookupCode').length
  await expect(page.locator('b')).toHaveText(/^\d{4}$/)
  const shown = await page.locator('b').textContent()
  expect(asked()).toBe(1)
  for (let i = 0; i < 4; i++) await page.keyboard.press('Control')
  await page.clock.fastForward('09:00')
  await page.keyboard.press('Control')
  await page.clock.fastForward('01:01')
  await expect.poll(asked, 'a code that is shown lives on').toBe(2)
  await expect(page.locator('dialog')).toHaveCount(0)
  await expect(page.locator('b')).toHaveText(shown!)

  line.hold()
  await page.evaluate(() => location.hash = '#upscope-lookup-code')
  await expect.poll(() => line.held).toBe(1)
  await call(page, 'reset')
  await expect(page.locator('b'), 'nobody yet').toHaveText('')
  line.release()
  await expect(page.locator('b')).toHaveText(/^\d{4}$/)
  await expect(page.locator('dialog'), 'what was asked for the last one shows nothing of the next').toHaveCount(0)

  await call(page, 'reset', false)
  await expect(page.locator('b'), 'nobody’s code').toHaveText('')
  await page.clock.fastForward('10:01')
  expect(await say(page, 'status'), 'nobody asks for one').toMatchObject({ loaded: false, waiting: 0 })
})

feature('Events', async ({ paste }) => {
  const empty = await paste('')
  const lines = listenTo(empty)
  const page = await paste(calling(`
    Upscope('init', { onConnection: function () { heard.push('onConnection ' + this.uniqueId) }, uniqueId: 'x', onSessionStart: 'junk', onConnectionReset: null })
    Upscope('on', 'connection', 'sessionStart', function () { heard.push('connection') })
    Upscope('on', 'sessionStart', 'sessionEnd', function () { heard.push('session') })
    Upscope('on', 'connection', function () { throw Error('in a listener') })
    Upscope('on', 'connection', async function () { throw Error('in a listener that waits') })
    Upscope('on', 'connection', function () { heard.push('last') })`), '', empty)
  await expect.poll(() => heard(page)).toEqual(['onConnection x', 'connection', 'last'])
  await page.evaluate(() => window.Upscope('on', 'connection', () => window.heard.push('late')))
  await expect.poll(() => heard(page)).toEqual(['onConnection x', 'connection', 'last', 'late'])
  await expect.poll(() => lines.filter(line => line.startsWith('error: Upscope: Error: in a listener'))).toHaveLength(2)
})

feature('Mistakes', async ({ paste, server, site }) => {
  const page = await paste(stub)
  const lines = listenTo(page)
  await page.waitForFunction(() => window.Nametag?.identity)
  await call(page, 'updateConnection', { uniqueId: 'too early' })
  await expect.poll(() => lines).toContain('error: Upscope: init must come first')
  await call(page, 'init', { uniqueId: 'first' })
  await call(page, 'init', { uniqueId: 'second' })
  await call(page, 'updateConnection')
  await expect.poll(() => lines.some(line => /^warning: .*init was called before.*#init_twice/.test(line))).toBe(true)
  expect(lines.filter(line => line.startsWith('error: Upscope'))).toEqual(['error: Upscope: init must come first'])
  await page.evaluate(() => {
    const cyclic: { self?: unknown } = {}
    cyclic.self = cyclic
    const junk = [undefined, null, '', 'x', 5, NaN, true, [], {}, () => {}, Symbol('s'), Object.create(null), cyclic, 10n, new Proxy({}, { get() { throw Error('a trap') } })]
    const commands = ['init', 'updateConnection', 'reset', 'getShortId', 'getUserId', 'getWatchLink', 'getLookupCode', 'on', 'connect', 'nothing', 'toString', '__proto__', ...junk]
    for (const command of commands) {
      if (command !== 'reset') window.Upscope(command)
      for (const one of junk) if (command !== 'reset') window.Upscope(command, one, one)
    }
    for (const one of junk) {
      window.Upscope.q.push(one)
      window.Upscope.c(one)
      for (const key of ['uniqueId', 'identities', 'tags', 'integrationIds', 'metadata']) if (one !== null) window.Upscope('updateConnection', { [key]: one })
      for (const key of ['identities', 'tags', 'integrationIds']) window.Upscope('updateConnection', { [key]: [one] })
    }
    window.Upscope('updateConnection', { uniqueId: 'after all that' })
  })
  const backend = await server.backend(site)
  await expect.poll(async () => (await backend.contact('after all that'))?.trust).toBe('claimed')
  expect(lines).toContain('error: Upscope: no such command')
  expect(lines).toContain('error: Upscope: no callback')
  for (const id of ['too early', 'second']) expect(await backend.contact(id), id).toBeUndefined()
  expect(await backend.contact('first')).toBeDefined()
})

feature('Other methods', async ({ paste }) => {
  const methods = ['connect', 'stopSession', 'requestAgent', 'cancelRequestAgent', 'cancelAgentRequest', 'newPageview', 'logEvent', 'saveHistory', 'customMessage',
    'sendCustomMessage', 'redirect', 'expectDisconnect', 'prefetchAssets', 'trackEvent', 'trackUrl']
  const page = await paste(calling(`Upscope('init')`))
  const lines = listenTo(page)
  await visitorId(page)
  const given = await page.evaluate(methods => [...methods, ...methods].map(method => window.Upscope(method, '/elsewhere', {})), methods)
  expect(given).toEqual([...methods, ...methods].map(() => undefined))
  await expect.poll(() => lines.filter(line => line.startsWith('warning')).length).toBe(methods.length)
  for (const method of methods) expect(lines.filter(line => line.includes(`Upscope's ${method} does nothing here`)), method).toHaveLength(1)
  expect(lines.filter(line => line.includes('error: Upscope'))).toEqual([])
})

feature('Stubs and copies', async ({ paste, server, site }) => {
  const backend = await server.backend(site)
  const tag = '<script async src="{{nametag}}/compat/upscope/{{site}}.js"></script>'
  const ours = '<script async src="{{nametag}}/nametag.js" data-site="{{site}}"></script>'
  const keeping = (what: string) => calling(`window.kept = Upscope; Upscope('init', { uniqueId: '${what}' })`)
  const heads = {
    'a captured stub': keeping('a captured stub'),
    'a second copy': keeping('a second copy') + tag,
    'nametag.js before': ours + keeping('nametag.js before'),
    'nametag.js behind': keeping('nametag.js behind') + ours,
    'a queue of its own': `<script>var queue = []; window.kept = window.Upscope = function () { kept.c(arguments) }; kept.q = queue; kept.c = function (one) { queue.push(one) }; Upscope('init', { uniqueId: 'a queue of its own' })</script>` + tag,
    'a lazy queue': `<script>window.kept = window.Upscope = function () { (kept.q = kept.q || []).push(arguments) }; Upscope('init', { uniqueId: 'a lazy queue' })</script>` + tag,
  }
  const open = inTurn(paste)
  for (const head of Object.values(heads)) {
    const page = await open(head)
    const says = (said: string, stub = 'Upscope') => page.evaluate(([said, stub]) => {
      (window as never as { [stub: string]: Window['Upscope'] })[stub!]!('updateConnection', { metadata: { [said!]: true } })
    }, [said, stub])
    await says('early', 'kept')
    await visitorId(page)
    await says('late', 'kept')
    await says('global')
    await page.evaluate(() => { // a queue that the page kept
      const { queue } = window as { queue?: unknown[] }
      if (queue) queue.push(['updateConnection', { metadata: { queue: true } }])
      else window.Upscope('updateConnection', { metadata: { queue: true } })
    })
    await page.evaluate(() => {
      delete (window as { Upscope?: unknown }).Upscope
      const again = document.createElement('script')
      again.src = document.querySelector<HTMLScriptElement>('script[src*="/compat/upscope"]')!.src
      document.head.append(again)
      return new Promise(ok => again.onload = ok)
    })
    await says('without', 'kept')
    await call(page, 'init')
    await says('again')
  }
  const all = { early: true, late: true, global: true, queue: true, without: true, again: true }
  for (const what in heads) await expect.poll(async () => (await backend.contact(what))?.custom_data, what).toEqual(all)
  const bare = await open(tag, '<div id="Upscope"></div>')
  await bare.waitForFunction(() => typeof window.Upscope === 'function')
  await call(bare, 'init', { uniqueId: 'no stub at all' })
  await expect.poll(async () => (await backend.contact('no stub at all'))?.trust).toBe('claimed')
})

feature('`__upscope_unique_id`', async ({ strangers, visit, server, site, line }) => {
  strangers.add('linked.html', `<!doctype html><title>Named</title><script>history.replaceState({ kept: 1 }, '')</script>${calling(`
    var says = new URLSearchParams(location.search)
    Upscope('init', { uniqueId: says.get('own') || undefined, identities: ['Jane'] })
    if (says.has('late')) Upscope('updateConnection', { uniqueId: says.get('late') })`)}`)
  const backend = await server.backend(site)
  for (const [query, rest, id] of [
    ['?__upscope_unique_id=42', '', '42'], ['?a=1&__upscope_unique_id=43&b=%20#x', '?a=1&b=%20#x', '43'], ['?__upscope_unique_id=jo%2Bx%40example.com&a#x', '?a#x', 'jo+x@example.com'],
    ['?__upscope_unique_id=44&own=7', '?own=7', '7'], // what a link says counts less than the page
    ['?late=8&__upscope_unique_id=%E0', '?late=8', '8'],
  ]) {
    const page = await visit('linked.html' + query)
    await expect.poll(async () => say(page, 'identity'), query).toMatchObject({ external_id: id, trust: 'claimed' })
    expect(page.url().replace(/.*linked.html/, ''), query).toBe(rest)
    expect(await page.evaluate(() => history.state), query).toEqual({ kept: 1 })
    expect((await backend.contact(id!))?.traits, query).toMatchObject({ name: { value: 'Jane' } })
  }
  await expect.poll(() => line.underway).toBe(0)
  line.hold()
  const early = await visit('linked.html?__upscope_unique_id=45')
  await expect.poll(() => line.held, 'nobody is known yet').toBeGreaterThan(0) // a heartbeat of the other pages may wait, too
  await call(early, 'updateConnection', { uniqueId: '9' })
  line.release()
  await expect.poll(() => say(early, 'identity'), 'what the page says meanwhile counts, too').toMatchObject({ external_id: '9' })
  expect(await ask(early, 'getLookupCode')).toMatch(/^\d{4}$/)
  expect(await say(early, 'identity')).toMatchObject({ external_id: '9' })
  const secret = 'of the site’s own server, with enough letters in it'
  await server.command(['key', 'create', '--site', site.key, '--name', 'web', '--use', 'raw-id', '--secret-stdin'], secret)
  const page = await visit('linked.html?own=9')
  await expect.poll(() => say(page, 'identify', '9', {}, createHmac('sha256', secret).update('9').digest('hex'))).toMatchObject({ trust: 'verified' })
  await page.goto(page.url().replace('own=9', '__upscope_unique_id=evil'))
  expect(await ask(page, 'getLookupCode'), 'behind all that').toMatch(/^\d{4}$/)
  await expect.poll(() => page.url()).toMatch(/linked.html$/)
  expect(await say(page, 'identity'), 'nor does a link part a person from a proof').toMatchObject({ external_id: '9', trust: 'verified' })
  for (const id of ['evil', '44', '45']) expect(await backend.contact(id), id).toBeUndefined()
})

feature('Without a proof', async ({ paste, server, site }) => {
  const backend = await server.backend(site)
  await paste(calling(`Upscope('init', { uniqueId: 'jane', identities: ['Jane', 'jane@example.com'] })`))
  await expect.poll(async () => (await backend.contact('jane'))?.trust).toBe('claimed')
  await server.command(['site', 'set', site.key, '--enforcement', 'require'])
  await expect(async () => {
    const page = await paste(calling(`Upscope('init', { uniqueId: 'joe', identities: ['Joe', 'joe@example.com'], metadata: { a: 1 } })
      Upscope('updateConnection', { uniqueId: 'jane', identities: ['Eve', 'eve@example.com'] })
      Upscope('updateConnection', { identities: ['Eve', 'jane@example.com'] })`))
    await ask(page, 'getLookupCode') // behind all that
    expect(await say(page, 'identity')).toMatchObject({ trust: 'anonymous' })
  }, 'the server sees a changed site within a second').toPass()
  expect(await backend.contact('jane')).toMatchObject({ email: 'jane@example.com', traits: { name: { value: 'Jane' } } })
})

// How public sites call Upscope, in words of ours.
feature('Real pages', async ({ paste, server, site }) => {
  const nobody = { trust: 'anonymous' }
  const later = (code: string) => `<script>${code}</script>`
  const patterns: [what: string, head: string, want: object, then?: string][] = [
    ['a server fills a second script element in', calling(`Upscope('init')`) + later(`Upscope('updateConnection', { uniqueId: '12', identities: ["Jo Bloggs","jo@example.com"] })`),
      { trust: 'claimed', external_id: '12', email: 'jo@example.com' }],
    ['a server that knows nobody', calling(`Upscope('init')`) + later(`Upscope('updateConnection', { uniqueId: undefined })`), nobody],
    ['name and email, and no id', calling(`Upscope('init')`) + later(`Upscope('updateConnection', { uniqueId: undefined, identities: ['Ann', 'ann@example.com'] })`),
      { trust: 'claimed', email: 'ann@example.com' }],
    ['the sample as it was copied', calling(`Upscope('init')`) + later(`
      Upscope('updateConnection', { uniqueId: "USER UNIQUE ID", identities: ["list", "of", "identities", "here"] })`), nobody],
    ['components that load it once, with empty texts', later(`
      function load() {
        if (window.Upscope) return
        document.write(${JSON.stringify(stub).replaceAll('</', '<\\/')})
        document.write("<script>Upscope('init', { uniqueId: '', identities: [''] })<\\/script>")
      }
      load()`) + later('load()'), nobody],
    ['components that each call init', calling(`Upscope('init', {})`) + later(`Upscope('init', {}); Upscope('updateConnection', { uniqueId: 'twice' })`), { external_id: 'twice' }],
    ['everybody is named, asked for and logged out at once', calling(`
      Upscope('init')
      Upscope('updateConnection', { uniqueId: 'ref', identities: ['lib-5', 'lib@example.com', 'Lib', 'ref'] })
      Upscope('getShortId', function (id) { heard.push(id) })
      Upscope('reset')`), nobody, `heard.length === 1`],
    ['a store that tells of log-ins', calling(`Upscope('init')`) + later(`
      function tell(user) {
        if (window.Upscope) window.Upscope('updateConnection', {
          identities: user && [user.email, user.name || null], uniqueId: user && user.id, tags: user ? [user.org] : ['Guest'],
        })
      }
      tell({ id: 31, email: 'kim@example.com', org: 'Acme Inc.' })`), { trust: 'claimed', external_id: '31', email: 'kim@example.com' }],
    ['and of log-outs', calling(`
      Upscope('init', { uniqueId: 32, identities: ['Lou'] })
      Upscope('updateConnection', { identities: null, uniqueId: null, tags: ['Guest'] })`), nobody],
    ['a log-in page', calling(`Upscope('init', { identities: null })`), nobody],
    ['a tag manager, when the page is complete', later(`addEventListener('load', function () {
      var template = document.createElement('div')
      template.innerHTML = ${JSON.stringify(calling(`Upscope('init', { uniqueId: 'gtm', tags: ['#Trial-14'] })`)).replaceAll('</', '<\\/')}
      template.querySelectorAll('script').forEach(function (inert) {
        document.head.appendChild(document.createElement('script')).text = inert.text
      })
    })`), { external_id: 'gtm' }],
  ]
  const open = inTurn(paste)
  for (const [what, head, want, then = 'true'] of patterns) {
    const page = await open(head)
    await page.waitForFunction(() => window.Nametag?.identity)
    await expect.poll(() => say(page, 'identity'), what).toMatchObject({ ...want })
    await expect.poll(() => page.evaluate(then), what).toBe(true)
  }
  const contacts = await (await server.backend(site)).contacts()
  expect(contacts.map(({ external_id, email }) => external_id ?? email).sort()).toEqual(['12', '31', '32', 'ann@example.com', 'gtm', 'ref', 'twice'])
  expect(contacts.find(one => one.external_id === '31')!.traits, 'no hashtag').not.toHaveProperty('tags')
})

feature.end()
