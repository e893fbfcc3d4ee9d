import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import { useSignal, type Signal } from '@preact/signals'

/** What of a scrolling box is on the screen, in CSS pixels. */
export interface Viewport { top: number; height: number; width: number; rem: number }

export function useViewport(box: RefObject<HTMLElement | null>): Signal<Viewport> {
  // Until it is measured, as large as the window: a list that asks for its rows by it seldom has to ask again.
  const view = useSignal<Viewport>({ top: 0, height: innerHeight, width: innerWidth, rem: 16 })
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => {
      const rem = parseFloat(getComputedStyle(document.documentElement).fontSize)
      view.value = { top: element.scrollTop, height: element.clientHeight, width: element.clientWidth, rem }
    }
    const scrolled = () => { if (view.peek().top !== element.scrollTop) view.value = { ...view.peek(), top: element.scrollTop } }
    const watcher = new ResizeObserver(measure)
    watcher.observe(element)
    element.addEventListener('scroll', scrolled, { passive: true })
    measure()
    return () => {
      watcher.disconnect()
      element.removeEventListener('scroll', scrolled)
    }
  }, [])
  return view
}

const spare = 4 // rows beyond each edge, so that a fast wheel meets no blank

/** Which rows of `total` are on the screen, `to` exclusive. */
export function rowsInView({ top, height }: Viewport, rowHeight: number, total: number): { from: number; to: number } {
  const from = Math.max(0, Math.floor(top / rowHeight) - spare)
  const to = Math.min(total, Math.ceil((top + height) / rowHeight) + spare)
  return { from: Math.min(from, to), to }
}
