import type { Contact, Json, PanelFrame, Row, Trust, Value, ViewUpdate } from '../../../internal/wire/wire.ts'

/** A row as the server tells it. */
export function row(id: string, more: Partial<Row> = {}): Row {
  return {
    id, visitor: `v_0c4j8x6rm${id.padStart(4, '0')}`, visitors: 1, trust: 'anonymous' as Trust,
    page: { url: 'https://shop.example/mugs', title: 'Mugs' }, device: {}, since: 0, state: 'active', state_since: 0,
    changed: 0, tabs: 1, returning: false, ...more,
  }
}

/** A contact as the server tells it. */
export function contact(id: string, more: Partial<Contact> = {}): Contact {
  return {
    id, external_id: null, email: null, trust: 'claimed', traits: {}, custom_data: {}, custom_data_values: {}, custom_data_bytes: 2,
    custom_data_limit: 1024, conflicts: [], aliases: [], visitors: [], first_seen_at: '', last_seen_at: null, ...more,
  }
}

export function value(value: Json): Value {
  return { value, trust: 'claimed', source: 'v_1', at: '' }
}

/** The server's side of one subscription, as spec live §3 has it: what is in the window, told by differences. */
export function subscription(list: () => readonly Row[]) {
  let window = { first: 0, count: 0 }
  let n = 0
  let told = new Map<string, Row>()
  let order: readonly string[] = []

  function update(snapshot: boolean): ViewUpdate {
    const rows = list().slice(window.first, window.first + window.count)
    const ids = rows.map(r => r.id)
    const changed = rows.filter(r => snapshot || told.get(r.id) !== r)
    const moved = snapshot || ids.join() !== order.join()
    told = new Map(rows.map(r => [r.id, r]))
    order = ids
    return {
      n: ++n, ...(snapshot && { snapshot: true as const, first: window.first }), ...(moved && { order: ids }),
      ...(changed.length && { rows: changed }), counts: counts(list()),
    }
  }
  return {
    hear(frame: PanelFrame): ViewUpdate {
      if (!('view' in frame)) throw new Error('not a view')
      window = { first: frame.view.first, count: frame.view.count }
      return update(true)
    },
    diff: () => update(false),
    snapshot: () => update(true), // for a slow reader: numbered on
    window: () => list().slice(window.first, window.first + window.count),
  }
}

export function counts(rows: readonly Row[]) {
  return {
    total: rows.length, online: rows.filter(r => r.state !== 'left').length,
    claimed: rows.filter(r => r.trust === 'claimed').length, verified: rows.filter(r => r.trust === 'verified').length, acting: 0, bots: 0,
  }
}
