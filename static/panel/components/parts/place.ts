/**
 * Keeps the keyboard's place: where what it was at is taken away, or barred for a moment, browsers let it fall to the page's
 * beginning. It goes on at what is left around it, unless something has asked for it by then. Returns its off.
 */
export function keepPlace(): () => void {
  let path: HTMLElement[] = [] // what had the focus, and what is around it up to the page's own part
  const note = ({ target }: Event) => { path = target instanceof HTMLElement ? around(target) : [] }
  // Who leaves what is still there means it: by a click beside everything, or a Tab out of the page.
  const leave = () => queueMicrotask(() => {
    if (document.activeElement === document.body && path[0]?.isConnected && !path[0].matches(':disabled')) path = []
  })
  const look = () => {
    const left = path.find(element => element.isConnected)
    if (document.activeElement !== document.body || !left) return
    if (left.tabIndex < 0 && !left.hasAttribute('tabindex')) makeStop(left)
    left.focus({ preventScroll: true })
  }
  const watcher = new MutationObserver(() => {
    // Once what was drawn has had its chance to take the focus.
    if (document.activeElement === document.body) requestAnimationFrame(() => requestAnimationFrame(look))
  })
  watcher.observe(document.body, { subtree: true, childList: true })
  document.addEventListener('focusin', note)
  document.addEventListener('focusout', leave)
  return () => {
    watcher.disconnect()
    document.removeEventListener('focusin', note)
    document.removeEventListener('focusout', leave)
  }
}

function around(target: HTMLElement): HTMLElement[] {
  const path: HTMLElement[] = []
  for (let at: HTMLElement | null = target; at && !at.matches('main, :has(main)'); at = at.parentElement) path.push(at)
  return path
}

function makeStop(element: HTMLElement) {
  element.tabIndex = -1
  element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true })
}
