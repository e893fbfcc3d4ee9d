import type { History } from './history.ts'
import type { Store } from './store.ts'
import type { Story } from './story.ts'

/** All there is to know of a browser that found a fault, and how its story is told again. */
export function report({ seed, browser }: Story, loads: number, { faults, lines }: History, store?: Store): string {
  return [
    `Browser ${browser} of seed ${seed}: ${faults.length} faults. Again: make soak SEED=${seed} LOADS=${loads} ONLY=${browser}`,
    ...lines,
    ...store ? ['In the store:', ...tellStore(store)] : [],
    `Browser ${browser} of seed ${seed}:`,
    ...faults.map(fault => '  ✗ ' + fault),
  ].join('\n')
}

function tellStore({ landings, visitors }: Store): string[] {
  return [...visitors].flatMap(([person, ids]) => [
    `  ${person}, known by ${ids.join(', ')}:`,
    ...landings.filter(landing => landing.person === person).map(({ n, visitor, entry }) => `    entry ${entry}: call ${n}, said by ${visitor}`),
  ])
}
