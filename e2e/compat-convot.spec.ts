import { createHmac } from 'node:crypto'
import type { Page } from '@playwright/test'
import { answered, features, type Pages } from './compat.ts'
import { expect } from './fixtures.ts'
import type { Server, Site } from './server.ts'
import { Strangers } from './strangers.ts'
import { identity, say, visitorId, type Identity } from './widget.ts'

// Pages of ours, written as Convot's documents and customers write theirs, and as Crisp's do, whose push is the same.

const feature = features('convot')

const config = "<script>window.Convot = { app_id: '{{site}}' }</script>"
const loader = '<script async src="{{nametag}}/compat/convot.js"></script>'
/** Calls after the script, as the documents ask for. */
const loaded = (calls: string) => config + loader.replace(' async', '') + `<script>${calls}</script>`

/** Runs in the page, where window.Convot is. */
const run = (page: Page, calls: string) => page.evaluate(calls)

/** Opens one page in place of another, each for somebody new. */
const each = (paste: Pages['paste']) => {
  let page: Page | undefined
  return async (head: string) => {
    if (page) await say(page, 'reset')
    return page = await paste(head, '', page)
  }
}

const set = (server: Server, site: Site, ...flags: string[]) => server.command(['site', 'set', site.key, ...flags])

// 64 hex digits, as Convot shows them: the key is their text.
const secret = 'c0ffee'.repeat(10) + 'beef'
const sign = (text: string) => createHmac('sha256', secret).update(text).digest('hex')
const takeSecret = (server: Server, site: Site) =>
  server.command(['key', 'create', '--site', site.key, '--name', 'convot', '--use', 'raw-id', '--use', 'raw-email', '--secret-stdin'], secret)

feature('Snippet and identify', async ({ paste, server, site, panel }) => {
  await set(server, site, '--alias', 'app_3f9c')
  const page = await paste(`<script>
    window.Convot = { app_id: 'app_3f9c' }
    window.before = window.Convot
    window.CONVOT_READY_TRIGGER = () => {
      window.returned = Convot.identify({
        email: 'jane@example.com', external_id: 'user_123', name: 'Jane Doe', company: 'Acme Inc', phone: '+1234567890',
        avatar_url: 'https://example.com/avatars/jane.png', user_hash: '', custom_data: { plan: 'pro', order_count: 42 },
      })
    }
  </script>${loader}`)
  await expect(panel.row('Jane Doe')).toHaveAttribute('data-trust', 'claimed')
  expect(await (await server.backend(site)).contact('user_123')).toMatchObject({
    email: 'jane@example.com', custom_data: { plan: 'pro', order_count: 42 },
    traits: { name: { value: 'Jane Doe' }, company: { value: 'Acme Inc' }, phone: { value: '+1234567890' }, avatar_url: { value: 'https://example.com/avatars/jane.png' } },
  })
  expect(await run(page, '[Convot === before, before.app_id, typeof before.identify, typeof returned]')).toEqual([true, 'app_3f9c', 'function', 'undefined'])
})

feature('CONVOT_READY_TRIGGER', async ({ paste, line }) => {
  const open = each(paste)
  for (const [when, head] of Object.entries({
    'before': `${config}<script>count = 0; CONVOT_READY_TRIGGER = () => count++</script>${loader}`,
    'in the script\'s onload': `${config}<script>
      count = 0
      const s = document.createElement('script')
      s.src = '{{nametag}}/compat/convot.js'
      s.onload = () => { CONVOT_READY_TRIGGER = () => count++ }
      document.head.append(s)
    </script>`,
    'after the script': loaded('count = 0; CONVOT_READY_TRIGGER = () => count++'),
    'with an error, and a second copy': `${config}<script>count = 0; CONVOT_READY_TRIGGER = () => { count++; throw new Error('the page\\'s own') }</script>${loader}${loader}`,
  })) {
    const page = await open(head)
    await expect.poll(() => run(page, 'count'), when).toBe(1)
    await visitorId(page)
    await run(page, 'new Promise(done => Nametag.on("ready", done))')
    expect(await run(page, 'count'), when).toBe(1)
  }
  const held = await open(`${config}<script>count = 0; CONVOT_READY_TRIGGER = () => count++</script>`)
  await run(held, `const s = document.createElement('script'); s.dataset.consent = 'required'; s.src = '${line.url}/compat/convot.js'; document.head.append(s)`)
  await expect.poll(() => run(held, 'count'), 'before the server may be asked').toBe(1)
})

feature('What is updated', async ({ paste, server, site, line }) => {
  const page = await paste(loaded(`
    Convot.identify({ external_id: 7, email: 'kim@example.com', name: 'Kim', custom_data: { plan: 'pro', seats: 3, trial: true } })
    Convot.identify({ external_id: 7, company: 'Acme', custom_data: { seats: 4, trial: null } })
    Convot.identify({ external_id: 7, phone: undefined, custom_data: null })
    Convot.identify({ external_id: null, email: '', name: 'Kim Possible' })`))
  await visitorId(page)
  const contact = await (await server.backend(site)).contact('7')
  expect(contact).toMatchObject({ email: 'kim@example.com', custom_data: { plan: 'pro', seats: 4 }, traits: { name: { value: 'Kim Possible' }, company: { value: 'Acme' } } })
  expect(contact!.custom_data).not.toHaveProperty('trial')
  await run(page, "Convot.identify({ external_id: 0, name: 'Zoe' })")
  const told = async () => (await page.consoleMessages()).map(message => message.text().split('#')[1])
  await expect.poll(told, '0 is said to be an id; the server takes it for a placeholder').toContain('placeholder_id')
  expect(line.commands()).toContainEqual(expect.objectContaining({ call: 'identify', said: { 0: expect.objectContaining({ external_id: 0 }) } }))
  expect(await (await server.backend(site)).contact('7')).toMatchObject({ traits: { name: { value: 'Kim Possible' } } })
})

feature('Matching', async ({ paste, server, site }) => {
  const backend = await server.backend(site)
  const ids = async () => (await backend.contacts()).map(c => [c.external_id, c.email]).sort()
  const open = each(paste)
  const says = async (calls: string) => {
    const page = await open(loaded(calls))
    await answered(page)
    return visitorId(page)
  }
  await says("Convot.identify({ email: 'a@example.com' }); Convot.identify({ email: 'a@example.com', external_id: '1' })")
  expect(await ids(), 'an id for who had an email').toEqual([['1', 'a@example.com']])
  await says("Convot.identify({ external_id: '1', name: 'Ann' })")
  expect(await ids(), 'by the id').toEqual([['1', 'a@example.com']])
  await says("Convot.identify({ external_id: '2', email: 'b@example.com' })")
  expect(await ids(), 'a new one').toEqual([['1', 'a@example.com'], ['2', 'b@example.com']])
  await says("Convot.identify({ email: 'c@example.com' })")
  await says("Convot.identify({ email: 'c@example.com', name: 'Cleo' })")
  expect(await ids(), 'by the email, whom nobody vouched for').toHaveLength(3)

  // An unproven email of whom somebody vouched for.
  const stranger = await says("Convot.identify({ email: 'a@example.com', name: 'Eve', phone: '666' })")
  expect((await backend.contact('1'))!.visitors.map(v => v.id)).not.toContain(stranger)
  await set(server, site, '--match-unproven-email')
  let times = 0
  await expect(async () => { // a command is heard of within a second
    const email = `${++times}@example.com`
    await says(`Convot.identify({ external_id: '${email}', email: '${email}', name: 'Bea' })`)
    const other = await says(`Convot.identify({ email: '${email}', name: 'Eve', company: 'Acme' })`)
    const bea = (await backend.contact(email))!
    expect(bea.visitors).toContainEqual(expect.objectContaining({ id: other, trust: 'claimed' }))
    expect(bea.traits).toMatchObject({ name: { value: 'Bea' }, company: { value: 'Acme' } })
  }).toPass({ timeout: 8000 })
})

feature('Custom data protection', async ({ paste, server, site, panel }) => {
  await takeSecret(server, site)
  const backend = await server.backend(site)
  const open = each(paste)
  const says = async (calls: string) => {
    const page = await open(loaded(calls))
    await answered(page)
    return visitorId(page)
  }
  const data = async () => (await backend.contact('42'))!.custom_data
  await says("Convot.identify({ external_id: '42', name: 'Jane', custom_data: { plan: 'pro' } }); Convot.identify({ external_id: '42', custom_data: { plan: 'max' } })")
  expect(await data(), 'whoever made the contact').toEqual({ plan: 'max' })
  await says(`Convot.identify({ external_id: '42', name: 'Eve', custom_data: { plan: 'free', seats: 1 } })
    Convot.push(['set', 'user:nickname', 'Mallory']); Convot.push(['set', 'session:data', { plan: null, seats: 2, shop: 'mugs' }])`)
  expect(await data(), 'another fills blanks').toEqual({ plan: 'max', seats: 1, shop: 'mugs' })
  await expect(panel.row('Jane')).not.toHaveCount(0)
  for (const name of ['Eve', 'Mallory']) await expect(panel.row(name)).toHaveCount(0)
  await says(`Convot.identify({ external_id: '42', user_hash: '${sign('42')}', custom_data: { plan: 'free' } })`)
  expect(await data(), 'with a proof').toEqual({ plan: 'free', seats: 1, shop: 'mugs' })
})

feature('Identity verification', async ({ paste, server, site }) => {
  await takeSecret(server, site)
  await set(server, site, '--emails-confirmed')
  const open = each(paste)
  for (const [what, calls, trust] of [
    ['over the id', `Convot.identify({ external_id: 'u1', email: 'u1@example.com', user_hash: '${sign('u1')}' })`, 'verified'],
    ['over the email, without an id', `Convot.identify({ email: 'u2@example.com', user_hash: '${sign('u2@example.com').toUpperCase()}' })`, 'verified'],
    ['in a push', `Convot.push(['set', 'user:nickname', 'Uma']); Convot.push(['set', 'user:email', ['u3@example.com', '${sign('u3@example.com')}']])`, 'verified'],
    ['over the email beside an id', `Convot.identify({ external_id: 'u4', email: 'u4@example.com', user_hash: '${sign('u4@example.com')}' })`, 'claimed'],
    ['of somebody else', `Convot.push(['set', 'user:email', ['u5@example.com', '${sign('u1@example.com')}']])`, 'claimed'],
  ] as const) {
    const page = await open(loaded(calls))
    await expect.poll(async () => (await identity(page)).trust, what).toBe(trust)
  }
})

feature('require_identity_verification', async ({ paste, server, site }) => {
  await takeSecret(server, site)
  const backend = await server.backend(site)
  await set(server, site, '--emails-confirmed', '--enforcement', 'require')
  const open = each(paste)
  await expect(async () => { // a command is heard of within a second
    const page = await open(loaded("Convot.identify({ external_id: 'early' })"))
    await answered(page)
    expect((await identity(page)).trust).toBe('anonymous')
  }).toPass({ timeout: 8000 })
  const before = await backend.contacts()
  const page = await open(loaded(`
    Convot.identify({ external_id: '42', email: 'jane@example.com', name: 'Eve' })
    Convot.identify({ external_id: '42', user_hash: '${'0'.repeat(64)}' })
    Convot.identify({ email: 'jane@example.com' })
    Convot.push(['set', 'user:email', 'jane@example.com'])
    Convot.push(['set', 'user:nickname', 'Eve'])
    Convot.push(['set', 'session:data', { plan: 'free' }])
    Convot.push(['set', 'session:segments', ['vip']])
    Convot.identityToken().then(token => { window.token = token })`))
  await answered(page)
  expect((await identity(page)).trust).toBe('anonymous')
  expect(await backend.contacts()).toEqual(before)
  await run(page, `Convot.push(['set', 'user:email', ['jane@example.com', '${sign('jane@example.com')}']])`)
  await expect.poll(async () => (await identity(page)).trust).toBe('verified')
})

feature('Push commands', async ({ paste, server, site, panel }) => {
  const page = await paste(loaded(`
    Convot.push(['set', 'user:nickname', ['Merchant Name']])
    Convot.push(['set', 'user:email', 'merchant@example.com'])
    Convot.push(['set', 'user:phone', '+1 234'], ['set', 'user:avatar', ['https://example.com/m.png']])
    Convot.push(['set', 'user:company', ['Mugs Ltd', { url: 'https://mugs.example' }]])
    Convot.push(['set', 'session:data', { shop: 'mugs.example', plan: 'Pro' }])
    Convot.push(['set', 'session:data', [[['orders', 42], ['vip', true]]]])
    Convot.push(['set', 'session:data', [['theme', 'dark']]])
    Convot.push(['set', 'session:data', ['page', '/cart']])
    Convot.push(['set', 'session:data', [{ seats: 3 }]])
    Convot.push(['set', 'session:segments', [['vip', 'beta']]])
    Convot.set('session:segments', 'vip')
    Convot.push(['identify', { external_id: 'm1' }])`))
  await expect(panel.row('Merchant Name')).toHaveAttribute('data-trust', 'claimed')
  const backend = await server.backend(site)
  const contact = async () => (await backend.contact('m1'))!
  expect(await contact()).toMatchObject({
    email: 'merchant@example.com', custom_data: { shop: 'mugs.example', plan: 'Pro', orders: 42, vip: true, theme: 'dark', page: '/cart', seats: 3 },
    traits: {
      name: { value: 'Merchant Name' }, phone: { value: '+1 234' }, avatar_url: { value: 'https://example.com/m.png' },
      company: { value: 'Mugs Ltd' }, tags: { value: ['vip', 'beta'] },
    },
  })
  const tags = async () => (await contact()).traits['tags']?.value
  await run(page, "Convot.push(['set', 'session:segments', [['refund']]]); Convot.push(['set', 'session:segments', 'vip'])")
  await expect.poll(tags, 'those of one moment add up').toEqual(['refund', 'vip'])
  await run(page, "Convot.push(['set', 'session:segments', ['not']]); Convot.push(['set', 'session:segments', [['only'], true]])")
  await expect.poll(tags, 'unless the page says otherwise').toEqual(['only'])

  // Each push is for itself: one that can't be taken costs the others nothing.
  await run(page, `
    Convot.push(['set', 'user:email', 'n/a']); Convot.push(['set', 'user:company', 'Cups Ltd'])
    Convot.push(['set', 'session:data', { good: 1 }]); Convot.push(['set', 'session:data', { big: '${'x'.repeat(1100)}' }])
    const circle = {}; circle.circle = circle; Convot.push(['set', 'session:data', { circle }]); Convot.push(['set', 'user:phone', '+1 999'])`)
  await expect.poll(contact).toMatchObject({ traits: { company: { value: 'Cups Ltd' }, phone: { value: '+1 999' } }, custom_data: { good: 1, seats: 3 } })
  expect(await contact()).toMatchObject({ external_id: 'm1', email: 'merchant@example.com' })
  await run(page, 'const circle = {}; circle.circle = circle; Convot.identify({ external_id: "m2", name: "Two", custom_data: circle }); Convot.push(["set", "user:phone", "+2"])')
  await expect.poll(() => backend.contact('m2'), 'also who somebody is').toMatchObject({ traits: { name: { value: 'Two' }, phone: { value: '+2' } }, custom_data: {} })
})

feature('Pushes before the script', async ({ paste, server, site }) => {
  const item = (name: string) => `['set', 'user:email', '${name}@example.com']`
  const open = each(paste)
  for (const [name, head] of Object.entries({
    list: `window.Convot = []; Convot.app_id = '{{site}}'; Convot.push(${item('list')})`,
    push: `window.Convot = { app_id: '{{site}}', push: [] }; Convot.push.push(${item('push')})`,
    queue: `window.Convot = { app_id: '{{site}}', q: [], push() { this.q.push(...arguments) }, identify() { this.q.push(['identify', ...arguments]) } }; Convot.identify({ email: 'queue@example.com' })`,
    frozen: `window.Convot = Object.freeze({ app_id: '{{site}}', q: [${item('frozen')}] })`,
    variable: `</script><script>var Convot = { app_id: '{{site}}', q: [${item('variable')}] }`,
  })) {
    const page = await open(`<script>${head}; window.kept = Array.isArray(Convot.push) ? Convot.push : Convot.q || Convot</script>${loader}`)
    await visitorId(page)
    await expect.poll(async () => (await identity(page)).email, name).toBe(name + '@example.com')
    await run(page, `kept.push(['set', 'session:data', { kept: '${name}' }]); Convot.push(['set', 'user:nickname', '${name}'])`)
    const mine = async () => (await (await server.backend(site)).contacts()).find(c => c.email === name + '@example.com')
    await expect.poll(mine, name).toMatchObject({ traits: { name: { value: name } }, custom_data: { kept: name } })
  }
})

feature('Log-out', async ({ paste, server, site }) => {
  const page = await paste(loaded(''))
  await run(page, "Convot.push(['set', 'user:email', 'jane@example.com']); Convot.push(['set', 'user:nickname', 'Jane']); Convot.push(['set', 'session:segments', ['janes']])")
  const jane = await visitorId(page)
  await run(page, "Convot.push(['do', 'session:reset', [false]])")
  await expect.poll(async () => (await identity(page)).visitor_id).not.toBe(jane)
  expect(await identity(page)).toMatchObject({ trust: 'anonymous' })
  // Without a log-out, and the name first: it is still not Jane's.
  await run(page, "Convot.push(['set', 'user:nickname', 'Kim']); Convot.push(['set', 'user:email', 'kim@example.com']); Convot.push(['set', 'session:segments', ['kims']])")
  await expect.poll(async () => (await identity(page)).email).toBe('kim@example.com')
  await run(page, "Convot.push(['set', 'user:nickname', 'Lee']); Convot.push(['set', 'session:segments', ['lees']]); Convot.push(['set', 'user:email', 'lee@example.com'])")
  await expect.poll(async () => (await identity(page)).email).toBe('lee@example.com')
  const backend = await server.backend(site)
  const isHere = (who: Partial<Identity>) => expect.poll(() => identity(page)).toMatchObject(who)
  const tagsOf = async (id: string) => (await backend.contact(id))?.traits['tags']?.value
  const all = async () => (await backend.contacts()).filter(c => c.email).map(c => [c.email, c.traits['name']?.value, c.traits['tags']?.value]).sort()
  // Two people in one moment, or in one queue: each has what was said of each.
  await run(page, `
    for (const [name, email, data] of [['Mia', 'mia@example.com', { mia: 1 }], ['Noa', 'noa@example.com', { noa: 1 }]]) {
      Convot.push(['set', 'user:email', email]); Convot.push(['set', 'user:nickname', name]); Convot.push(['set', 'session:data', data])
      Convot.push(['set', 'session:segments', name])
    }`)
  await isHere({ email: 'noa@example.com' })
  expect((await backend.contacts()).map(c => c.custom_data).filter(data => Object.keys(data).length)).toEqual(expect.arrayContaining([{ mia: 1 }, { noa: 1 }]))
  await run(page, "Convot.push(['set', 'user:nickname', 'Pia']); Convot.identify({ external_id: 'pia', email: 'pia@example.com' }); Convot.push(['set', 'user:email', ''])")
  await isHere({ external_id: 'pia', email: 'pia@example.com' })
  expect(await all()).toEqual([
    ['jane@example.com', 'Jane', ['janes']], ['kim@example.com', 'Kim', ['kims']], ['lee@example.com', 'Lee', ['lees']],
    ['mia@example.com', 'Mia', ['Mia']], ['noa@example.com', 'Noa', ['Noa']], ['pia@example.com', 'Pia', undefined],
  ])
  // What Nametag's own calls say in the same moment, however the page comes by them, stands where it was said.
  const outs = ["Convot.push(['do', 'session:reset'])", "Nametag('reset')", 'Nametag.logout()', "Nametag.q.push([['reset']])", "heldQueue.push([['reset']])"]
  await run(page, 'window.heldQueue = Nametag.q')
  for (const [i, out] of outs.entries()) {
    await run(page, `Nametag('reset'); Convot.identify({ external_id: 'out ${i}' })`)
    await isHere({ external_id: `out ${i}` })
    await run(page, `Convot.push(['set', 'session:segments', ['a']]); ${out}; Convot.push(['set', 'session:segments', ['b']]); Convot.identify({ external_id: 'in ${i}' })`)
    await isHere({ external_id: `in ${i}` })
    expect([await tagsOf(`out ${i}`), await tagsOf(`in ${i}`)], out).toEqual([['a'], ['b']])
  }
  await run(page, "Convot.push(['set', 'session:segments', ['x']]); Nametag('identify', '40', { name: 'Ann' }); Convot.push(['set', 'session:segments', ['y']])")
  await expect.poll(() => tagsOf('40')).toEqual(['y'])
  expect(await tagsOf(`in ${outs.length - 1}`)).toEqual(['x'])
  // Another tab's log-out, or log-in, while a call of this page is on its way.
  const tab = await page.context().newPage()
  await tab.goto(page.url())
  await say(tab, 'reset')
  await expect.poll(() => identity(page)).toMatchObject({ trust: 'anonymous' })
  await say(tab, 'identify', '50')
  await isHere({ external_id: '50' })
  await run(page, "Convot.push(['set', 'session:segments', ['fifty']])")
  await expect.poll(() => tagsOf('50')).toEqual(['fifty'])
})

feature('identityToken and the help center', async ({ paste, browse, server, site, line }) => {
  const help = await Strangers.open('help.localhost')
  const shop = await paste(loaded("Convot.identify({ email: 'jane@example.com', name: 'Jane' })"))
  const nowhere = await run(shop, 'Convot.identityToken()')
  expect(nowhere, 'no other domain is linked').toBe('')
  await set(server, site, '--origin', help.origin, '--linked-domain', help.origin)
  let token: unknown
  await expect.poll(async () => token = await run(shop, 'Convot.identityToken()'), 'a command is heard of within a second').toMatch(/^ey/)
  help.add('article.html', `<!doctype html><html lang="en"><head><title>Help</title>${config}${loader}</head></html>`)
  const page = await (await browse()).newPage()
  await page.goto(`${help.host(site.key, line.url)}article.html?convot_identity=${token}&topic=refunds#top`)
  await expect.poll(async () => (await identity(page)).trust).toBe('claimed')
  expect(page.url(), 'the address is clean').toMatch(/article\.html\?topic=refunds#top$/)
  const [jane] = await (await server.backend(site)).contacts()
  expect(jane!.visitors.map(v => v.id).sort()).toEqual([await visitorId(shop), await visitorId(page)].sort())
  await help.close()
})

feature('Chat, scheduling and events', async ({ paste }) => {
  const page = await paste(loaded(''))
  const said: string[] = []
  page.on('console', message => said.push(message.text()))
  expect(await run(page, `[
    Convot.open(), Convot.close(), Convot.openScheduling({ meeting_type_id: 3 }), Convot.push(['do', 'chat:open']), Convot.push(['do', 'chat:open']),
    Convot.push(['do', 'scheduling:open', {}]), Convot.push(['set', 'message:text', ['Hi']]), Convot.push(['on', 'chat:opened', () => { throw 1 }]),
    Convot.push(['off', 'chat:opened']), Convot.push(['config', 'position:reverse', [true]]), Convot.push(['safe', true]), Convot.push(['nothing']),
    Convot.identify({ plan: 'pro' }), Convot.get('chat:unread:count'), Convot.is('chat:opened'),
  ]`)).toEqual([...Array(13).fill(undefined), null, false])
  await expect.poll(() => said.filter(text => text.includes('chat:open ')).length, 'told once').toBe(1)
  for (const what of ["Convot's open ", "Convot's openScheduling", '"do" of scheduling:open', '"set" of message:text', 'event chat:opened', '"nothing"', "Convot's config"]) {
    expect(said.filter(text => text.includes(what) && text.endsWith('/help#not_here')), what).toHaveLength(1)
  }
  expect(said.filter(text => /leaves plan out.*#unknown_field$/.test(text))).toHaveLength(1)
  const id = await run(page, "new Promise(done => Convot.push(['on', 'session:loaded', done]))")
  expect(id).toBe(await visitorId(page))
})

feature('Any order, twice, and nonsense', async ({ paste, server, site }) => {
  const email = "Convot.push(['set', 'user:email', 'NAME@example.com'])"
  const open = each(paste)
  for (const [name, head, then] of [
    ['late', `${loader.replace(' async', '')}${config}`, email],
    ['twice', `${config}${loader}${loader}`, email],
    ['again', `${config}${loader}`, `window.Convot = { app_id: 'other' }; ${email}`],
    ['undone', `${config}${loader}`, `window.Convot = undefined; window.Convot = [['set', 'user:email', 'undone@example.com']]`],
    ['deleted', `${config}${loader}`, `delete window.Convot; window.Convot = { app_id: '{{site}}' }; const s = document.createElement('script');
      s.src = document.querySelector('[src*=convot]').src; s.onload = () => { ${email} }; document.querySelector('[src*=convot]').replaceWith(s)`],
    ['beside', `<script src="{{nametag}}/nametag.js" data-site="{{site}}"></script>${config.replace('{{site}}', 'nobodys')}${loader}`, email],
    ['before', `${config}${loader.replace(' async', '')}<script src="{{nametag}}/nametag.js" data-site="nobodys"></script>`, email],
    ['ours', `<script src="{{nametag}}/nametag.js" data-site="{{site}}"></script>${config}${loader}`, `
      Convot.push(['set', 'user:email', 'other@example.com']); Convot.push(['set', 'session:segments', ['others']]); Nametag('reset')
      const evil = { get email() { throw 1 }, toString() { throw 1 } }
      for (const junk of [Symbol(), evil]) Nametag(junk).catch(() => {})
      for (const junk of [undefined, null, [], Symbol(), evil]) for (const call of ['identify', 'updateConnection', 'carry']) Nametag(call, junk).catch(() => {})
      ${email}`],
    ['others', `<script async src="{{nametag}}/compat/servicebell.js"></script>${config}${loader}`, email],
    ['tag', `<script async src="{{nametag}}/compat/convot.js" data-site="{{site}}"></script>`, email],
    ['address', '<script async src="{{nametag}}/compat/convot/{{site}}.js"></script>', email],
    ['nonsense', `${config}${loader}`, `
      const loop = []; loop.push(loop); const evil = { get email() { throw 1 }, toString() { throw 1 }, toJSON() { throw 1 } }
      for (const junk of [undefined, null, 5, 'x', NaN, 5n, Symbol(), [], {}, loop, evil, () => {}]) {
        Convot.identify(junk); Convot.push(junk); Convot.push([junk]); Convot.push(['set', junk, junk]); Convot.push(['do', junk]); Convot.push(['on', junk, junk])
        Convot.push(['on', 'session:loaded', junk]); Convot.identityToken(junk); Convot.get(junk); Convot.open(junk)
        for (const key of ['user:email', 'user:nickname', 'session:data', 'session:segments']) { Convot.push(['set', key, junk]); Convot.push(['set', key, [junk]]); Convot.push(['set', key, [[[junk, junk]]]]) }
        Convot.push(['do', 'session:reset'])
      }
      Convot.push(['set', 'session:data', { big: 5n }]); Convot.push(['set', 'session:data', { loop }]); Convot.push(['set', 'user:nickname', evil])
      Convot.push(); Convot.push(...Array(20)); Convot.push(['__proto__'], ['constructor'], ['push', ['set', 'user:nickname', 'Nina']])
      ${email}`],
  ] as const) {
    const page = await open(head)
    await expect.poll(() => run(page, '!!window.Convot?.identify'), name).toBe(true)
    await visitorId(page)
    await run(page, `(() => { ${then.replaceAll('NAME', name).replaceAll('{{site}}', site.key)} })()`)
    await expect.poll(async () => (await identity(page)).email, name).toBe(name + '@example.com')
  }
  expect((await (await server.backend(site)).contacts()).map(c => c.email)).toContain('nonsense@example.com')

  const nowhere = await paste(`${config}${loader.replace(' async', ' data-host="nowhere"')}<script>Convot.identify({ email: 'no@example.com' }); Convot.push(['set', 'user:nickname', 'No'])</script>`)
  expect(await run(nowhere, 'typeof Convot.push'), 'where there is no server, nothing breaks').toBe('function')
  expect(await run(nowhere, 'Convot.identityToken()')).toBe('')

  // What names no site leaves alone what was named before, and what holds it back.
  const held = await open(`<script src="{{nametag}}/nametag.js" data-site="{{site}}" data-consent="required"></script>${loader.replace(' async', '')}
    <script>${email.replace('NAME', 'held')}</script>`)
  expect(await say(held, 'status')).toMatchObject({ loaded: false, waiting: 1 })
  await say(held, 'consent', 'granted')
  await expect.poll(async () => (await identity(held)).email).toBe('held@example.com')
})

// No public page could be found that calls Convot; these do what pages do with Crisp's push, which is the same.
feature('Real pages', async ({ paste, server, site }) => {
  const inject = "(function(){d=document;s=d.createElement('script');s.src='{{nametag}}/compat/convot.js';s.async=1;d.getElementsByTagName('head')[0].appendChild(s)})()"
  const start = `window.Convot = []; Convot.app_id = '{{site}}'; ${inject}`
  const patterns: { [name: string]: [head: string, contact: { [field: string]: unknown }] } = {
    'a template that writes every field out, the name first': [`${start};
      Convot.push(['set', 'user:nickname', ['Ann']]); Convot.push(['set', 'user:email', ['ann@example.com']]); Convot.push(['set', 'user:avatar', ['']])`,
      { email: 'ann@example.com', traits: { name: { value: 'Ann' } } }],
    'several commands in one push, line ends in the values, nested lists': [`${start}; Convot.push(['set', 'user:email', 'bob@example.com\\n'], ['set', 'user:nickname', 'Bob'])
      Convot.push(['set', 'session:data', [[['ID', '7'], ['VIP', '1'], ['Money', '¥ ' + '9']]]])`, { email: 'bob@example.com', custom_data: { ID: '7', VIP: '1', Money: '¥ 9' } }],
    'a plugin that calls methods in the trigger': [`${start}; window.CONVOT_READY_TRIGGER = function () { Convot.set('user:nickname', 'Cleo'); Convot.set('user:email', 'cleo@example.com'); Convot.is('chat:opened') || Convot.do('chat:hide') }`,
      { email: 'cleo@example.com', traits: { name: { value: 'Cleo' } } }],
    'an effect that runs twice, with the script each time': [`${config}<script>
      const effect = () => {
        window.Convot = { app_id: '{{site}}' }
        const script = document.createElement('script')
        script.src = '{{nametag}}/compat/convot.js'
        script.onload = () => { Convot.identify({ email: 'dan@example.com', external_id: 'dan' }); Convot.push(['set', 'user:role', 'admin']) }
        document.head.appendChild(script)
        return () => Convot.push(['do', 'chat:hide'])
      }
      effect()
      effect()`, { email: 'dan@example.com', external_id: 'dan' }],
    'what waits for the session': [`${start}; Convot.push(['safe', true]); Convot.push(['on', 'session:loaded', function (id) { Convot.push(['set', 'user:email', 'eli@example.com']); Convot.push(['set', 'session:data', ['user_id', 5]]) }])`,
      { email: 'eli@example.com', custom_data: { user_id: 5 } }],
    'what asks again and again whether it is there': [`${config}${loader}<script>
      const ask = () => typeof window.Convot?.push === 'function' ? Convot.push(['set', 'user:email', ['fay@example.com']]) : setTimeout(ask, 20)
      ask()`, { email: 'fay@example.com' }],
    'a reset before each log-in, and the page left at once': [`${start}; window.CONVOT_READY_TRIGGER = () => { if (location.hash) return; Convot.push(['do', 'session:reset']); Convot.push(['set', 'user:email', ['gil@example.com']]); location.hash = 'in'; location.reload() }`,
      { email: 'gil@example.com' }],
    'a wrapper of promises, with a queue of its own': [`${start}; const bus = () => (window.Convot = window.Convot || []);
      (async () => { await bus().push(['set', 'user:email', ['hal@example.com']]); await bus().push(['set', 'session:event', [[['signup', {}, 'red']]]]); await bus().push(['set', 'session:segments', [['webapp', 'env:prod'], false]]) })()`,
      { email: 'hal@example.com', traits: { tags: { value: ['webapp', 'env:prod'] } } }],
    'entries of an object, some of them missing': [`${start}; Convot.push(['set', 'user:email', ['ida@example.com']]); Convot.push(['set', 'user:phone', [undefined]]); Convot.push(['set', 'session:data', [Object.entries({ plan: 'pro', role: undefined, left: null })]])`,
      { email: 'ida@example.com', custom_data: { plan: 'pro' } }],
    'nobody logged in, then somebody': [`${start}; let user = null
      const sync = () => { Convot.push(['set', 'user:email', [user?.email]]); Convot.push(['set', 'user:nickname', [user?.name ?? '']]); Convot.push(['set', 'session:segments', [[user ? 'member' : 'anonymous']]]) }
      sync(); setTimeout(() => { user = { email: 'joe@example.com', name: 'Joe' }; sync() }, 50)`, { email: 'joe@example.com', traits: { name: { value: 'Joe' }, tags: { value: ['member'] } } }],
    'a shop domain as the id, and a field too many': [`${config}${loader.replace(' async', '')}<script>Convot.identify({ external_id: 'mugs.myshopify.example', email: 'kay@example.com', shop: 'mugs.myshopify.example', shop_hash: 'x', custom_data: { shop: 'mugs' } })`,
      { external_id: 'mugs.myshopify.example', email: 'kay@example.com', custom_data: { shop: 'mugs' } }],
  }
  const open = each(paste)
  const backend = await server.backend(site)
  for (const [name, [head, contact]] of Object.entries(patterns)) {
    await open(`${head.startsWith('<') ? '' : '<script>'}${head}</script>`)
    await expect.poll(async () => (await backend.contacts()).find(c => c.email === contact.email), name).toMatchObject(contact)
  }
  expect(await backend.contacts(), 'one of each page').toHaveLength(Object.keys(patterns).length)
})

feature.end()
