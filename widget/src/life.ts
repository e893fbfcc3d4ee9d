// The widget's life on a page: it begins, leaves with the page, comes back from the back/forward cache, and can be ended.
import { climb } from './storage.ts'
import { flush, pump } from './transport.ts'
import { configure, settings } from './site.ts'
import { recognise, sync } from './visitor.ts'
import type { Settings } from './site.ts'
import { tickMs } from './limits.ts'
import { journal, recall } from './outbox.ts'
import { leave, tend, touch } from './presence.ts'

export let begun = false
let away = false

/** The one clock, and all that the page is listened to for. */
export const live = (): void => {
  listen(turn, 'pagehide', 'pageshow', 'online')
  listen(tick, 'visibilitychange')
  listen(sync, 'storage') // other tabs' doings
  listen(touch, 'pointerdown', 'pointermove', 'keydown', 'scroll')
  setInterval(tick, tickMs)
  queueMicrotask(tick) // so that calls made together travel together, and with the hello
}

/** Names the site where no script tag does; once the widget has begun it changes nothing. */
export const init = (settings?: Settings): void => {
  if (!begun) configure(settings)
  queueMicrotask(tick)
}

/** Does what is due. Where something happened, nothing waits for the end of a pause. */
export const tick = (event?: unknown): void => {
  if (!begun) begin()
  if (begun) {
    journal()
    if (!away) {
      pump(event)
      tend(event)
    } else if (!event) flush() // said in a last moment
  }
}

/** Begins, once the site is known and nothing holds it: nothing is stored or sent before. */
const begin = () => {
  const { autoload, consent, persist, site } = settings
  if (!site || /^f/.test(autoload as string) || (document as { prerendering?: boolean }).prerendering ||
    (consent == 'gpc' ? (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl : consent && consent != 'granted')) return
  begun = true
  if (!/^f/.test(persist as string)) climb()
  recognise()
  recall(true)
  sync() // a reset may wait
}

const turn = (event: Event) => {
  away = event.type == 'pagehide'
  if (!away) {
    recall()
    sync()
    tick(event)
  } else if (begun) {
    flush()
    leave()
  }
}

/** Hangs up and sends nothing more, until it begins again. */
export const end = (): void => {
  leave()
  begun = false
}

/** Listens before the page does. */
export const listen = (fn: (event: Event) => void, ...events: string[]): void => {
  for (const event of events) addEventListener(event, fn, true)
}
