// nametag.js: what strangers' pages load (spec widget). It adds one global, and nothing it does throws into the page.
// Where both sides are of one type, == does what === does, in a byte less: here that counts.
import { guarded } from './guard.ts'
import { configure } from './site.ts'
import { install } from './global.ts'
import { touch } from './presence.ts'
import { sync } from './visitor.ts'
import { arrive } from './arrival.ts'
import { listen, tick, turn } from './life.ts'
import { tickMs } from './limits.ts'
import type { Host } from './global.ts'

guarded(() => {
  if ((window as Host).Nametag?.identify) return // a second copy of the script
  const script = document.currentScript as HTMLScriptElement | null
  configure({ host: script?.src, debug: location.hostname.match(/^(localhost$|127\.)/), ...script?.dataset })
  arrive()
  listen(touch, 'pointerdown', 'pointermove', 'keydown', 'scroll')
  listen(tick, 'visibilitychange')
  listen(sync, 'storage') // other tabs' doings
  listen(turn, 'pagehide', 'pageshow', 'online')
  listen(arrive, 'hashchange') // a link may lead a window to the page that it holds already
  setInterval(tick, tickMs)
  install()
  queueMicrotask(tick) // so that calls made together travel together, and with the hello
})
