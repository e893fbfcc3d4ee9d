import { readFileSync } from 'node:fs'
import { expect, test as base } from './fixtures.ts'
import { total, Traffic, type Request } from './traffic.ts'

// What a page's start says and hears (spec widget §5): the script, one post that takes the queued calls along, one socket.

// What a start may take beside the script, in bytes, both ways and with all headers, which are most of it; and a call.
const startBytes = 2_560
const callBytes = 320
const scriptHeaderBytes = 512

const script = readFileSync(new URL('../static/dist/nametag.js.br', import.meta.url))
const names = (requests: Request[]) => requests.map(r => r.name)
const words = /^GET \/nametag-debug/ // of developer's mode: these pages are on localhost
const post = 'POST /v1/commands', socket = 'SOCKET /v1/socket', file = 'GET /nametag.js'

const test = base.extend<{ straight: string; start: (...names: string[]) => Promise<Request[]> }>({
  straight: ({ strangers, site, server }, use) => use(strangers.host(site.key, server.url)), // not over a line
  start: ({ browse, server, straight }, use) => use(async (...names) => {
    const page = await (await browse()).newPage()
    const traffic = await Traffic.of(page, server)
    let went: Request[] = []
    for (const name of names) went = await traffic.start(page, straight + name)
    return went.filter(r => !words.test(r.name))
  }),
})

test('a first visit is one script, one post and one socket: no preflight, nothing twice', async ({ start }) => {
  const went = await start('plain.html')
  expect(names(went)).toEqual([file, post, socket])
  const [loaded, ...rest] = went
  expect(loaded!.down, 'compressed').toBeGreaterThan(script.length)
  expect(loaded!.down, 'compressed').toBeLessThan(script.length + scriptHeaderBytes)
  const { up, down } = total(rest)
  expect(up + down).toBeLessThan(startBytes)
})

test('the next page of the same visitor has the script already, and starts in one post and one socket', async ({ start }) => {
  const went = await start('plain.html', 'next.html')
  expect(names(went)).toEqual([post, socket])
  const { up, down } = total(went)
  expect(up + down).toBeLessThan(startBytes)
})

test('calls that wait in the stub ride along with the hello', async ({ start, server, site }) => {
  const went = await start('told.html')
  expect(names(went)).toEqual([file, post, socket])
  const { up, down } = total(went.slice(1))
  expect(up + down).toBeLessThan(startBytes + callBytes)
  const { trust } = (await (await server.backend(site)).visitors())[0]!
  expect(trust).toBe('claimed')
})
