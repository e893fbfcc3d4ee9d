// Where this tab is, and that somebody is there.
import type { Page } from '../../internal/wire/wire.ts'
import { aliveMs, lateTitleMs, titleMs } from './limits.ts'
import { page } from './page.ts'
import { say } from './socket.ts'

let told = ''

/** The page, for a frame; what is told here isn't told again until it changes. */
export const tellPage = (): Page => {
  const now = page()
  told = JSON.stringify(now)
  return now
}

/** Says every change of page and visibility, and at most every 20 s that somebody touched the page. */
export const watchPage = (): void => {
  const look = () => {
    if (JSON.stringify(page()) !== told) say({ page: tellPage() })
  }
  const moved = () => [titleMs, lateTitleMs].forEach(ms => setTimeout(look, ms))
  addEventListener('popstate', moved) // comes with every hashchange, too
  // history's methods do what they did, return what they returned, and look as they looked.
  for (const method of ['pushState', 'replaceState'] as const) {
    history[method] = new Proxy(history[method], {
      apply(...call) {
        moved()
        return Reflect.apply(...call) as unknown
      },
    })
  }
  document.addEventListener('visibilitychange', () => say({ visible: !document.hidden }))
  let last = 0
  const alive = () => {
    if (Date.now() - last < aliveMs) return
    last = Date.now()
    say({ alive: true })
  }
  for (const input of ['pointerdown', 'pointermove', 'keydown', 'scroll']) addEventListener(input, alive, { capture: true, passive: true })
}
