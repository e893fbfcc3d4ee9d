import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { RefObject } from 'preact'
import { useComputed, useSignal, type Signal } from '@preact/signals'
import type { Row } from '../../../../internal/wire/wire.ts'
import type { Shown, Visitors } from '../../models/visitors.ts'
import { useMoves } from './moves.ts'
import { rowsInView, useViewport, type Viewport } from '../parts/viewport.ts'
import { SkeletonRow, VisitorRow } from './visitor-row.tsx'

export interface VisitorListProps {
  visitors: Visitors
  open: Row | undefined // the row whose person is open beside the list
  href(row: Row): string
  onMove(row: Row): void // the keyboard moved to this row
}

/** Who is here: draws the rows on the screen and keeps them still under the pointer, however long the list is. */
export function VisitorList({ visitors, open, href, onMove }: VisitorListProps) {
  const box = useRef<HTMLDivElement>(null)
  const view = useViewport(box)
  const current = useSignal<string | undefined>(undefined)
  const shown = visitors.shown.value ?? { first: 0, order: [], total: 0 }
  // Drawn anew when a row comes to an edge, not when scrolled within a row.
  useComputed(() => Object.values(rowsInView(view.value, heightOf(view.value), Infinity)).join()).value
  const scrolled = useComputed(() => view.value.top > 0).value
  const rowHeight = useComputed(() => heightOf(view.value)).value
  const shift = useAnchor(box, view, shown, rowHeight)
  const { top } = view.peek()
  const { from, to } = rowsInView({ ...view.peek(), top: top + shift }, rowHeight, shown.total)
  useEffect(() => visitors.look(from, to - from), [from, to])
  useMoves({ box, visitors, current, rowHeight, onMove })
  const tabStop = current.value && shown.order.includes(current.value) ? current.value : shown.order[0]
  return (
    <div class={'rows' + (scrolled ? ' rows-scrolled' : '')} ref={box} {...holding(visitors)}>
      <ul style={{ height: `${shown.total * rowHeight}px` }} aria-label="Visitors">
        {range(from, to).map(index => {
          const place = { index, total: shown.total, top: index * rowHeight, height: rowHeight }
          const id = shown.order[index - shown.first]
          const sight = id === undefined ? undefined : visitors.sight(id)
          if (!sight) return <SkeletonRow key={`blank${index}`} {...place} />
          return (
            <VisitorRow key={id} {...place} sight={sight} href={href} open={open?.id === id} tabStop={tabStop === id}
              onFocus={() => { current.value = id }} />
          )
        })}
      </ul>
    </div>
  )
}

function heightOf({ width, rem }: Viewport): number {
  return rem * (width < 38 * rem ? 6.25 : 4.5)
}

// A finger has no place where it rests: only a mouse or a pen holds the list.
function holding(visitors: Visitors) {
  const hold = (event: PointerEvent) => { if (event.pointerType !== 'touch') visitors.hold(true) }
  return { onPointerEnter: hold, onPointerMove: hold, onPointerLeave: () => visitors.hold(false) }
}

/**
 * Scrolled down, the row at the top stays where it is when others come or go above it. Returns how much further down it
 * stands in what is about to be drawn; by the time it is drawn, the list has been scrolled as far.
 */
function useAnchor(box: RefObject<HTMLElement | null>, view: Signal<Viewport>, shown: Shown, rowHeight: number): number {
  const before = useRef(shown)
  const { top } = view.peek()
  const shift = top === 0 ? 0 : rowHeight * risen(before.current, shown, Math.ceil(top / rowHeight))
  useLayoutEffect(() => {
    before.current = shown
    if (!shift || !box.current) return
    box.current.scrollTop += shift // a finger may have scrolled it further than we know
    view.value = { ...view.peek(), top: box.current.scrollTop }
  }, [shown])
  return shift
}

/** How many rows further down those stand that were on the screen; the first that is still there tells. */
function risen(old: Shown, shown: Shown, top: number): number {
  if (old === shown) return 0
  const at = new Map(shown.order.map((id, i) => [id, shown.first + i]))
  for (let i = Math.max(0, top - old.first); i < old.order.length; i++) {
    const now = at.get(old.order[i]!)
    if (now !== undefined) return now - (old.first + i)
  }
  return 0
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}
