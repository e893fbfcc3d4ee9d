import type { Evidence, Shares } from '../../../internal/wire/wire.ts'
import { reasonWords } from './reasons.ts'
import { capital, plural } from './values.ts'

// What a site's claims show, in words and shares (spec security §3).

export type Outcome = keyof Shares
export type Example = Evidence['examples'][number]

/** In the order in which they are drawn and told. */
export const outcomes: readonly Outcome[] = ['verified', 'claimed', 'failed']

const names: { [outcome in Outcome]: string } = { verified: 'Verified', claimed: 'Without proof', failed: 'Failed' }
const meanings: { [outcome in Outcome]: string } = {
  verified: 'your server proved who it is', claimed: 'the page said a name, and no proof', failed: 'there was a proof, and it isn’t right',
}

export function outcomeName(outcome: Outcome): string {
  return names[outcome]
}

export function outcomeMeaning(outcome: Outcome): string {
  return meanings[outcome]
}

export function total({ verified, claimed, failed }: Shares): number {
  return verified + claimed + failed
}

/** How many of them are refused where proof is required. */
export function unproven({ claimed, failed }: Shares): number {
  return claimed + failed
}

/** "84 %". All is said only of all, and nothing only of nothing. */
export function percent(part: number, whole: number): string {
  if (!part || !whole) return '0 %'
  const rounded = Math.round(100 * part / whole)
  if (rounded === 0) return '< 1 %'
  return rounded === 100 && part < whole ? '> 99 %' : `${rounded} %`
}

/** The shares as a sentence, for ears and tooltips. */
export function shareWords(share: Shares): string {
  const all = total(share)
  if (!all) return 'No claims'
  return `Of ${plural(all, 'claim')}: ` + outcomes.filter(o => share[o]).map(o => `${share[o].toLocaleString('en')} ${names[o].toLowerCase()}`).join(', ')
}

/** What requiring proof means for these claims: "12 of 40 would be refused"; once it is required, what they lack. */
export function refusedWords(share: Shares, required: boolean): string {
  const [refused, all] = [unproven(share), total(share)]
  const what = required ? 'without a good proof' : 'would be refused'
  if (!refused) return required ? 'all proven' : 'none would be refused'
  return refused === all ? `all ${all.toLocaleString('en')} ${what}` : `${refused.toLocaleString('en')} of ${all.toLocaleString('en')} ${what}`
}

/** What was proven in the last 24 hours by what proves no more. */
export function lapsedWords(lapsed: number): string {
  return `${plural(lapsed, 'claim')} ${lapsed === 1 ? 'was' : 'were'} proven by a key that is retired since, or by an email that no longer counts as confirmed: the same would be refused now.`
}

/** Why claims aren't proven, most first: those without any proof are one reason more. */
export interface Cause { code: string; message: string; help: string; count: number }

export function causes({ claimed, reasons }: Evidence): Cause[] {
  const bare = { code: 'no_proof', message: 'No proof was sent.', help: 'Sign who is logged in on your server, and hand the token or hash to identify.', count: claimed }
  return [...claimed ? [bare] : [], ...reasons].sort((a, b) => b.count - a.count)
}

/** One origin with its pages, those with most to be refused first. */
export interface OriginShare { origin: string; share: Shares; pages: { path: string; share: Shares }[] }

export function byOrigin({ origins, pages }: Evidence): OriginShare[] {
  return origins.map(({ origin, ...share }) => ({
    origin, share, pages: pages.filter(page => page.origin === origin && (page.path || origin)).map(({ path, origin: _, ...of }) => ({ path, share: of })),
  }))
}

/** "shop.example/cart"; "" stands for those that weren't told apart. */
export function placeName({ origin, path }: { origin: string; path?: string }): string {
  return origin ? origin.replace(/^https:\/\//, '') + (path ?? '') : 'Others, not told apart'
}

/** What was wrong with one claim, as the evidence's reasons say it. */
export function exampleWords({ outcome, code = '' }: Example, reasons: Evidence['reasons']): string {
  if (outcome === 'claimed') return 'No proof was sent.'
  const words = reasonWords(code)
  return reasons.find(reason => reason.code === code)?.message ?? capital(words) + '.'
}

/** A part of a ring whose whole length is 100, from the top and clockwise. */
export interface Arc { outcome: Outcome; from: number; length: number }

const leastArc = 2.5 // what is there is seen, however little it is
const arcGap = 1.2

/** The shares as parts of a ring, apart from each other by a gap. */
export function arcs(share: Shares): Arc[] {
  const there = outcomes.filter(o => share[o] > 0)
  const room = 100 - (there.length > 1 ? there.length * arcGap : 0)
  const whole = total(share)
  let from = 0
  return there.map(outcome => {
    const length = leastArc + (room - there.length * leastArc) * share[outcome] / whole
    const arc = { outcome, from, length }
    from += length + arcGap
    return arc
  })
}
