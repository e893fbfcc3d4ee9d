/**
 * Where a key leads in a list of so many, of whom the keyboard is at `here` (-1: at none yet): j and k to the next and the one
 * before, from everywhere on the page; from inside the list the arrows too, and Home and End.
 */
export function step(key: string, inside: boolean, here: number, total: number): number | undefined {
  if (!total) return undefined
  if (key === 'j' || (inside && key === 'ArrowDown')) return Math.min(total - 1, here + 1)
  if (key === 'k' || (inside && key === 'ArrowUp')) return Math.max(0, here - 1)
  if (inside && key === 'Home') return 0
  if (inside && key === 'End') return total - 1
  return undefined
}
