import { expect, test as base } from './fixtures.ts'
import { say, visitorId } from './widget.ts'

// Content security policies of strangers' pages (spec widget §1). Whatever a policy refuses fails each of these tests; so
// does what the script loads later, for which these sites give it every reason: they are in development mode, and links
// lead from them to another domain.

const linked = 'http://help.localhost:1'
const test = base.extend({
  site: ({ server }, use, info) => server.site(info.title.slice(0, 80), { origins: [linked], linked: [linked] }).then(use),
})

for (const [name, what] of [
  ['stub-nonce.html', 'nonces, the script’s host, and no strings as scripts'], ['dynamic.html', 'nonces alone, and what they load'],
] as const) {
  test(`works under a policy of ${what}`, async ({ visit, server, site }) => {
    const page = await visit(name)
    await expect(page.locator('p')).toHaveText('claimed')
    await say(page, 'identify', 'undefined').catch(() => {}) // something to explain, in development mode
    const id = await visitorId(page)
    await page.evaluate(to => {
      const link = document.body.appendChild(document.createElement('a'))
      link.setAttribute('href', to)
      link.textContent = 'Help'
      link.dispatchEvent(new Event('pointerdown', { bubbles: true }))
    }, linked)
    const backend = await server.backend(site)
    await expect.poll(async () => (await backend.visitors()).map(row => [row.visitor, row.state])).toEqual([[id, 'active']])
  })
}
