import type { State } from '../../../../internal/wire/wire.ts'
import { ago, spoken } from '../../words/time.ts'
import { useNow } from './time.tsx'

/** "Active", "Idle 2 min", "Away 3 min", "Left 5 s ago". */
export function StateWord({ state, since }: { state: State; since: number }) {
  const now = useNow()
  return <span class={'state state-' + state}>{stateWords(state, since, now)}</span>
}

function stateWords(state: State, since: number, now: number): string {
  switch (state) {
    case 'active': return 'Active'
    case 'idle': return `Idle ${spoken(now - since)}`
    case 'away': return `Away ${spoken(now - since)}`
    case 'left': return `Left ${ago(since, now)}`
  }
}
