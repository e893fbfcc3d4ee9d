import type { Locator, Page } from '@playwright/test'
import { expect } from './expect.ts'

/** The agents' panel, as a person works with it. */
export class Panel {
  readonly page: Page
  readonly rows: Locator
  readonly person: Locator
  readonly banner: Locator

  constructor(page: Page) {
    this.page = page
    this.rows = page.locator('li[data-row]')
    this.person = page.locator('[data-person]')
    this.banner = page.locator('.banner')
  }

  /** A row by what stands in it. */
  row(text: string): Locator { return this.rows.filter({ hasText: text }) }

  /** The row that shows this visitor. */
  rowOf(visitor: string): Locator { return this.page.locator(`li[data-visitor="${visitor}"]`) }

  /** The row with this id, which stays the same whoever the visitor turns out to be. */
  rowById(id: string): Locator { return this.page.locator(`li[data-row="${id}"]`) }

  /** Clicks a row, and takes the pointer away: the list stands still under it. */
  async open(row: Locator): Promise<void> {
    await row.click()
    await this.rest()
    await expect(this.person).toBeVisible()
  }

  async rest(): Promise<void> { await this.page.mouse.move(0, 0) }

  /** One field of the person's profile or custom data. */
  field(key: string): Locator { return this.person.locator(`[data-field="${key}"]`) }

  section(title: string): Locator {
    return this.person.locator('section').filter({ has: this.page.getByRole('heading', { name: title, exact: true }) })
  }

  /** What the Install page has people copy. */
  snippet(): Promise<string> {
    return this.page.locator('.copyable').filter({ has: this.page.getByRole('button', { name: 'Copy snippet' }) }).locator('code').innerText()
  }

  /** Marks the element that shows the row now, so that [isMarked] can tell whether it is still that very one. */
  async mark(row: Locator): Promise<void> {
    await row.evaluate(element => { (element as { marked?: boolean }).marked = true })
  }

  isMarked(row: Locator): Promise<boolean> {
    return row.evaluate(element => (element as { marked?: boolean }).marked === true)
  }
}

/** What the panel's browser asked of the server. */
export function watchTraffic(page: Page): { requests: string[]; sockets: string[] } {
  const seen = { requests: [] as string[], sockets: [] as string[] }
  page.on('request', request => seen.requests.push(`${request.method()} ${new URL(request.url()).pathname}`))
  page.on('websocket', socket => seen.sockets.push(new URL(socket.url()).pathname))
  return seen
}
