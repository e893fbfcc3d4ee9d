// What one browser is going to live through, drawn from a seed before anything happens.
import { Dice } from './dice.ts'

/**
 * One call of a page. Its number n is told to the server with it, so that it can be found again there; a bare claim and a
 * reset tell nothing, and are only made where the widget is there already.
 */
export type Call =
  | { n: number; verb: 'identify'; person: string; bare?: true }
  | { n: number; verb: 'setAttributes' | 'updateConnection' }
  | { n: number; verb: 'reset' }

/** Tabs are counted among those that are open. What is said early is said before the script is there. */
export type Step =
  | { do: 'open'; early: Call[]; hasty: boolean } // a new tab; in haste: not even waiting for the page to be read
  | { do: 'visit'; tab: number; early: Call[]; hasty: boolean } // the next page in a tab
  | { do: 'say'; tab: number; calls: Call[]; then?: 'leave' | 'leave for good' | 'reload' | 'close' } // all of it in one tick
  | { do: 'close' | 'back' | 'route'; tab: number }
  | { do: Trouble | Relief }
  | { do: 'agree'; numbers: number[] } // all is well again, and every tab has been heard: one call each

const reliefs = { offline: 'online', cut: 'mend', hold: 'release', kill: 'start' } as const
export type Trouble = keyof typeof reliefs | 'lose'
export type Relief = typeof reliefs[keyof typeof reliefs] | 'release backwards'

export interface Story {
  seed: number
  browser: number
  cached: boolean // pages wait in the back/forward cache, as in people's browsers
  steps: Step[]
}

const tabsAtOnce = [1, 1, 2, 2, 3]
const peopleInAll = 4
const callsInAll = 90 // their numbers must fit in one contact's custom data, 1,024 bytes
const burst = 18 // two of them, and what waits beside them, are fewer than the server remembers of a visitor
const longest = 400 // steps

/** Whoever has an even number is always named with a proof, the others never. */
export const isProven = (person: string): boolean => Number(person.at(-1)) % 2 === 0

/** Tells the story of a browser that loads about so many pages. */
export function tell(seed: number, browser: number, loads: number): Story {
  const cached = browser % 4 === 0
  const teller = new Teller(seed, browser, cached)
  while (teller.loads < loads - 1 && teller.steps.length < longest) teller.goOn()
  teller.end()
  return { seed, browser, cached, steps: teller.steps }
}

class Teller {
  readonly steps: Step[] = []
  loads = 0
  private n = 0
  private tabs = 0
  private sinceAgreed = 0
  private readonly troubles = new Set<keyof typeof reliefs>()
  private readonly dice: Dice
  private readonly isCached: boolean // then nothing is done in haste: Playwright would lose sight of it
  private readonly haste: number
  private readonly mostTabs: number
  private readonly people: string[]
  private person: string
  private isFree = false // whether every tab says who is here, until all agree again, or only the first

  constructor(seed: number, browser: number, cached: boolean) {
    this.dice = new Dice(seed, browser)
    this.isCached = cached
    this.haste = cached ? 0 : 40
    this.mostTabs = this.dice.pick(tabsAtOnce)
    this.people = Array.from({ length: peopleInAll }, (_, i) => `b${browser}-p${i}`)
    this.person = this.dice.pick(this.people)
  }

  goOn(): void {
    const { dice, tabs } = this
    for (const trouble of this.troubles) if (dice.chance(30)) this.relieve(trouble)
    const loadable = !this.troubles.has('offline')
    if (tabs === 0) {
      if (!loadable) this.relieve('offline')
      return this.open()
    }
    this.sinceAgreed++
    const tab = dice.roll(tabs)
    switch (dice.weigh({
      say: 45, visit: loadable ? 14 : 0, open: loadable && tabs < this.mostTabs ? 9 : 0, close: 3, back: loadable ? 7 : 0, route: 4,
      trouble: 16, agree: this.sinceAgreed > (this.mostTabs > 1 ? 5 : 12) ? 14 : 0,
    })) {
      case 'say': return this.say(tab, loadable)
      case 'visit': return this.load({ do: 'visit', tab, early: this.early(tab), hasty: dice.chance(this.haste) })
      case 'open': return this.open()
      case 'close': this.tabs--; return this.tell({ do: 'close', tab })
      case 'back': return this.load({ do: 'back', tab })
      case 'route': return this.tell({ do: 'route', tab })
      case 'trouble': return this.trouble()
      case 'agree': return this.agree()
    }
  }

  end(): void { this.agree() }

  private open(): void {
    this.tabs++
    this.load({ do: 'open', early: this.early(this.tabs - 1), hasty: this.dice.chance(this.haste) })
    // People open several at once: then the second page begins before the first has had an answer.
    if (this.tabs < this.mostTabs && this.dice.chance(40)) this.open()
  }

  private say(tab: number, loadable: boolean): void {
    const { dice } = this
    const calls = dice.chance(6) && this.n < callsInAll - 2 * burst ? this.calls(burst, 0) : this.calls(1 + dice.roll(3), this.turns(tab))
    const leaves = Number(loadable && !this.isCached)
    const then = dice.weigh({ stay: 45, leave: 25 * leaves, 'leave for good': 4 * leaves, reload: 12 * leaves, close: 10 })
    if (then === 'stay') return this.tell({ do: 'say', tab, calls })
    if (then === 'close') this.tabs--
    else this.loads++
    this.tell({ do: 'say', tab, calls, then })
  }

  private early(tab: number): Call[] { return this.dice.chance(35) ? this.calls(1 + this.dice.roll(2), this.turns(tab), true) : [] }

  /** How often a tab's call says who is here. */
  private turns(tab: number): number { return tab === 0 || this.isFree ? 40 : 0 }

  private calls(count: number, turns: number, early = false): Call[] {
    const room = Math.max(0, callsInAll - this.n - 6)
    return Array.from({ length: Math.min(count, room) }, () => this.call(this.dice.chance(turns), early))
  }

  private call(turn: boolean, early: boolean): Call {
    const { dice } = this
    const n = ++this.n
    if (!turn) return { n, verb: dice.pick(['setAttributes', 'updateConnection']) }
    if (!early && dice.chance(30)) return { n, verb: 'reset' }
    if (dice.chance(50)) this.person = dice.pick(this.people)
    return { n, verb: 'identify', person: this.person, ...(!early && dice.chance(25) && { bare: true }) }
  }

  private trouble(): void {
    const what = this.dice.weigh({ offline: 20, cut: 20, hold: 25, lose: 25, kill: 10 })
    if (what !== 'lose') {
      if (this.troubles.has(what)) return
      this.troubles.add(what)
    }
    this.tell({ do: what })
  }

  private relieve(trouble: keyof typeof reliefs): void {
    this.troubles.delete(trouble)
    this.tell({ do: trouble === 'hold' && this.dice.chance(50) ? 'release backwards' : reliefs[trouble] })
  }

  private agree(): void {
    for (const trouble of this.troubles) this.relieve(trouble)
    this.tabs ||= 1
    this.sinceAgreed = 0
    this.isFree = this.dice.chance(25)
    this.load({ do: 'agree', numbers: Array.from({ length: this.tabs }, () => ++this.n) })
  }

  private load(step: Step): void {
    this.loads++
    this.tell(step)
  }

  private tell(step: Step): void { this.steps.push(step) }
}
