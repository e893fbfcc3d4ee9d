import { test as base, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test'
import { expect } from './expect.ts'
import { Line } from './line.ts'
import { Panel } from './panel.ts'
import { Server, type Cookie, type Site } from './server.ts'
import { Strangers } from './strangers.ts'
import { quiet } from './quiet.ts'
import { overhear } from './secrets.ts'

interface Everyone {
  server: Server // for all tests of a worker: each has its own site
  strangers: Strangers
}

interface Each {
  tolerated: RegExp | null // what pages may complain about in this test
  /** A browser of somebody's. When the test is over, no page of it may have broken a rule. */
  browse: (options?: BrowserContextOptions) => Promise<BrowserContext>
  site: Site // in development mode
  line: Line // through which the site's pages reach the server
  pages: string // the folder of the site's pages, at another origin
  visit: (name?: string) => Promise<Page> // with a browser of its own
  panel: Panel // an agent's, looking at the site
}

/** Opens the panel of a server in a browser, as its admin or as who has this cookie. */
export async function openPanel(context: BrowserContext, server: Server, path = '', cookie?: Cookie): Promise<Panel> {
  await context.addCookies([{ ...cookie ?? await server.admin(), url: server.url }])
  const panel = new Panel(await context.newPage())
  await panel.page.goto(server.url + '/panel/' + path)
  await expect(panel.page.getByRole('navigation', { name: 'Pages' })).toBeVisible()
  return panel
}

export const test = base.extend<Each, Everyone>({
  server: [async ({}, use) => {
    const server = await Server.start()
    await use(server)
    await server.dispose()
  }, { scope: 'worker' }],

  strangers: [async ({}, use) => {
    const strangers = await Strangers.open()
    await use(strangers)
    await strangers.close()
  }, { scope: 'worker' }],

  tolerated: [null, { option: true }],

  browse: async ({ browser, tolerated }, use) => {
    const open: BrowserContext[] = []
    const broken: string[] = []
    await use(async options => {
      const context = await browser.newContext(options)
      open.push(context)
      await quiet(context, broken)
      overhear(context)
      return context
    })
    for (const context of open) await context.close()
    expect(broken.filter(what => !tolerated?.test(what)), 'what pages complained about').toEqual([])
  },

  site: ({ server }, use, info) => server.site(info.title.slice(0, 80)).then(use),

  line: async ({ server }, use) => {
    const line = await Line.to(server)
    await use(line)
    await line.close()
  },

  pages: ({ strangers, site, line }, use) => use(strangers.host(site.key, line.url)),

  visit: ({ browse, pages }, use) => use(async (name = 'plain.html') => {
    const page = await (await browse()).newPage()
    await page.goto(pages + name)
    return page
  }),

  panel: async ({ browse, server, site }, use) => {
    await use(await openPanel(await browse(), server, '?site=' + site.key))
  },
})

export { expect }
