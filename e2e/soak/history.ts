// What happened to one browser, as far as its pages can tell.
import type { ApiError } from '../../internal/wire/wire.ts'
import type { Identity } from '../widget.ts'
import type { Call } from './story.ts'

/** A call that a page made, and what the page was told. */
export interface Made {
  call: Call
  /**
   * The row of pages that it belongs to, one after another: those of a tab, and of the tab that was opened when no other was
   * left. Rows beside one another are tabs that were open at the same time.
   */
  row: number
  chapter: number // counts how often all tabs had come to agree before
  taken: boolean // the widget was there to hear it, for certain
  knew?: Identity // what the page knew of itself at this moment
  ok?: { visitor_id?: string }
  error?: ApiError
}

export class History {
  readonly browser: number
  readonly made: Made[] = [] // in the order in which they were made
  readonly agreed: Identity[] = [] // what all tabs said at the end of each chapter
  readonly faults: string[] = []
  readonly lines: string[] = []
  loads = 0
  private readonly began = Date.now()
  private readonly waiting: (() => void)[] = []

  constructor(browser: number) { this.browser = browser }

  note(line: string): void { this.lines.push(`${((Date.now() - this.began) / 1000).toFixed(2).padStart(7)} s  ${line}`) }

  fault(what: string): void {
    this.faults.push(what)
    this.note('FAULT: ' + what)
  }

  of(n: number): Made | undefined { return this.made.find(({ call }) => call.n === n) }

  /** Something was heard: who waits looks again. */
  stir(): void { this.waiting.splice(0).forEach(look => look()) }

  /** Waits until it is so; false if it isn't by then. */
  async until(so: () => boolean, ms: number): Promise<boolean> {
    const end = Date.now() + ms
    while (!so()) {
      const left = end - Date.now()
      if (left <= 0) return false
      let timer: NodeJS.Timeout | undefined
      await new Promise<void>(resolve => {
        this.waiting.push(resolve)
        timer = setTimeout(resolve, left)
      })
      clearTimeout(timer)
    }
    return true
  }
}
