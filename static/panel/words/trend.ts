import type { Counts, Trend } from '../../../internal/wire/wire.ts'

/** How many were on the site lately, and how many are now. */
export interface Course { online: number[]; verified: number[] }

export function course(trend: Trend | null, now: Counts): Course {
  return { online: [...trend?.online ?? [], now.online], verified: [...trend?.verified ?? [], now.verified] }
}

/** The same in words: "12 here now, at most 20 in the last hour". */
export function courseWords({ online }: Course): string {
  const now = online[online.length - 1] ?? 0
  return `${now.toLocaleString('en')} here now, at most ${Math.max(...online).toLocaleString('en')} in the last hour`
}

/** The share of those here who are proven, in whole percent; that of nobody is 0. */
export function verifiedShare({ online, verified }: Counts): number {
  return online ? Math.round(100 * verified / online) : 0
}

/** A curve through points in a box of that size, from its left to its right, 0 at the bottom and `most` at the top: an SVG path. */
export function curve(points: readonly number[], most: number, width: number, height: number): string {
  const all = points.length > 1 ? points : [points[0] ?? 0, points[0] ?? 0]
  const spell = (n: number) => String(Math.round(n * 10) / 10)
  return all.map((n, i) => `${i ? 'L' : 'M'}${spell(i * width / (all.length - 1))} ${spell(height - n / most * height)}`).join('')
}
