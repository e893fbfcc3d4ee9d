const first = 1000
const most = 30_000

/**
 * How long to wait before try number `tries` (from 0), in milliseconds: full jitter, so that a thousand panels
 * don't come back at once. `chance` is in [0, 1).
 */
export function backoff(tries: number, chance: number): number {
  return Math.round(chance * Math.min(most, first * 2 ** Math.min(tries, 16)))
}
