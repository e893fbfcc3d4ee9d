import './facts.ts'
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { watch } from '../src/links.ts'

// A page with one link, as far as the module asks for it; e2e/widget-carry.spec.ts has real ones.

type Handler = (e: object) => unknown
const listeners: { [event: string]: [fn: Handler, once: boolean][] } = {}
const asked: { origin: string; give: (token: string) => void; refuse: (error: unknown) => void }[] = []
let changed = () => {}

Object.assign(location, { origin: 'https://shop.example', hash: '' })
Object.assign(document, { querySelector: () => null, getElementById: () => null }) // no fragment leads anywhere
Object.assign(globalThis, {
  addEventListener: (event: string, fn: Handler, { once = false } = {}) => (listeners[event] ??= []).push([fn, once]),
})
/** The page's own way to the widget: what a link needs of it is a token, and to hear of changes. */
const call = (name: string, ...[first, fn]: unknown[]): Promise<unknown> => {
  if (name === 'on' && first === 'identityChanged') changed = fn as () => void
  if (name !== 'identityToken') return Promise.resolve()
  return new Promise((give, refuse) => asked.push({ origin: (first as { for: string }).for, give, refuse }))
}
watch(['https://help.example', 'https://shop.example'], call)

const settled = () => new Promise(resolve => setImmediate(resolve))

/** As the browser does: whoever listens first is told first, those that listen once are told once. */
const happen = (event: string, link: object | undefined, more: { stopped?: true } = {}) => {
  const e = { type: event, button: 0, defaultPrevented: false, composedPath: () => [{}, link, {}].filter(Boolean), ...more }
  const ran = new Set<Handler>()
  for (let next; (next = listeners[event]?.find(([fn]) => !ran.has(fn)));) {
    const [fn, once] = next
    ran.add(fn)
    if (once && more.stopped) continue // it listens where nothing arrives that was stopped on its way
    if (once) listeners[event] = listeners[event]!.filter(l => l[0] !== fn)
    fn(e)
  }
}

const link = (written: string, attributes: { [name: string]: string } = {}) => {
  const at: { [name: string]: string } = { href: written, ...attributes }
  return {
    get href() { return new URL(at.href!, 'https://shop.example/').href },
    set href(to) { at.href = to },
    get origin() { return new URL(this.href).origin },
    getAttribute: (name: string) => at[name] ?? null,
    setAttribute: (name: string, to: string) => { at[name] = to },
    hasAttribute: (name: string) => name in at,
  }
}

/** Where a click leads: what the address is when all have heard of it. */
const clicked = (to: ReturnType<typeof link>, event = 'click', more = {}) => {
  happen(event, to, more)
  return to.href
}

/** Nothing is there, and nothing is asked for. */
beforeEach(async () => {
  changed()
  for (const { give } of asked) give('x')
  await settled()
  changed()
  asked.length = 0
})

test('a token is asked for before it is needed, goes along once, and the link is as it was', async t => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const help = link('//help.example/faq')
  for (const intent of ['pointerdown', 'focusin', 'keydown']) happen(intent, help)
  assert.deepEqual(asked.map(a => a.origin), ['https://help.example'], 'one at a time')
  asked[0]!.give('a.b.c')
  await settled()
  assert.equal(clicked(help), 'https://help.example/faq#nametag_identity=a.b.c')
  t.mock.timers.runAll()
  assert.equal(help.getAttribute('href'), '//help.example/faq')
  assert.equal(clicked(help), 'https://help.example/faq', 'each works once')
  happen('pointerdown', help)
  assert.equal(asked.length, 2)
})

test('a link never waits: it goes without a token that is late, and the next click takes that', async () => {
  const help = link('https://help.example/')
  happen('pointerdown', help)
  assert.equal(clicked(help), 'https://help.example/')
  asked[0]!.give('a.b.c')
  await settled()
  assert.equal(clicked(help, 'auxclick', { button: 1 }), 'https://help.example/#nametag_identity=a.b.c')
})

test('a click that never got through leaves nothing behind for the next one', async () => {
  const help = link('https://help.example/')
  happen('pointerdown', help)
  asked[0]!.give('a.b.c')
  await settled()
  assert.equal(clicked(help, 'click', { stopped: true }), 'https://help.example/')
  happen('click', undefined)
  assert.equal(help.href, 'https://help.example/')
})

test('what the page makes of the link meanwhile stands', async t => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const help = link('https://help.example/')
  happen('pointerdown', help)
  asked[0]!.give('a.b.c')
  await settled()
  happen('click', help)
  help.href = 'https://help.example/next'
  t.mock.timers.runAll()
  assert.equal(help.href, 'https://help.example/next')
})

test('a token that gets old is renewed', t => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 })
  const help = link('https://help.example/')
  happen('pointerdown', help)
  t.mock.timers.tick(99_999)
  happen('pointerdown', help)
  assert.equal(asked.length, 1)
  t.mock.timers.tick(1)
  happen('pointerdown', help)
  assert.equal(asked.length, 2)
})

test('what was minted for who it was before is forgotten', async () => {
  const help = link('https://help.example/')
  happen('pointerdown', help)
  asked[0]!.give('a.b.c')
  await settled()
  changed()
  assert.equal(clicked(help), 'https://help.example/')
})

test('what is asked for while it becomes somebody is asked for again: it may have been minted for who it was', async () => {
  const help = link('https://help.example/')
  happen('pointerdown', help)
  changed()
  asked[0]!.give('a.b.c')
  await settled()
  assert.equal(clicked(help), 'https://help.example/')
  asked[1]!.give('d.e.f')
  await settled()
  assert.equal(clicked(help), 'https://help.example/#nametag_identity=d.e.f')
})

test('a refusal is no error of the page, and is not asked for again at once', async () => {
  const help = link('https://help.example/')
  happen('pointerdown', help)
  asked[0]!.refuse({ code: 'not_linked' })
  await settled()
  happen('pointerdown', help)
  assert.deepEqual([asked.length, clicked(help)], [1, 'https://help.example/'])
})

const others: [what: string, link?: ReturnType<typeof link>][] = [
  ['nothing'], ['an origin that is not linked', link('https://elsewhere.example/')], ['the same origin', link('/faq')],
  ['a part of the name', link('https://help.example.evil.example/')], ['another scheme', link('http://help.example/')],
  ['mail', link('mailto:help@help.example')], ['a script', link('javascript:void(0)')],
  ['a download', link('https://help.example/a.pdf', { download: '' })],
]
for (const [what, at] of others) {
  test(`no token for ${what}`, () => {
    happen('pointerdown', at)
    happen('click', at)
    assert.equal(asked.length, 0)
  })
}

const refrains: [what: string, event: string, more: object][] = [
  ['a click that the page took over', 'click', { defaultPrevented: true }], ['a right click', 'auxclick', { button: 2 }],
]
for (const [what, event, more] of refrains) {
  test(`${what} leaves the token where it is`, async () => {
    const help = link('https://help.example/')
    happen('pointerdown', help)
    asked[0]!.give('a.b.c')
    await settled()
    assert.equal(clicked(help, event, more), 'https://help.example/')
    assert.equal(clicked(help), 'https://help.example/#nametag_identity=a.b.c')
  })
}

const addresses: [address: string, carrying: string][] = [
  ['https://help.example/faq', 'https://help.example/faq#nametag_identity=T'],
  ['https://help.example/faq#', 'https://help.example/faq#nametag_identity=T'],
  ['https://help.example/faq#refunds', 'https://help.example/faq#refunds&nametag_identity=T'],
  ['https://help.example/a:~:b?c#/d?e=1', 'https://help.example/a:~:b?c#/d?e=1&nametag_identity=T'],
  ['https://help.example/faq#:~:text=sure', 'https://help.example/faq#nametag_identity=T:~:text=sure'],
  ['https://help.example/faq#refunds:~:text=sure', 'https://help.example/faq#refunds&nametag_identity=T:~:text=sure'],
  ['//help.example', 'https://help.example/#nametag_identity=T'],
]
for (const [address, carrying] of addresses) {
  test(`the token goes into ${address}`, async () => {
    const help = link(address)
    happen('pointerdown', help)
    asked[0]!.give('T')
    await settled()
    assert.equal(clicked(help), carrying)
  })
}

test('asked to watch again, it follows each link once, and the origins are those that were said last', async () => {
  watch(['https://docs.example'], call)
  const [docs, help] = [link('https://docs.example/'), link('https://help.example/')]
  happen('pointerdown', help)
  happen('pointerdown', docs)
  assert.deepEqual(asked.map(a => a.origin), ['https://docs.example'])
  assert.equal(listeners.click!.length, 1)
})
