// nametag.js: what strangers' pages load (spec widget). It adds one global, and nothing it does throws into the page.
// Where both sides are of one type, == does what === does, in a byte less: here that counts.
import { arrive } from './arrival.ts'
import { install } from './global.ts'
import type { Host } from './global.ts'
import { guarded } from './guard.ts'
import { listen, live } from './life.ts'
import { configure } from './site.ts'

guarded(() => {
  if ((window as Host).Nametag?.identify) return // a second copy of the script
  const script = document.currentScript as HTMLScriptElement | null
  configure({ host: script?.src, debug: location.hostname.match(/^(localhost$|127\.)/), ...script?.dataset })
  arrive()
  listen(arrive, 'hashchange') // a link may lead a window to the page that it holds already
  live()
  install()
})
