import { createHmac } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import type { Page } from '@playwright/test'
import { answered, features } from './compat.ts'
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

/** What is pasted into pages: calls wait in a queue that is made when one needs it. */
const waits = `
  (function (w) {
    if (w.ServiceBell) return
    function wait(method, args) { (w.ServiceBell.q = w.ServiceBell.q || []).push([method, [].slice.call(args)]) }
    w.ServiceBell = function (method) { wait(method, [].slice.call(arguments, 1)) }
    'init identify ${idle.join(' ')}'.split(' ').forEach(function (method) {
      w.ServiceBell[method] = function () { wait(method, arguments) }
    })
  })(window);`

/** The address of the script is the one line that changes. */
const loads = `
  (function (d) {
    var s = d.createElement('script')
    s.id = 'service-bell-script'
    s.src = '{{nametag}}/compat/servicebell.js'
    s.async = true
    d.head.appendChild(s)
  })(document)`

const stub = `<script>${waits}</script>`
const snippet = `<script>${waits}${loads}</script>`
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

/** Who the page says is here, once the script has loaded. */
const who = async (page: Page) => {
  await visitorId(page)
  return identity(page)
}

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
    ServiceBell('identify', '42', { email: 'jessie@example.com', displayName: 'Jessie' })
    window.later = now => ServiceBell('identify', '42', { email: 'jessie@example.com', now })
  `))
  const backend = await server.backend(site)
  const orders = { 'the module first': script.replace('<script', '<script defer') + '<script src="app.js"></script>', 'the script first': script + '<script src="app.js"></script>' }
  for (const [order, head] of Object.entries(orders)) {
    const page = await paste(head)
    await expect.poll(() => who(page), order).toMatchObject({ external_id: '42', trust: 'claimed' })
    for (const now of [order, order + ', and the global is gone']) {
      await page.evaluate(now => (window as never as { later(now: string): void }).later(now), now)
      await expect.poll(async () => (await backend.contact('42'))?.custom_data).toEqual({ now })
      await page.evaluate(() => delete (window as Partial<Window>).ServiceBell)
    }
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
    traits: { name: { value: 'Jessie' }, avatar_url: { value: 'https://example.com/jessie.png' }, tag: { value: 'Founding member' } },
  })
})

feature('Metadata', async ({ paste, server, site }) => {
  const page = await paste(`${snippet}<script>ServiceBell('init', '{{site}}')</script>`)
  const backend = await server.backend(site)
  const email = 'jessie@example.com'
  await call(page, 'identify', '42', { email, displayName: 'Jessie', tag: 'NEW_PLAN', seats: 3, city: 'Oslo', plan: { name: 'pro', until: [2027, 1] } })
  await call(page, 'identify', '42', { email, seats: 4, city: null, tag: null, beta: true })
  await answered(page)
  const contact = await backend.contact('42')
  expect(contact?.custom_data).toEqual({ seats: 4, plan: { name: 'pro', until: [2027, 1] }, beta: true })
  expect(contact?.traits).toMatchObject({ name: { value: 'Jessie' } })
  expect(contact?.traits).not.toHaveProperty('tag')

  // A change that makes it larger than 1,024 bytes is dropped.
  const kept = { first: 'x'.repeat(600) }
  await call(page, 'identify', '42', { email, seats: null, plan: null, beta: null, ...kept })
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
  const { email, traits, custom_data } = (await backend.contact('42'))!
  expect({ email, traits, custom_data }, 'the id counts').toEqual({ email: null, traits: {}, custom_data: {} })
  expect((await warned(page)).filter(text => /ServiceBell.*email\. http.*#no_email$/.test(text)), 'told once').toHaveLength(1)

  const other = await paste(`${snippet}<script>
    ServiceBell('init', '{{site}}')
    for (const nobody of [undefined, null, '', NaN]) ServiceBell('identify', nobody, { email: 'ben@example.com', displayName: 'Ben' })
    for (const nobody of [undefined, null, '', NaN]) ServiceBell('identify', nobody)
    ServiceBell('identify', null, { displayName: 'Benjamin' })
  </script>`)
  await expect.poll(() => who(other)).toMatchObject({ trust: 'claimed', email: 'ben@example.com' })
  await answered(other)
  expect((await backend.contacts()).find(contact => contact.email === 'ben@example.com')).toMatchObject({ external_id: null, traits: { name: { value: 'Ben' } } })
})

feature('Secure identities', async ({ paste, server, site, panel }) => {
  await server.command(['site', 'set', site.key, '--emails-confirmed'])
  const sign = await takeOver(server, site)
  const email = 'jessie@example.com'
  const page = await paste(`${snippet}<script>ServiceBell('init', '{{site}}')</script>`)
  const hashes: { [what: string]: [trust: string, id: unknown, metadata: object | undefined, hash: unknown] } = {
    'of id and email': ['verified', '1', { email, displayName: 'Jessie' }, sign({ id: '1', email })],
    'of the id alone': ['verified', '2', { email: 'ben@example.com' }, sign({ id: '2' })],
    'of a number': ['verified', 3, { email: 'mei@example.com' }, sign({ id: 3, email: 'mei@example.com' })],
    'of the email alone': ['verified', undefined, { email: 'zoe@example.com' }, sign({ email: 'zoe@example.com' })],
    'without metadata': ['verified', '4', undefined, sign({ id: '4' })],
    'another\'s': ['claimed', '5', { email: 'sam@example.com', displayName: 'Sam' }, sign({ id: '1', email })],
    'not even a text': ['claimed', '6', { email: 'ivo@example.com' }, { hash: sign({ id: '6' }) }],
    'none': ['claimed', '7', { email: 'eva@example.com' }, null],
  }
  for (const [what, [trust, id, metadata, hash]] of Object.entries(hashes)) {
    await call(page, 'identify', id, metadata, hash)
    await expect.poll(() => who(page), what).toMatchObject({ trust, ...id ? { external_id: '' + id } : metadata })
    if (metadata && 'displayName' in metadata) await expect(panel.row(metadata.displayName as string)).toHaveAttribute('data-trust', trust)
    await say(page, 'reset')
  }
  const reasons = async () => (await warned(page)).map(text => text.split('#')[1])
  await expect.poll(reasons, 'in development mode').toEqual(expect.arrayContaining(['hash_mismatch', 'hash_not_hex']))
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
    'the address': `${script.replace('bell.js', 'bell/{{site}}.js')}<script>ServiceBell('init'); ServiceBell('identify', 'the address')</script>`,
    'data-site alone': `${script.replace(' src', ' data-site="{{site}}" src')}<script>ServiceBell('identify', 'data-site alone')</script>`,
  }
  const page = await paste(`${snippet}<script>ServiceBell('identify', 'never')</script>`)
  await page.waitForFunction(() => 'Nametag' in window)
  expect(await say(page, 'status'), 'nothing begins without init').toMatchObject({ loaded: false, waiting: 1 })
  for (const [id, head] of Object.entries(pages)) {
    await paste(head, '', page)
    await expect.poll(() => who(page), id).toMatchObject({ external_id: id })
    expect(await backend.contact(id), id).toBeTruthy()
  }
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

  await paste(`${notes}${snippet}<script>ServiceBell('init', '${'0'.repeat(32)}'); ServiceBell('identify', '42')</script>`, '', page)
  await expect.poll(() => page.evaluate(() => window.heard), 'nobody has this key').toEqual(['error: site_unknown'])
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

  await paste(`${script.replace(' src', ' data-debug="false" src')}<script>ServiceBell('init', '{{site}}'); ServiceBell('dial'); ServiceBell('none')</script>`, '', page)
  await visitorId(page)
  expect(await warned(page), 'silent in production').toEqual([])
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

feature('Nothing breaks a page', async ({ paste, server, site }) => {
  const backend = await server.backend(site)
  const page = await paste(`${notes}${stub}<script>
    ServiceBell.q = [null, 7, [], ['identify'], [Symbol()], { length: 2 }, () => { throw 1 }, ['init', ['{{site}}']]]
  </script>${script}<script>
    const thrower = { get email() { throw 1 }, toString() { throw 2 }, toJSON() { throw 3 } }
    const circle = { email: 'jessie@example.com' }
    circle.circle = circle
    const junk = [null, Symbol(), 10n, {}, [], true, 1e300, 'x'.repeat(1e5), () => {}, thrower, circle, new Proxy({}, { ownKeys() { throw 4 } }), new Date(NaN), document, window]
    for (const one of junk) {
      ServiceBell(one)
      ServiceBell(one, one, one)
      ServiceBell('init', one, one)
      ServiceBell('identify', one, one, one)
      ServiceBell('identify', '42', { email: one, key: one }, one)
      ServiceBell('identify', undefined, one)
      ServiceBell.identify(one)
      ServiceBell.dial(one)
      ServiceBell.q.push(one, [one], [one, one], ['identify', one], ['identify', [one, one]])
    }
    for (const method of ['constructor', '__proto__', 'toString', 'reset', '']) ServiceBell(method, 'x')
    ServiceBell.call()
  </script>`)
  await call(page, 'identify', '42', { email: 'jessie@example.com', displayName: 'Jessie' })
  await answered(page)
  expect(await backend.contact('42')).toMatchObject({ email: 'jessie@example.com', traits: { name: { value: 'Jessie' } } })
  expect(await page.evaluate(() => new Set(window.heard).size), 'it hears of some').toBeGreaterThan(3)

  const before: { [what: string]: string } = {
    'no stub': '',
    'something else': '<script>ServiceBell = 7</script>',
    'an element': '<a id="ServiceBell"></a>',
    'an object': '<script>ServiceBell = { q: "none" }; ServiceBell.q = undefined</script>',
    'a frozen stub': `${stub}<script>Object.freeze(ServiceBell)</script>`,
    'a stub that stays': `${stub}<script>Object.defineProperty(window, 'ServiceBell', { value: ServiceBell })</script>`,
  }
  for (const [what, head] of Object.entries(before)) {
    await paste(`${head}${script}<script>ServiceBell('init', '{{site}}'); ServiceBell('identify', '${what}')</script>`, '', page)
    await expect.poll(() => who(page), what).toMatchObject({ external_id: what })
  }
  await paste(`<script>ServiceBell = function () { (ServiceBell.q = ServiceBell.q || []).push(arguments) }
    ServiceBell('init', '{{site}}')
    ServiceBell('identify', 'by hand', { email: 'hand@example.com' })
  </script>${script}`, '', page)
  await expect.poll(() => who(page), 'a stub as other vendors have it').toMatchObject({ external_id: 'by hand', email: 'hand@example.com' })
  await paste(`${notes}${script.replace(' src', ' data-host="nowhere" src')}<script>
    ServiceBell('init', '{{site}}')
    ServiceBell('identify', '42')
  </script>`, '', page)
  expect(await page.evaluate(() => window.heard)).toHaveLength(2)
})

feature('Copies of the script', async ({ paste, server, site, line }) => {
  const backend = await server.backend(site)
  const begin = (id: string) => `<script>ServiceBell('init', '{{site}}'); ServiceBell('identify', '${id}')</script>`
  const nametag = '<script src="{{nametag}}/nametag.js" data-site="{{site}}"></script>'
  const pages: { [what: string]: string } = {
    'pasted twice': snippet + begin('pasted twice') + snippet + begin('pasted twice'),
    'two tags': script + begin('two tags') + script.replace('.js', '.js?v=2') + begin('two tags'),
    'another stub': script + stub.replace('if (w.ServiceBell) return', '') + script + begin('another stub'),
    'nametag.js first': nametag + snippet + begin('nametag.js first'),
    'nametag.js last': script + begin('nametag.js last') + nametag,
  }
  let page: Page | undefined
  for (const [what, head] of Object.entries(pages)) {
    page = await paste(notes + head, '', page)
    await expect.poll(() => who(page!), what).toMatchObject({ external_id: what })
    await answered(page)
    expect(await page.evaluate(() => window.heard), what).toEqual(['initialized'])
    expect(await backend.identified(what), what).toBe(1)
  }
  page = await paste(`${snippet}${begin('before')}`, '', page)
  await expect.poll(() => who(page!)).toMatchObject({ external_id: 'before' })
  await page.evaluate(() => {
    document.querySelectorAll('[src*=servicebell]').forEach(script => script.remove())
    delete (window as Partial<Window>).ServiceBell
  })
  await page.addScriptTag({ url: line.url + '/compat/servicebell.js' })
  await call(page, 'init', site.key)
  await call(page, 'identify', 'before', { email: 'jessie@example.com' })
  await answered(page)
  expect(await backend.contact('before')).toMatchObject({ email: 'jessie@example.com' })
})

feature('Real pages', async ({ paste, strangers, server, site, panel }) => {
  const sign = await takeOver(server, site)
  const backend = await server.backend(site)
  const element = script.replace('<script', '<script async')
  const module = '<main></main><script src="app.js"></script>'

  // Every screen calls init in its body, at every render; the header hears later whether it is wanted, and who is here.
  const email = 'jessie@example.com'
  strangers.add('app.js', app(`
    import { StrictMode, useEffect, useState } from 'react'
    import { createRoot } from 'react-dom/client'
    const Screen = ({ turn }) => (ServiceBell('init', '{{site}}'), <p>{turn}</p>)
    const Header = ({ turn }) => {
      useEffect(() => {
        setTimeout(() => ServiceBell('identify', '${email}', { displayName: 'Jessie' + ' ' + 'Doe', email: '${email}' }, '${sign({ id: email, email })}'))
      }, [turn])
      return null
    }
    const App = () => {
      const [turn, next] = useState(0)
      useEffect(() => { if (turn < 5) setTimeout(next, 20, turn + 1) }, [turn])
      return <><Header turn={turn} /><Screen turn={turn} /></>
    }
    createRoot(document.querySelector('main')).render(<StrictMode><App /></StrictMode>)
  `))
  const page = await paste(notes + element, module)
  await expect(page.getByText('5', { exact: true })).toBeVisible()
  await expect(panel.row('Jessie Doe')).toHaveAttribute('data-trust', 'verified')
  await answered(page)
  expect(await page.evaluate(() => window.heard)).toEqual(['initialized'])
  expect(await backend.visitors()).toHaveLength(1)

  // Imported, and wanted for some visitors only.
  strangers.add('app.js', app(`if (location.search.includes('trial')) ServiceBell.init('{{site}}'); window.app = ServiceBell`))
  await paste(element, module, page)
  await page.waitForFunction(() => 'Nametag' in window)
  expect(await say(page, 'status')).toMatchObject({ loaded: false, waiting: 0 })

  const named = (id: string) => `ServiceBell('identify', '${id}', { email: '${id.replaceAll(' ', '.')}@example.com' })`
  const late = (code: string) => `<script>setTimeout(() => { ${code} }, 50)</script>`
  const init = `ServiceBell('init', '{{site}}', { mode: 'iframe-jit', hidden: false })`
  strangers.add('app.js', app(`ServiceBell.init('{{site}}', { launcher: 'pill' }); window.tell = id => ServiceBell.identify(id, { email: 'tell@example.com' })`))
  const pages: { [id: string]: string } = {
    'a framework adds the snippet': `<script>addEventListener('load', () => {
      for (const code of ${JSON.stringify([waits, loads + ';' + init + ';' + named('a framework adds the snippet')])}) document.body.append(Object.assign(document.createElement('script'), { textContent: code }))
    })</script>`,
    'the configuration is fetched': snippet + `<script>${named('the configuration is fetched')}</script>` + late(init),
    'the user is fetched': snippet + `<script>${init}</script>` + late(named('the user is fetched')),
    'it waits for the event': snippet + `<script>addEventListener('sb:initialized', () => ${named('it waits for the event')}); ${init}</script>`,
    'the module and a tag manager': element + '<script src="app.js"></script>' + snippet + `<script>tell('the module and a tag manager'); ${init}</script>`,
    'the script stands in the page': `<script id="service-bell-script" async="" src="{{nametag}}/compat/servicebell.js"></script>`
      + `<script>document.getElementById('service-bell-script').onload = () => { ${init}; ${named('the script stands in the page')} }</script>`,
  }
  for (const [id, head] of Object.entries(pages)) {
    await paste(head, '', page)
    await expect.poll(() => who(page), id).toMatchObject({ external_id: id, trust: 'claimed' })
    await answered(page)
    expect(await backend.identified(id), id).toBe(1)
  }
})

feature.end()
