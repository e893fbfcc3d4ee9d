// What stands in every page of a soak: it makes the page's calls, and testifies what became of them.
import type { BrowserContext, Page } from '@playwright/test'
import type { ApiError } from '../../internal/wire/wire.ts'
import type { Identity } from '../widget.ts'

/** A call as the page spells it, and its number. */
export interface Spoken { n: number; call: unknown[] }

/** Of a call's number: the widget has it; it came to something. */
export type Testimony = { taken: number } | { n: number; ok: { visitor_id?: string } | null } | { n: number; error: ApiError }

interface Witness {
  script: 'awaited' | 'here' | 'missed'
  /**
   * Makes the calls and leaves for another page (or 'reload') in the same tick. Gives what the widget knew of itself at that
   * moment, if it is asked to, can tell without waiting, and holds nothing that another page said before.
   */
  say(spoken: Spoken[], ask: boolean, leave?: string): Promise<Identity | null>
  early(): void // makes the calls that stand in the page's address
  arrived(): void
  missed(): void
}
declare global { interface Window { witness: Witness; testify(testimony: Testimony): void } }

/** From here on every page of the context has its witness, who is heard by hear. */
export async function callWitness(context: BrowserContext, hear: (testimony: Testimony, page: Page) => void): Promise<void> {
  await context.exposeBinding('testify', ({ page }, testimony: Testimony) => hear(testimony, page))
  await context.addInitScript(stand)
}

// Runs in the page, and can use nothing from out here.
function stand(): void {
  const waiting: number[] = []
  const make = ({ n, call }: Spoken) => {
    if (witness.script === 'here') window.testify({ taken: n })
    else waiting.push(n)
    window.Nametag(...call).then(
      ok => window.testify({ n, ok: ok as { visitor_id?: string } ?? null }),
      (error: ApiError) => window.testify({ n, error: { code: error.code, message: error.message } }),
    )
  }
  const known = async () => {
    const told = Promise.all([window.Nametag('status') as Promise<{ waiting: number }>, window.Nametag('identity') as Promise<Identity>])
    const [status, identity] = await Promise.race([told, new Promise<[]>(resolve => setTimeout(resolve, 0, []))])
    return status?.waiting === 0 && identity || null
  }
  const witness: Witness = window.witness = {
    script: 'awaited',
    async say(spoken, ask, leave) {
      if (!window.Nametag) await new Promise(read => document.addEventListener('DOMContentLoaded', read)) // its stub comes first
      if (typeof window.Nametag['identify'] === 'function') witness.arrived()
      const knew = ask && witness.script === 'here' ? known() : null
      spoken.forEach(make)
      if (leave === 'reload') location.reload()
      else if (leave) location.href = leave
      return knew
    },
    early() {
      const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
      const said = new URLSearchParams(location.search).get('say')
      if (said && navigation?.type === 'navigate') (JSON.parse(said) as Spoken[]).forEach(make) // not again when reloaded
    },
    arrived() {
      witness.script = 'here'
      for (const n of waiting.splice(0)) window.testify({ taken: n })
    },
    missed() { witness.script = 'missed' },
  }
}
