import { useLayoutEffect } from 'preact/hooks'

/** Escape closes what is open, from the moment that it is seen; a dialog above it first. */
export function useEscape(on: boolean, close: () => void) {
  useLayoutEffect(() => {
    if (!on) return
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return
      event.preventDefault() // a field to search in would be emptied by it, too
      close()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  })
}
