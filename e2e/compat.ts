import { readFileSync } from 'node:fs'
import type { Page, TestType } from '@playwright/test'
import { expect, test as base } from './fixtures.ts'
import { say, visitorId } from './widget.ts'

export interface Pages {
  /** Opens a page of ours, in a browser of its own or in place of another page, with this in its head: {{nametag}} and {{site}} are filled in. */
  paste: (head: string, body?: string, inPlaceOf?: Page) => Promise<Page>
}

export const test = base.extend<Pages>({
  paste: async ({ strangers, visit }, use) => {
    await use(async (head, body = '', inPlaceOf) => {
      strangers.add('pasted.html', `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mugs &amp; more</title>${head}</head><body>${body}</body></html>`)
      if (!inPlaceOf) return visit('pasted.html')
      await inPlaceOf.reload()
      return inPlaceOf
    })
  },
})

/** Opens one page in place of another, each for somebody new: what the browser keeps goes, and a page without scripts tells nobody of it. */
export function inTurn(paste: Pages['paste']): (head: string, body?: string) => Promise<Page> {
  let page: Page | undefined
  return async (head, body) => {
    if (page) {
      await paste('', '', page)
      await page.evaluate(() => { localStorage.clear(); sessionStorage.clear() })
      await page.context().clearCookies()
    }
    return page = await paste(head, body, page)
  }
}

/** Waits until all that the page has said so far is answered. */
export const answered = (page: Page) => expect.poll(async () => {
  await visitorId(page)
  return (await say<{ waiting: number }>(page, 'status')).waiting
}).toBe(0)

type Fixtures = typeof test extends TestType<infer Each, infer Everyone> ? Each & Everyone : never
type Feature = ((name: string, run: (fixtures: Fixtures) => Promise<void>) => void) & { end: () => void }

/**
 * The tests of a vendor's table (widget/src/compat/VENDOR.md), each by the name that its row has there. What the table
 * promises without a test fails, and so does a test that no row tells of.
 */
export function features(vendor: string): Feature {
  const promised = rows(vendor)
  const tested: string[] = []
  const feature = (name: string, run: (fixtures: Fixtures) => Promise<void>) => {
    if (!promised.includes(name)) throw new Error(`${vendor}.md has no row "${name}"`)
    tested.push(name)
    test(`${vendor}: ${name}`, run)
  }
  const end = () => test(`${vendor}: each row of the table has its test`, () => expect(tested.sort()).toEqual(promised.sort()))
  return Object.assign(feature, { end })
}

function rows(vendor: string): string[] {
  const page = readFileSync(new URL(`../widget/src/compat/${vendor}.md`, import.meta.url), 'utf8')
  return [...page.matchAll(/^\| (?!Feature |--)(.+?) \|/gm)].map(([, name]) => name!)
}
