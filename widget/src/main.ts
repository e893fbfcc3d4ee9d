// nametag.js: what strangers' pages load (spec widget). It adds one global, and nothing it does throws into the page.
import { arrive } from './arrival.ts'
import { begin } from './begin.ts'
import { install } from './global.ts'
import type { Host } from './global.ts'
import { guarded } from './guard.ts'
import { configure } from './site.ts'

guarded(() => {
  if ((window as Host).Nametag?.identify) return // a second copy of the script
  const script = document.currentScript as HTMLScriptElement | null
  if (script?.src) configure({ site: script.dataset.site, host: new URL(script.src).origin })
  arrive()
  addEventListener('hashchange', arrive) // a link may lead a window to the page that it holds already
  install()
  begin()
})
