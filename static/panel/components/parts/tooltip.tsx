import { useEffect, useRef } from 'preact/hooks'
import { useSignal } from '@preact/signals'

const gap = 8

/** One tooltip for all that carries `data-tip`, above whatever clips it. Escape hides it (WCAG 1.4.13). */
export function Tooltip() {
  const tip = useSignal<{ text: string; at: DOMRect } | null>(null)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const show = (event: Event) => {
      const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-tip]') : null
      tip.value = target ? { text: target.dataset.tip ?? '', at: target.getBoundingClientRect() } : null
    }
    const hide = () => { tip.value = null }
    const key = (event: KeyboardEvent) => { if (event.key === 'Escape') hide() }
    const listen: [string, (event: never) => void][] = [
      ['pointerover', show], ['focusin', show], ['pointerdown', hide], ['scroll', hide], ['keydown', key],
    ]
    for (const [name, fn] of listen) document.addEventListener(name, fn as EventListener, { capture: true, passive: true })
    return () => listen.forEach(([name, fn]) => document.removeEventListener(name, fn as EventListener, { capture: true }))
  }, [])
  useEffect(() => {
    if (!tip.value || !box.current) return
    box.current.showPopover()
    place(box.current, tip.value.at)
  })
  return tip.value && <div class="tooltip" popover="manual" ref={box} aria-hidden="true"><bdi>{tip.value.text}</bdi></div>
}

function place(box: HTMLElement, at: DOMRect) {
  const { width, height } = box.getBoundingClientRect()
  const above = at.top - height - gap
  const left = Math.min(Math.max(gap, at.left + at.width / 2 - width / 2), innerWidth - width - gap)
  box.style.left = `${Math.max(gap, left)}px`
  box.style.top = `${above > 0 ? above : at.bottom + gap}px`
  box.style.opacity = '1'
}
