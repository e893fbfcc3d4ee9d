import { createHmac } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import type { Page } from '@playwright/test'
import { features } from './compat.ts'
import { expect } from './fixtures.ts'
import type { Server, Site } from './server.ts'
import { identity, say, visitorId } from './widget.ts'

// Pages of ours, written as ServiceBell's documents and customers write theirs.

const feature = features('servicebell')

declare global {
  interface Window {
    ServiceBell: ((method: unknown, ...args: unknown[]) => unknown) & { q?: unknown; [method: string]: unknown }
    heard: string[]
  }
}

const idle = ['dial', 'alert', 'bookMeeting', 'hide', 'show', 'expand', 'collapse', 'connect', 'disconnect', 'showPopup', 'startJourney']

/** Calls wait in a queue that is made when one needs it. */
const stub = `<script>
  (function (w) {
    if (w.ServiceBell) return
    function wait(method, args) { (w.ServiceBell.q = w.ServiceBell.q || []).push([method, [].slice.call(args)]) }
    w.ServiceBell = function (method) { wait(method, [].slice.call(arguments, 1)) }
    'init identify ${idle.join(' ')}'.split(' ').forEach(function (method) {
      w.ServiceBell[method] = function () { wait(method, arguments) }
    })
  })(window)
</script>`

/** What is pasted into pages; the address of the script is the one line that changes. */
const snippet = `${stub}<script>
  (function (d) {
    var s = d.createElement('script')
    s.id = 'service-bell-script'
    s.src = '{{nametag}}/compat/servicebell.js'
    s.async = true
    d.head.appendChild(s)
  })(document)
</script>`

const script = `<script id="service-bell-script" src="{{nametag}}/compat/servicebell.js"></script>`

/** Notes the vendor's events. */
const notes = `<script>
  heard = []
  for (const name of ['initialized', 'error']) addEventListener('sb:' + name, ({ detail }) => heard.push(detail ? name + ': ' + detail.code : name))
</script>`

/** An app with the vendor's own npm module in it, as it is. */
const app = (code: string) => buildSync({
  stdin: { contents: `import ServiceBell from '@servicebell/widget'\n${code}`, resolveDir: fileURLToPath(new URL('..', import.meta.url)), loader: 'tsx' },
  bundle: true, write: false, format: 'iife', jsx: 'automatic', logLevel: 'silent', define: { 'process.env.NODE_ENV': '"development"' },
}).outputFiles[0]!.text

const call = (page: Page, ...args: unknown[]) => page.evaluate(args => void window.ServiceBell(...args as [string]), args)

/** Waits until all that the page has said so far is answered. */
const answered = (page: Page) => expect.poll(async () => {
  await visitorId(page)
  return (await say<{ waiting: number }>(page, 'status')).waiting
}).toBe(0)

const warned = async (page: Page) => (await page.consoleMessages()).filter(message => message.type() === 'warning').map(message => message.text())

/** What an agent's browser is told of the site, or of its keys: the server sees what a command makes within a second. */
async function seen(server: Server, site: Site, what: 'site' | 'keys'): Promise<string> {
  const { name, value } = await server.admin()
  return (await fetch(`${server.url}/api/v1/${what}?site=${site.key}`, { headers: { Cookie: `${name}=${value}` } })).text()
}

/** The secret that the customer's server signs with already; gives what signs. */
async function takeOver(server: Server, site: Site): Promise<(signed: object) => string> {
  const secret = 'a-secret-that-ServiceBell-made-once-for-us'
  const { kid } = await server.command<{ kid: string }>(['key', 'create', '--site', site.key, '--name', 'ServiceBell', '--use', 'json', '--secret-stdin'], secret)
  await expect.poll(() => seen(server, site, 'keys')).toContain(kid)
  return signed => createHmac('sha256', secret).update(JSON.stringify(signed)).digest('hex')
}

feature('Pasted snippet', async ({ paste, server, site, panel }) => {
  const page = await paste(`${snippet}<script>
    taken = ServiceBell
    taken.method = ServiceBell.identify
    ServiceBell('init', '{{site}}')
    ServiceBell('identify', 42, { email: 'jessie@example.com', displayName: 'Jessie', tag: 'PAID_PLAN', anyDataYouWant: 'hotdogs' })
  </script>`)
  const row = panel.row('Jessie')
  await expect(row).toHaveAttribute('data-trust', 'claimed')
  await expect(row.getByRole('img', { name: 'Paid plan' })).toBeVisible()
  const backend = await server.backend(site)
  expect(await backend.contact('42')).toMatchObject({
    email: 'jessie@example.com', traits: { name: { value: 'Jessie' }, tag: { value: 'PAID_PLAN' } }, custom_data: { anyDataYouWant: 'hotdogs' },
  })
  // Of each way to call, those too that the page has known since before the script came.
  for (const way of ['ServiceBell("identify", ', 'ServiceBell.identify(', 'taken("identify", ', 'taken.identify(', 'taken.method(', 'delete window.ServiceBell && taken.identify(']) {
    await page.evaluate(`${way}'42', { email: 'jessie@example.com', way: ${JSON.stringify(way)} })`)
    await expect.poll(async () => (await backend.contact('42'))?.custom_data, way).toMatchObject({ way })
  }
})

feature('npm module', async ({ paste, strangers, server, site }) => {
  strangers.add('app.js', app(`
    ServiceBell('init', '{{site}}')
    const id = location.hash.slice(1)
    ServiceBell('identify', '42', { email: 'jessie@example.com', displayName: 'Jessie' })
    window.later = () => ServiceBell.identify('42', { email: 'jessie@example.com', later: document.title })
  `))
  const backend = await server.backend(site)
  const orders = { 'the module first': script.replace('<script', '<script defer') + '<script src="app.js"></script>', 'the script first': script + '<script src="app.js"></script>' }
  for (const [order, head] of Object.entries(orders)) {
    const page = await paste(head)
    await expect.poll(() => identity(page), order).toMatchObject({ external_id: '42', trust: 'claimed' })
    await page.evaluate(order => {
      document.title = order
      ;(window as never as { later(): void }).later()
    }, order)
    await expect.poll(async () => (await backend.contact('42'))?.custom_data, order).toEqual({ later: order })
    expect(await page.locator('script[src*="servicebell.com"]').count(), 'the vendor\'s script is not asked for').toBe(0)
  }
})

feature('Name, picture and badge', async ({ paste, server, site, panel }) => {
  const page = await paste(`${snippet}<script>ServiceBell('init', '{{site}}')</script>`)
  const badges: { [tag: string]: string | undefined } = { PAID_PLAN: 'Paid plan', NEW_PLAN: 'New plan', TRIAL_PLAN: 'Trial plan', 'Founding member': undefined }
  const row = panel.row('Jessie')
  for (const [tag, icon] of Object.entries(badges)) {
    await call(page, 'identify', '42', { email: 'jessie@example.com', displayName: 'Jessie', avatar: 'https://example.com/jessie.png', tag })
    await expect(icon ? row.getByRole('img', { name: icon }) : row.getByText(tag, { exact: true })).toBeVisible()
  }
  expect(await (await server.backend(site)).contact('42')).toMatchObject({
    traits: { name: { value: 'Jessie' }, avatar_url: { value: 'https://example.com/jessie.png' }, tag: { value: 'Founding member' } }, custom_data: {},
  })
})

feature('Metadata', async ({ paste, server, site }) => {
  const page = await paste(`${snippet}<script>ServiceBell('init', '{{site}}')</script>`)
  const email = 'jessie@example.com'
  await call(page, 'identify', '42', { email, displayName: 'Jessie', tag: 'NEW_PLAN', seats: 3, city: 'Oslo', plan: { name: 'pro', until: [2027, 1] } })
  await call(page, 'identify', '42', { email, seats: 4, city: null, tag: null, beta: true })
  await answered(page)
  const contact = await (await server.backend(site)).contact('42')
  expect(contact?.custom_data).toEqual({ seats: 4, plan: { name: 'pro', until: [2027, 1] }, beta: true })
  expect(contact?.traits).toMatchObject({ name: { value: 'Jessie' } })
  expect(contact?.traits).not.toHaveProperty('tag')
})

feature('1,024 bytes of metadata', async ({ paste, server, site }) => {
  const page = await paste(`${snippet}<script>ServiceBell('init', '{{site}}')</script>`)
  const backend = await server.backend(site)
  const email = 'jessie@example.com'
  const kept = { first: 'x'.repeat(600) }
  await call(page, 'identify', '42', { email, ...kept })
  await call(page, 'identify', '42', { email, second: 'x'.repeat(600) })
  await call(page, 'identify', '42', { email, first: 'x', third: 'ü'.repeat(600) })
  await answered(page)
  expect((await backend.contact('42'))?.custom_data).toEqual(kept)
  await call(page, 'identify', '42', { email, first: null, second: 'x'.repeat(1_009) })
  await answered(page)
  expect((await backend.contact('42'))?.custom_data).toEqual({ second: 'x'.repeat(1_009) })
})

feature('Without an email, or without an id', async ({ paste, server, site }) => {
  const backend = await server.backend(site)
  const page = await paste(`${snippet}<script>ServiceBell('init', '{{site}}')</script>`)
  for (const metadata of [{ displayName: 'Jessie', seats: 3 }, { email: '', displayName: 'Jessie' }, { email: null }, undefined]) await call(page, 'identify', '42', metadata)
  await answered(page)
  expect(await backend.contact('42')).toMatchObject({ email: null, traits: {}, custom_data: {} })
  expect((await warned(page)).filter(text => /ServiceBell.*email\. http.*#no_email$/.test(text)), 'told once').toHaveLength(1)

  const other = await paste(`${snippet}<script>
    ServiceBell('init', '{{site}}')
    for (const nobody of [undefined, null, '', NaN]) ServiceBell('identify', nobody, { email: 'ben@example.com', displayName: 'Ben' })
    for (const nobody of [undefined, null, '', NaN]) ServiceBell('identify', nobody)
    ServiceBell('identify', null, { displayName: 'Benjamin' })
  </script>`)
  await expect.poll(() => identity(other)).toMatchObject({ trust: 'claimed', email: 'ben@example.com' })
  await answered(other)
  expect((await backend.contacts()).find(contact => contact.email === 'ben@example.com')).toMatchObject({ external_id: null, traits: { name: { value: 'Ben' } } })
})

feature('Secure identities', async ({ paste, server, site, panel }) => {
  const sign = await takeOver(server, site)
  const email = 'jessie@example.com'
  const proved: { [what: string]: unknown[] } = {
    'id and email': ['1', { email, displayName: 'Id and email' }, sign({ id: '1', email })],
    'the id alone': ['2', { email: 'ben@example.com', displayName: 'The id alone' }, sign({ id: '2' })],
    'a number': [3, { email: 'mei@example.com', displayName: 'A number' }, sign({ id: 3, email: 'mei@example.com' })],
    'no metadata': ['4', undefined, sign({ id: '4' })],
  }
  for (const [what, [id, metadata, hash]] of Object.entries(proved)) {
    const page = await paste(`${snippet}<script>ServiceBell('init', '{{site}}')</script>`)
    await call(page, 'identify', id, metadata, hash)
    await expect.poll(() => identity(page), what).toMatchObject({ trust: 'verified', external_id: '' + id })
    await page.context().close()
  }
  const wrong: { [what: string]: unknown } = { 'another\'s': sign({ id: '1', email }), 'no hash at all': 'undefined', 'not even a text': { hash: sign({ id: '9' }) } }
  for (const [what, hash] of Object.entries(wrong)) {
    const page = await paste(`${snippet}<script>ServiceBell('init', '{{site}}')</script>`)
    await call(page, 'identify', '9', { email: 'sam@example.com', displayName: 'Sam' }, hash)
    await expect.poll(() => identity(page), what).toMatchObject({ trust: 'claimed', external_id: '9' })
    await expect.poll(() => warned(page), what).toContainEqual(expect.stringMatching(/#(hash_mismatch|hash_\w+|bad_hash\w*)$/))
    await page.context().close()
  }
  await expect(panel.row('Sam').first()).toHaveAttribute('data-trust', 'claimed')
})

feature('Required identities', async ({ paste, server, site, panel }) => {
  const sign = await takeOver(server, site)
  await server.command(['site', 'set', site.key, '--enforcement', 'require'])
  await expect.poll(() => seen(server, site, 'site')).toContain('"require"')
  const page = await paste(`${notes}${snippet}<script>
    ServiceBell('init', '{{site}}')
    ServiceBell('identify', '42', { email: 'jessie@example.com', displayName: 'Jessie', seats: 3 })
    ServiceBell('identify', '42', { email: 'jessie@example.com' }, '${'ab'.repeat(32)}')
    ServiceBell('identify', undefined, { email: 'jessie@example.com', seats: 3 })
  </script>`)
  await expect.poll(() => page.evaluate(() => window.heard.filter(what => what !== 'initialized'))).toHaveLength(3)
  expect(await identity(page)).toMatchObject({ trust: 'anonymous' })
  const backend = await server.backend(site)
  expect(await backend.contacts()).toEqual([])
  expect(JSON.stringify(await backend.visitors())).not.toContain('Jessie')

  await call(page, 'identify', '42', { email: 'jessie@example.com', displayName: 'Jessie' }, sign({ id: '42', email: 'jessie@example.com' }))
  await expect(panel.row('Jessie')).toHaveAttribute('data-trust', 'verified')
  expect(await backend.contacts()).toHaveLength(1)
})

feature('init', async ({ paste, server, site, line }) => {
  const clientKey = '0123456789abcdef0123456789abcdef'
  await server.command(['site', 'set', site.key, '--alias', clientKey])
  await expect.poll(() => seen(server, site, 'site')).toContain(clientKey)
  const backend = await server.backend(site)
  const pages: { [id: string]: string } = {
    'the old key': `${snippet}<script>ServiceBell('init', '${clientKey}', { hidden: false, mode: 'iframe-jit' }); ServiceBell('identify', 'the old key')</script>`,
    'after identify': `${snippet}<script>ServiceBell('identify', 'after identify'); setTimeout(ServiceBell, 50, 'init', '${clientKey}')</script>`,
    'again and again': `${snippet}<script>for (const key of [undefined, '${clientKey}', '${clientKey}', undefined]) ServiceBell('init', key)
      addEventListener('sb:initialized', () => { ServiceBell('init', 'another'); ServiceBell('identify', 'again and again') })</script>`,
    'data-site': `${stub}${script.replace(' src', ' async data-site="{{site}}" src')}<script>ServiceBell('init', 'no key of ours'); ServiceBell('identify', 'data-site')</script>`,
    'data-site alone': `${script.replace(' src', ' data-site="{{site}}" src')}<script>ServiceBell('identify', 'data-site alone')</script>`,
  }
  for (const [id, head] of Object.entries(pages)) {
    const page = await paste(notes + head)
    await expect.poll(() => identity(page), id).toMatchObject({ external_id: id })
    expect(await backend.contact(id), id).toBeTruthy()
    await page.context().close()
  }
  const page = await paste(`${snippet}<script>ServiceBell('identify', 'never')</script>`)
  await page.waitForFunction(() => 'Nametag' in window)
  expect(await say(page, 'status'), 'nothing begins without init').toMatchObject({ loaded: false, waiting: 1 })
  expect(line.batches().filter(({ commands }) => JSON.stringify(commands).includes('never'))).toEqual([])
})

feature('Events', async ({ paste, server, site }) => {
  const page = await paste(`${notes}${snippet}<script>
    addEventListener('sb:initialized', () => ServiceBell('identify', 'undefined', { email: 'jessie@example.com' }))
    addEventListener('sb:error', ({ detail }) => { said = detail.message })
    ServiceBell('init', '{{site}}')
  </script>`)
  await expect.poll(() => page.evaluate(() => window.heard)).toEqual(['initialized', 'error: placeholder_id'])
  expect(await page.evaluate('said'), 'as an error says it').toMatch(/\w \w.*\.$/)
  await call(page, 'init', site.key)
  await call(page, 'identify', '42', { email: 'jessie@example.com' })
  await answered(page)
  expect(await page.evaluate(() => window.heard), 'once each').toHaveLength(2)
  expect(await (await server.backend(site)).contacts()).toHaveLength(1)
})

feature('Calls, meetings, pop-ups and journeys', async ({ paste }) => {
  const page = await paste(`${notes}${snippet}<script>
    ServiceBell('init', '{{site}}')
    for (const method of ${JSON.stringify(idle)}) ServiceBell(method, { agentId: 7 })
  </script>`)
  await visitorId(page)
  const came = await page.evaluate(async idle => {
    const both = idle.flatMap(method => [window.ServiceBell(method), (window.ServiceBell[method] as () => unknown)()])
    return [...new Set(both.map(value => value instanceof Promise ? 'promise' : typeof value)), await both.pop()]
  }, idle)
  expect(came).toEqual(['undefined', 'promise', false])
  const told = (await warned(page)).filter(text => text.endsWith('#not_here'))
  expect(told.map(text => /'s (\w+) does nothing/.exec(text)?.[1]).sort(), 'each once').toEqual([...idle].sort())
  expect(await page.evaluate(() => window.heard)).toEqual(['initialized'])
})

feature('Log-out', async ({ paste, server, site, panel }) => {
  const page = await paste(`${snippet}<script>
    ServiceBell('init', '{{site}}')
    ServiceBell('identify', '42', { email: 'jessie@example.com', displayName: 'Jessie' })
  </script>`)
  await expect(panel.row('Jessie')).toHaveAttribute('data-trust', 'claimed')
  const jessie = await visitorId(page)
  await say(page, 'reset')
  expect(await visitorId(page)).not.toBe(jessie)
  await call(page, 'identify', '43', { email: 'mei@example.com', displayName: 'Mei' })
  await expect(panel.row('Mei')).toHaveAttribute('data-trust', 'claimed')
  expect((await (await server.backend(site)).contact('42'))?.visitors.map(visitor => visitor.id)).toEqual([jessie])
})

feature.end()
