// The widget's life on a page: it begins once, leaves with the page, and comes back from the back/forward cache.
import { ready } from './events.ts'
import { recall } from './outbox.ts'
import { watchPage } from './presence.ts'
import { autoload, host, name, site } from './site.ts'
import { connect, hangUp } from './socket.ts'
import { climb } from './storage.ts'
import { enterTab, leaveTab } from './tabs.ts'
import { flush, hurry } from './transport.ts'
import { recognise, sync } from './visitor.ts'

export let begun = false
let start: () => void
/** Resolves when the widget begins. Calls await it: nothing is stored or sent before. */
export const beginning = new Promise<void>(done => { start = done })

/**
 * Begins, once the site is known and nothing holds it: recognises the browser, lets the calls that wait run, and says
 * hello with them, in one request.
 */
export const begin = (): void => {
  if (begun || !autoload || !site || !host) return
  if ((document as { prerendering?: boolean }).prerendering) return document.addEventListener('prerenderingchange', begin)
  begun = true
  climb()
  recognise()
  recall()
  watchPage()
  watchLife()
  start()
  queueMicrotask(comeBack)
}

const watchLife = () => {
  addEventListener('pagehide', () => {
    flush()
    hangUp()
    leaveTab()
  })
  for (const event of ['DOMContentLoaded', 'pageshow', 'online']) addEventListener(event, comeBack)
  // Other tabs' doings. Where there is no storage to share, the socket tells of them.
  addEventListener('storage', e => {
    if (e.key === name) sync()
  })
}

/** Everything is as it should be while the page is shown, however often this runs. */
const comeBack = () => {
  enterTab()
  sync()
  hurry()
  void ready.then(connect)
}
