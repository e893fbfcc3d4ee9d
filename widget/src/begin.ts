// The widget's life on a page: it begins once, leaves with the page, and comes back from the back/forward cache.
import { ready } from './events.ts'
import { recall } from './outbox.ts'
import { watchPage } from './presence.ts'
import { autoload, host, name, site } from './site.ts'
import { connect, hangUp, say } from './socket.ts'
import { climb } from './storage.ts'
import { enterTab, leaveTab } from './tabs.ts'
import { flush, greet, hurry } from './transport.ts'
import { recognise, sync } from './visitor.ts'

export let begun = false
let live = false // the server has answered

/** Calls wait here until the widget has begun: nothing is stored or sent before. */
export const waiting: (() => void)[] = []

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
  enterTab()
  watchPage(say)
  watchLife()
  for (const run of waiting) run()
  greet()
}

const watchLife = () => {
  void ready.then(() => {
    live = true
    if (document.readyState === 'loading') addEventListener('DOMContentLoaded', comeBack)
    else connect()
  })
  addEventListener('pagehide', () => {
    flush()
    hangUp()
    leaveTab()
  })
  addEventListener('pageshow', e => {
    if (!e.persisted) return
    enterTab()
    sync()
    comeBack()
  })
  addEventListener('online', comeBack)
  // For tabs without a BroadcastChannel, and those whose storage lagged behind its message.
  addEventListener('storage', e => {
    if (e.key === name()) sync()
  })
}

const comeBack = () => {
  hurry()
  if (live) connect()
}
