import { createChoice } from '../../models/choice.ts'

/** Whether single keys do anything: whoever talks to their computer turns them off (WCAG 2.1.4). */
export const shortcuts = createChoice('nametag-panel-shortcuts', true)

type Pressed = (key: string, event: KeyboardEvent) => boolean // whether it was meant
const listeners = new Set<Pressed>()

/**
 * Hears of single keys that are pressed outside of fields and dialogs. Returns its off. It belongs in a layout effect: whoever
 * sees what a key is for may press it.
 */
export function onShortcut(pressed: Pressed): () => void {
  if (!listeners.size) document.addEventListener('keydown', hear)
  listeners.add(pressed)
  return () => {
    listeners.delete(pressed)
    if (!listeners.size) document.removeEventListener('keydown', hear)
  }
}

function hear(event: KeyboardEvent) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector('dialog[open]')) return
  if (event.key.length === 1 && !shortcuts.on.peek()) return
  if ([...listeners].some(pressed => pressed(event.key, event))) event.preventDefault()
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}
