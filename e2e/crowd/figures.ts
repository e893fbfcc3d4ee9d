// What was measured, as numbers and in words.

/** One thing that was measured, once a repetition. */
export interface Figure {
  what: string
  unit: string
  all: number[]
  want?: { most: number } | { least: number }
}

/** The value below which a share of them lies, between two neighbours where it must; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const at = share * (sorted.length - 1)
  const [below, above] = [sorted[Math.floor(at)] ?? NaN, sorted[Math.ceil(at)] ?? NaN]
  return below + (above - below) * (at - Math.floor(at))
}

export const median = (values: readonly number[]) => quantile(values, 0.5)

/** How much of the time nothing moved for longer than two frames of a screen of 60 Hz take. */
export function stutter(gaps: readonly number[]): number {
  const long = gaps.filter(gap => gap > 2.5 * 1000 / 60)
  return long.reduce((sum, gap) => sum + gap, 0) / gaps.reduce((sum, gap) => sum + gap, 0)
}

/** Each repetition of one thing over what was measured beside it. */
export function ratio(ours: readonly number[], others: readonly number[]): number[] {
  return ours.slice(0, others.length).map((value, i) => value / others[i]!)
}

export function isMet({ all, want }: Figure): boolean | undefined {
  if (!want || !all.length) return undefined
  return 'most' in want ? median(all) <= want.most : median(all) >= want.least
}

/** A table for people: median (lowest–highest), and what was wanted. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(figure => [figure.what, spell(figure), verdict(figure)])
  const widths = [0, 1].map(column => Math.max(...rows.map(row => row[column]!.length)))
  return rows.map(row => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ').trimEnd()).join('\n')
}

function spell({ all, unit }: Figure): string {
  if (!all.length) return 'not measured'
  const range = all.length > 1 ? ` (${short(Math.min(...all))}–${short(Math.max(...all))}, ${all.length}×)` : ''
  return `${short(median(all))} ${unit}${range}`
}

function verdict(figure: Figure): string {
  const { want } = figure
  const met = isMet(figure)
  if (!want || met === undefined) return ''
  return `${'most' in want ? '≤ ' + short(want.most) : '≥ ' + short(want.least)} ${met ? 'met' : 'MISSED'}`
}

/** Three digits that matter. */
export function short(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en')
  return String(Number(value.toPrecision(3)))
}
