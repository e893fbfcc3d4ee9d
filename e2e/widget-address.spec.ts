import { expect, test } from './fixtures.ts'
import { say, visitorId } from './widget.ts'

// What addresses hold that is nobody's business never leaves the browser: not in bodies, frames, addresses or headers of
// anything that the script sends (spec security §5). The plain cases are in widget-page.spec.ts.

const hiding = [
  '?access_token=SECRET', '?utm_source=a&jwt=SECRET&utm_medium=b', '?UTM_SOURCE=SECRET', '?utm_=ok&utm%5Fsource=fine&%75tm_id=fine&xutm_source=SECRET', '?q=utm_source=SECRET', '?SECRET',
  '?a=1;utm_source=SECRET', '?utm_source=x%26password=y&session[id]=SECRET', '?nametag_identity=SECRET', '#access_token=SECRET&utm_source=SECRET', '#/route?token=SECRET', '#:~:text=SECRET',
]

test('no request of the script holds what an address hides', async ({ browse, pages, line, server, site }) => {
  const backend = await server.backend(site)
  const page = await (await browse()).newPage()
  await page.clock.install() // a route is told of twice a second
  const frames: string[] = []
  page.on('websocket', socket => socket.on('framesent', frame => frames.push(String(frame.payload))))
  const host = new URL(pages)
  const referer = `http://jane:SECRET@search.example/find/SECRETLESS?q=SECRET#SECRET`
  await page.goto(`http://jane:SECRET@${host.host}${host.pathname}telling.html?token=SECRET#SECRET`, { referer })
  await visitorId(page)
  await say(page, 'identify', 'discreet')
  for (const [n, part] of hiding.entries()) {
    await page.evaluate(to => history.pushState(null, '', to), `route-${n}${part}`)
    await page.clock.runFor(500)
    await expect.poll(async () => (await backend.visitors())[0]?.page.url).toContain('route-' + n)
  }
  await say(page, 'reset')
  await page.evaluate(() => { location.href = 'bare.html' })
  await page.waitForURL('**/bare.html')

  const ours = line.passed.filter(p => p.path !== '/nametag.js') // for which the page asks, before anything of ours is there
  const sent = [...ours.map(p => p.path + p.body + JSON.stringify(p.headers)), ...frames].join('\n').replaceAll('SECRETLESS', '')
  expect(frames.length).toBeGreaterThan(hiding.length)
  expect(sent).toContain('route-0')
  expect(sent).not.toContain('SECRET')
  expect(sent).not.toContain('jane')
  expect(ours.map(p => p.headers.referer ?? '').filter(referer => referer.includes('.html'))).toEqual([])
})
