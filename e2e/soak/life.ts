// A browser that lives through a story, step by step, and writes down what it sees.
import { createHmac } from 'node:crypto'
import { errors, expect, type BrowserContext, type Page } from '@playwright/test'
import type { Line } from '../line.ts'
import type { Identity } from '../widget.ts'
import type { History, Made } from './history.ts'
import type { Power } from './power.ts'
import { within } from './within.ts'
import { isProven, type Call, type Step, type Story } from './story.ts'
import { callWitness, type Spoken, type Testimony } from './witness.ts'

const patienceMs = 60_000 // sending again waits longer after each failure, by chance
const pageMs = 20_000

/** What browsers of one run share. */
export interface World { folder: string; secret: string; power: Power }

interface Tab { page: Page; row: number; been: string[]; at: number } // been: the addresses that history.back() leads through

export class Life {
  private readonly context: BrowserContext
  private readonly line: Line
  private readonly world: World
  private readonly history: History
  private readonly tabs: Tab[] = []
  private rows = 0
  private lastRow = 0 // that of the tab that was closed last
  private places = 0
  private isDark = false // this browser has cut the server's power
  private isCached = false
  private isOffline = false

  constructor(context: BrowserContext, line: Line, world: World, history: History) {
    this.context = context
    this.line = line
    this.world = world
    this.history = history
    line.onPost = what => history.note('  ' + shorten(what))
  }

  async live({ steps, cached }: Story): Promise<void> {
    this.isCached = cached
    await callWitness(this.context, (testimony, page) => this.hear(testimony, page))
    for (const step of steps) {
      this.history.note(JSON.stringify(step))
      await this.take(step)
    }
    if (!await this.history.until(() => this.line.underway === 0, patienceMs)) this.history.fault('posts are still under way at the end')
  }

  private async take(step: Step): Promise<void> {
    const { context, line, world } = this
    switch (step.do) {
      case 'open': return this.open(step.early, step.hasty)
      case 'visit': return this.visit(this.tab(step.tab), step.early, step.hasty)
      case 'say': return this.say(this.tab(step.tab), step.calls, step.then)
      case 'close': return this.close(this.tab(step.tab))
      case 'back': return this.back(this.tab(step.tab))
      case 'route': return this.route(this.tab(step.tab))
      case 'offline': case 'online': return context.setOffline(this.isOffline = step.do === 'offline')
      case 'cut': return line.cut()
      case 'mend': return line.mend()
      case 'hold': return line.hold()
      case 'release': return line.release()
      case 'release backwards': return line.release({ backwards: true })
      case 'lose': return line.loseAnswer()
      case 'kill': this.isDark = true; return world.power.cut()
      case 'start': this.isDark = false; return world.power.restore()
      case 'agree': return this.agree(step.numbers)
    }
  }

  private tab(number: number): Tab { return this.tabs[number % this.tabs.length]! }

  private async open(early: Call[], hasty: boolean): Promise<void> {
    const row = this.tabs.length === 0 ? this.lastRow ||= ++this.rows : ++this.rows
    const tab = { page: await this.context.newPage(), row, been: [], at: -1 }
    this.tabs.push(tab)
    await this.visit(tab, early, hasty)
  }

  private async visit(tab: Tab, early: Call[] = [], hasty = false): Promise<void> {
    await this.settle(tab)
    for (const call of early) this.write(tab, call)
    const to = this.address(early)
    this.arriveAt(tab, to)
    await tab.page.goto(to, { waitUntil: hasty ? 'commit' : 'domcontentloaded', timeout: pageMs })
  }

  private address(early: Call[] = []): string {
    const query = new URLSearchParams({ place: String(++this.places) })
    if (early.length) query.set('say', JSON.stringify(early.map(call => this.spell(call))))
    return `${this.world.folder}soak.html?${query}`
  }

  private arriveAt(tab: Tab, address: string): void {
    this.history.loads++
    tab.been.splice(++tab.at, Infinity, address)
  }

  private async say(tab: Tab, calls: Call[], then?: string): Promise<void> {
    if (isElsewhere(tab)) {
      if (this.isOffline) {
        this.history.note('  (nobody here hears it, and there is no way on)')
        return then === 'close' ? this.close(tab) : undefined
      }
      await this.visit(tab)
    }
    await awake(tab)
    const { page } = tab
    // What leaves no trace is only said where it is certain that the widget hears it.
    const marked = calls.filter(call => call.verb !== 'reset' && !('bare' in call))
    const spoken = marked.length === calls.length || await this.isHere(tab) ? calls : marked
    if (spoken.length < calls.length) this.history.note('  (the widget isn’t here: nothing is said that leaves no trace)')
    const turns = spoken.some(call => call.verb === 'reset' || call.verb === 'identify')
    const made = spoken.map(call => this.write(tab, call))
    if (then === 'reload') await page.waitForLoadState('domcontentloaded')
    const to = then === 'leave' ? this.address() : then === 'leave for good' ? `${this.world.folder}bare.html?place=${++this.places}` : then
    // A page that goes into the back/forward cache may never answer: it is its successor that is waited for.
    const gone = then === 'reload' ? page.waitForEvent('framenavigated', { timeout: pageMs })
      : to && then !== 'close' ? page.waitForURL(to, { waitUntil: 'commit', timeout: pageMs }) : undefined
    const said = page.evaluate(
      ({ spoken, ask, to }) => window.witness.say(spoken, ask, to),
      { spoken: spoken.map(call => this.spell(call)), ask: !turns && this.tabs.length > 1, to: then === 'close' ? undefined : to },
    ).then(knew => {
      if (knew) for (const call of made) call.knew = knew
    }, (error: Error) => this.history.note('  (the page was gone before it could answer: ' + error.message.split('\n')[0] + ')'))
    if (then === 'close') return said.then(() => this.close(tab))
    if (then === 'reload') this.history.loads++
    else if (to) this.arriveAt(tab, to)
    await (gone ?? said)
  }

  private async close(tab: Tab): Promise<void> {
    this.tabs.splice(this.tabs.indexOf(tab), 1)
    this.lastRow = tab.row
    // Now and then Playwright never comes back from closing a page that has hardly begun. What is left of that says nothing more.
    await within(pageMs, 'closing', tab.page.close()).catch(() => this.history.note('  (the page isn’t closed)'))
  }

  private async back(tab: Tab): Promise<void> {
    const to = tab.been[tab.at - 1]
    if (!to) return this.history.note('  (there is nothing to go back to)')
    await this.settle(tab)
    await awake(tab)
    tab.at--
    this.history.loads++
    // goBack waits for a load, and from the cache nothing is loaded; nor may the page that goes there ever answer.
    const gone = tab.page.waitForURL(to, { waitUntil: 'commit', timeout: pageMs })
    void tab.page.evaluate(() => history.back()).catch(() => {})
    await gone
  }

  private async route(tab: Tab): Promise<void> {
    if (isElsewhere(tab)) return
    await awake(tab)
    const to = this.address()
    await tab.page.evaluate(to => history.pushState(null, '', to), to)
    tab.been.splice(++tab.at, Infinity, to)
  }

  /** All is well again. Every tab says one thing more: once that has been answered, so has all it said before. */
  private async agree(numbers: number[]): Promise<void> {
    const { history } = this
    if (this.isDark) await this.take({ do: 'start' })
    this.line.release()
    this.line.mend()
    await this.context.setOffline(true) // the way back tells pages to try now
    await this.context.setOffline(false)
    if (this.tabs.length === 0) await this.open([], false)
    else await this.visit(this.tabs[0]!) // a fresh page says what pages that were closed couldn't
    for (const [i, tab] of this.tabs.entries()) {
      for (let tries = 0; !await this.isHere(tab) && tries < 5; tries++) await this.visit(tab)
      const said = this.write(tab, { n: numbers[i]!, verb: 'setAttributes' })
      await tab.page.evaluate(spoken => void window.witness.say(spoken, false), [this.spell(said.call)])
      const settled = await history.until(() => !!said.ok || !!said.error, patienceMs)
      if (!settled) await awake(tab)
      if (!settled) history.fault(`call ${said.call.n} has come to nothing within ${patienceMs / 1000} s, though all is well`)
    }
    history.agreed.push(await this.identities())
    history.note('  agreed: ' + JSON.stringify(history.agreed.at(-1)))
  }

  /** What all tabs say of themselves, once they say the same. */
  private async identities(): Promise<Identity> {
    let said: Identity[] = []
    try {
      await expect(async () => {
        said = await Promise.all(this.tabs.map(({ page }) => page.evaluate(async () => await window.Nametag('identity') as Identity)))
        expect(said[0]!.visitor_id).toBeTruthy()
        for (const one of said) expect(one).toEqual(said[0])
      }).toPass({ intervals: [20, 50, 100], timeout: pageMs })
    } catch {
      this.history.fault('the tabs don’t agree who is here: ' + JSON.stringify(said))
    }
    return said[0]!
  }

  /** What a cached page's stub holds is said when the page comes back, behind the next page's calls: no page is left before its script has come. */
  private async settle(tab: Tab): Promise<void> {
    if (this.isCached && tab.at >= 0) await this.isHere(tab)
  }

  /** Whether the widget has come, once it has come or failed to. */
  private async isHere(tab: Tab): Promise<boolean> {
    if (isElsewhere(tab)) return false
    await awake(tab)
    await tab.page.waitForFunction(() => window.witness.script !== 'awaited', undefined, { timeout: pageMs, polling: 20 })
    return tab.page.evaluate(() => window.witness.script === 'here')
  }

  private write({ row }: Tab, call: Call): Made {
    const made = { call, row, chapter: this.history.agreed.length, taken: false }
    this.history.made.push(made)
    return made
  }

  private hear(testimony: Testimony, page: Page): void {
    const { history } = this
    history.note(`  ${new URL(page.url()).search.split('&')[0]} testifies ${JSON.stringify(testimony)}`)
    const made = history.of('taken' in testimony ? testimony.taken : testimony.n)!
    made.taken = true
    if ('ok' in testimony) made.ok = testimony.ok ?? {}
    if ('error' in testimony) made.error = testimony.error
    history.stir()
  }

  /** As a page says it. */
  private spell(call: Call): Spoken {
    const { n } = call
    const mark = { ['u' + n]: this.history.browser, last: n }
    if (call.verb === 'reset') return { n, call: ['reset'] }
    if (call.verb !== 'identify') {
      return { n, call: [call.verb, { [call.verb === 'updateConnection' ? 'metadata' : 'custom_data']: { ...mark, said: n } }] }
    }
    const { person } = call
    const proof = isProven(person) ? [createHmac('sha256', this.world.secret).update(person).digest('hex')] : []
    return { n, call: ['identify', person, call.bare ? null : { custom_data: mark }, ...proof] }
  }
}

/** On a page that knows nothing of Nametag. */
const isElsewhere = ({ page }: Tab): boolean => page.url().includes('/bare.html')

/**
 * Waits until the tab's page answers. A question that still goes to the page before it, which the back/forward cache has frozen, is never
 * answered; or it is when that page comes back, so that nothing is said before this.
 */
async function awake({ page }: Tab): Promise<void> {
  const end = Date.now() + pageMs
  for (;;) {
    let timer: NodeJS.Timeout | undefined
    const silence = new Promise<false>(resolve => { timer = setTimeout(resolve, 500, false) })
    const answered = await Promise.race([page.evaluate(() => true).catch(() => silence), silence])
    clearTimeout(timer)
    if (answered) return
    if (Date.now() > end) throw new errors.TimeoutError('the page doesn’t answer')
  }
}

/** What went over the line, without the page and with only the ends of ids and tokens. */
const shorten = (what: string): string => what
  .replace(/"page":\{.*?\},?|"site":("\w+"|\{.*?\}),?/g, '')
  .replace(/"id":"(?!v_)[^"]*(\w{4})"/g, '"id":"…$1"')
  .replace(/vt_[\w-]+/g, token => 'vt_…' + token.slice(-6))
