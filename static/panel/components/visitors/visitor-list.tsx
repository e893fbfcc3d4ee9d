import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { RefObject } from 'preact'
import { useComputed, useSignal, type ReadonlySignal } from '@preact/signals'
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
  // Numbers of their own, so that scrolling within a row draws nothing anew.
  const rowHeight = useComputed(() => heightOf(view.value)).value
  const total = shown.total
  const inView = () => rowsInView(view.value, heightOf(view.value), visitors.shown.value?.total ?? 0)
  const from = useComputed(() => inView().from).value
  const to = useComputed(() => inView().to).value
  const scrolled = useComputed(() => view.value.top > 0).value
  useEffect(() => visitors.look(from, to - from), [from, to])
  useAnchor(box, view, shown, rowHeight)
  useMoves({ box, visitors, current, rowHeight, onMove })
  const tabStop = current.value && shown.order.includes(current.value) ? current.value : shown.order[0]
  return (
    <div class={'rows' + (scrolled ? ' rows-scrolled' : '')} ref={box} {...holding(visitors)}>
      <ul style={{ height: `${total * rowHeight}px` }} aria-label="Visitors">
        {range(from, to).map(index => {
          const place = { index, total, top: index * rowHeight, height: rowHeight }
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

/** Scrolled down, the row at the top stays where it is when others come or go above it. */
function useAnchor(box: RefObject<HTMLElement | null>, view: ReadonlySignal<Viewport>, shown: Shown, rowHeight: number) {
  const before = useRef(shown)
  useLayoutEffect(() => {
    const [old, element] = [before.current, box.current]
    before.current = shown
    if (!element || old === shown || view.peek().top === 0) return // the element itself would have to lay all out to tell
    const top = Math.ceil(element.scrollTop / rowHeight)
    const anchor = old.order[top - old.first]
    const index = anchor === undefined ? -1 : shown.order.indexOf(anchor)
    if (index >= 0) element.scrollTop += (shown.first + index - top) * rowHeight
  }, [shown])
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}
