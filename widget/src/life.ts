// The widget's life on a page: it begins, leaves with the page, comes back from the back/forward cache, and can be ended.
import { sync } from './visitor.ts'
import { configure, settings } from './site.ts'
import { flush, greet, pump } from './transport.ts'
import type { Settings } from './site.ts'
import { leave, tend } from './presence.ts'
import { climb } from './storage.ts'
import { journal, recall } from './outbox.ts'

export let begun = false
let away = false

/** Names the site where no script tag does; once the widget has begun it changes nothing. */
export const init = (settings?: Settings): void => {
  if (!begun) configure(settings)
  queueMicrotask(tick)
}

/** Does what is due. Where something happened, nothing waits for the end of a pause. */
export const tick = (event?: unknown): void => {
  if (begun) sync()
  else begin()
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
  if (!settings.site || /^f/.test(settings.autoload as string) || (document as { prerendering?: boolean }).prerendering ||
    (settings.consent == 'gpc' ? (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl : settings.consent && settings.consent != 'granted')) return
  begun = true
  greet(0)
  if (!/^f/.test(settings.persist as string)) climb()
  recall()
  sync()
}

/** The page goes away, or comes: for the first time, back, or online. */
export const turn = (event: Event) => {
  away = event.type == 'pagehide'
  if (!away) {
    recall()
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
  events.forEach(event => addEventListener(event, fn, true))
}
