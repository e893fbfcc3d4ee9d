import { expect, test } from './fixtures.ts'

// Pages that made something else of the browser before the script came (spec widget §5): what is said arrives whole, and
// their own things behave as before. The pages look themselves and show what they saw: nothing of ours runs in them.

test.use({ tolerated: /planned/ }) // the page throws once before and once after, to see that its own errors reach it

const worlds = {
  fetchOfFewOptions: 'fetch drops options that it doesn’t know',
  fetchThrowsAtFirst: 'fetch throws at first',
  slowFetch: 'fetch is slow',
  fetchOfXhr: 'fetch is made of XMLHttpRequest',
  promiseOfItsOwn: 'promises are the page’s own, and know little',
  promiseOfASubclass: 'promises are a subclass',
  prototypeJs: 'Prototype.js has changed arrays, strings and functions',
  moreMembersForAll: 'arrays and objects have a member more',
  frozenBuiltIns: 'what is built in is frozen',
  jsonOfItsOwn: 'JSON is json2’s',
  router: 'a router wraps the history',
  stoppedClock: 'the clock stands still',
  wrappedListeners: 'listeners and timers are wrapped',
  oldBrowser: 'much is missing that browsers have by now',
}

for (const [world, what] of Object.entries(worlds)) {
  test(`where ${what}, calls arrive whole and the page is as before`, async ({ visit, server, site }) => {
    const backend = await server.backend(site)
    const page = await visit('hostile.html?world=' + world)
    await expect(page.locator('#early')).toHaveText('claimed', { timeout: 15_000 })
    await expect(page.locator('#late')).toHaveText('claimed')
    await expect(page.locator('#changed'), 'of the page’s own things').toHaveText('nothing')

    const { email, traits, custom_data } = (await backend.contact('hostile'))!
    const said = Object.fromEntries(Object.entries(traits).map(([key, { value }]) => [key, value]))
    expect({ email, ...said, custom_data }).toEqual({
      email: 'host@ile.example', name: 'Hos Tile', tags: ['#late'], identities: ['Ho', 'Hos'],
      custom_data: { plan: 'pro', seats: 5, list: [1, '2', [3]], inner: { none: null, yes: true }, more: [['x']] },
    })
    await expect.poll(async () => (await backend.visitors()).map(({ state, page }) => [state, page.title]), 'over the socket, too')
      .toEqual([['active', 'Hostile']])
  })
}
