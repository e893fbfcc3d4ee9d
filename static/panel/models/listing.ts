import type { Counts, Row, Trend, ViewUpdate } from '../../../internal/wire/wire.ts'

/** A window of the sorted list of who is here: as many rows as are in the window, however long the list is. */
export interface Listing {
  ask: number // the question that it answers
  n: number // of the last update
  first: number // index of the window's first row in the list
  order: readonly string[]
  rows: ReadonlyMap<string, Row>
  counts: Counts
  trend: Trend | null
}

export const nobody: Counts = { total: 0, online: 0, claimed: 0, verified: 0, acting: 0, bots: 0 }

/**
 * Applies one update (spec live §3): a snapshot replaces, and answers `ask`; anything else must be the next in number.
 * Returns "gap" if an update is missing, so that only a fresh snapshot helps.
 */
export function advance(before: Listing | null, update: ViewUpdate, ask: number): Listing | 'gap' {
  if (update.snapshot) return fresh(update, ask)
  if (!before || update.n !== before.n + 1) return 'gap'
  const order = update.order ?? before.order
  const rows = new Map(before.rows)
  for (const row of update.rows ?? []) rows.set(row.id, row)
  return complete({
    ask: before.ask, n: update.n, first: update.first ?? before.first, order, rows: only(order, rows),
    counts: update.counts ?? before.counts, trend: update.trend ?? before.trend,
  })
}

// A snapshot can't be mended by another one: what it lacks is left out.
function fresh(update: ViewUpdate, ask: number): Listing {
  const rows = new Map((update.rows ?? []).map(row => [row.id, row]))
  const order = [...new Set(update.order)].filter(id => rows.has(id))
  const first = update.first ?? 0
  const counts = update.counts ?? { ...nobody, total: first + order.length }
  return { ask, n: update.n, first, order, rows: only(order, rows), counts, trend: update.trend ?? null }
}

function only(order: readonly string[], rows: ReadonlyMap<string, Row>): Map<string, Row> {
  const kept = new Map<string, Row>()
  for (const id of order) {
    const row = rows.get(id)
    if (row) kept.set(id, row)
  }
  return kept
}

/** A row that is in the window but was never told is a gap too. */
function complete(listing: Listing): Listing | 'gap' {
  return listing.rows.size === listing.order.length ? listing : 'gap'
}
