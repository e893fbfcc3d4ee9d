import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import type { Signal } from '@preact/signals'
import type { Row } from '../../../../internal/wire/wire.ts'
import type { Visitors } from '../../models/visitors.ts'
import { onShortcut } from '../parts/shortcuts.ts'
import { step } from '../parts/steps.ts'

interface Moves {
  box: RefObject<HTMLElement | null>
  visitors: Visitors
  current: Signal<string | undefined> // the row that the keyboard is at
  rowHeight: number
  onMove(row: Row): void
}

/** j, k and the arrows move from row to row, Home and End to the ends; Enter is the row's own link. */
export function useMoves({ box, visitors, current, rowHeight, onMove }: Moves) {
  useLayoutEffect(() => onShortcut((key, event) => {
    const inside = event.target instanceof Node && box.current?.contains(event.target)
    const index = target(key, Boolean(inside))
    if (index === undefined) return false
    moveTo(index)
    return true
  })) // anew at each render: it moves by what is on the screen now

  function target(key: string, inside: boolean): number | undefined {
    const shown = visitors.shown.peek()
    if (!shown) return undefined
    const at = current.peek() === undefined ? -1 : shown.order.indexOf(current.peek()!)
    return step(key, inside, at < 0 ? -1 : shown.first + at, shown.total)
  }
  function moveTo(index: number) {
    const [element, shown] = [box.current, visitors.shown.peek()]
    if (!element || !shown) return
    reveal(element, index * rowHeight, rowHeight)
    const id = shown.order[index - shown.first]
    const row = id === undefined ? undefined : visitors.sight(id)?.peek().row
    if (!row) return // on its way; the next key finds it
    current.value = row.id
    onMove(row)
    // Once the scrolled list has been drawn.
    requestAnimationFrame(() => requestAnimationFrame(() => focusRow(element, row.id)))
  }
}

function focusRow(box: ParentNode, id: string) {
  box.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"] a`)?.focus({ preventScroll: true })
}

function reveal(box: HTMLElement, top: number, height: number) {
  if (top < box.scrollTop) box.scrollTop = top
  else if (top + height > box.scrollTop + box.clientHeight) box.scrollTop = top + height - box.clientHeight
}
