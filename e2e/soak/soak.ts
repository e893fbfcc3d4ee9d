// A thousand page loads: several browsers at a time live through their stories, and each is judged when it has come to its end.
import { errors, expect, type Browser, type BrowserContext, type BrowserContextOptions } from '@playwright/test'
import { Line } from '../line.ts'
import { quiet } from '../quiet.ts'
import type { Server } from '../server.ts'
import type { Backend } from '../backend.ts'
import { Strangers } from '../strangers.ts'
import { History } from './history.ts'
import { Life, type World } from './life.ts'
import { judge, type Verdict } from './oracle.ts'
import { Power } from './power.ts'
import { report } from './report.ts'
import { read, type Store } from './store.ts'
import { tell, type Story } from './story.ts'
import { within } from './within.ts'

export interface Plan {
  seed: number
  loads: number // in all
  only?: number // the one browser whose story is told again
}

const loadsOfBrowser = 25
const atATime = 4
const patient = { timeout: 60_000 }
const lifeMs = 150_000

/** Lives through all of it. Each browser that found a fault is reported at once; faults keeps what came first. */
export class Soak {
  readonly faults: string[] = []
  private readonly plan: Plan
  private readonly stories: Story[]
  private readonly sum: Verdict = { exact: 0, lax: 0, unheard: 0, dropped: 0 }
  private readonly people = new Set<string>()
  private readonly began = Date.now()
  private loads = 0
  private brokenOff = 0
  private done = 0

  constructor(plan: Plan) {
    this.plan = plan
    const count = Math.ceil(plan.loads / loadsOfBrowser)
    this.stories = Array.from({ length: count }, (_, i) => tell(plan.seed, i + 1, Math.min(loadsOfBrowser, plan.loads)))
      .filter(({ browser }) => !plan.only || browser === plan.only)
  }

  /**
   * Cached is a browser with a back/forward cache. Playwright, which isn't made for it, loses sight of its pages now and then: such
   * a story is broken off, and nothing is said of it.
   */
  async run(browser: Browser, cached: Browser, options: BrowserContextOptions, server: Server): Promise<void> {
    const site = await server.site('Soak')
    const { secret } = await server.command<{ secret: string }>(['key', 'create', '--site', site.key, '--name', 'soak', '--use', 'raw-id'])
    const backend = await server.backend(site)
    const power = new Power(server)
    const waiting = [...this.stories]
    await Promise.all(Array.from({ length: atATime }, async () => {
      const strangers = await Strangers.open()
      for (let story; story = waiting.shift();) {
        const line = await Line.to(server)
        const world = { secret, power, folder: strangers.host(site.key, line.url) }
        await this.live(await (story.cached ? cached : browser).newContext(options), story, line, world, backend)
        await line.close()
      }
      await strangers.close()
    }))
    await this.judgePeople(backend)
  }

  private async live(context: BrowserContext, story: Story, line: Line, world: World, backend: Backend): Promise<void> {
    const history = new History(story.browser)
    const broken: string[] = []
    const people = peopleOf(story)
    let store: Store | undefined
    try {
      await quiet(context, broken)
      await within(lifeMs, 'the story', new Life(context, line, world, history).live(story))
      await expect(async () => { store = await read(backend, story.browser, people) }).toPass(patient) // others cut the power, too
      this.add(judge(history, store!))
    } catch (error) {
      if (story.cached && error instanceof errors.TimeoutError) this.brokenOff++
      else history.fault((error as Error).stack ?? String(error))
    }
    for (const what of broken) history.fault('a page complains: ' + what)
    for (const person of people) this.people.add(person)
    await context.close()
    this.loads += history.loads
    this.done++
    if (history.faults.length) {
      this.faults.push(`browser ${story.browser}: ${history.faults[0]}`)
      console.log(report(story, this.plan.loads, history, store))
    }
    console.log(this.progress)
  }

  /** Nobody else is known than who was named. */
  private async judgePeople(backend: Backend): Promise<void> {
    const known = (await backend.contacts()).map(({ external_id }) => external_id ?? '')
    for (const person of known) if (!this.people.has(person)) this.faults.push(`Nobody named ${person || 'the one without an id'}, who is known.`)
    if (new Set(known).size < known.length) this.faults.push(`Of ${known.length} people who are known some are the same.`)
  }

  private add(verdict: Verdict): void {
    for (const what of Object.keys(verdict) as (keyof Verdict)[]) this.sum[what] += verdict[what]
  }

  get progress(): string {
    const { exact, lax, unheard, dropped } = this.sum
    return `soak of seed ${this.plan.seed}: ${this.loads} loads, ${this.done} of ${this.stories.length} browsers, ${this.faults.length} at fault, ` +
      `${Math.round((Date.now() - this.began) / 1000)} s; ${exact} calls judged exactly, ${lax} beside fences of other tabs (${dropped} dropped), ${unheard} unheard; ${this.brokenOff} stories broken off`
  }
}

const peopleOf = ({ steps }: Story): string[] => {
  const calls = steps.flatMap(step => 'early' in step ? step.early : 'calls' in step ? step.calls : [])
  return [...new Set(calls.flatMap(call => call.verb === 'identify' ? call.person : []))]
}
