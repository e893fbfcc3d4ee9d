// nametag.js: what strangers' pages load (spec widget). It adds one global, and nothing it does throws into the page.
// Where both sides are of one type, == does what === does, in a byte less: here that counts.
import { tickMs } from './limits.ts'
import { arrive } from './arrival.ts'
import { call, calls } from './calls.ts'
import { listen, tick, turn } from './life.ts'
import { forget } from './said.ts'
import { on } from './events.ts'
import { sync } from './visitor.ts'
import { configure } from './site.ts'
import { touch } from './presence.ts'
import { guarded } from './guard.ts'

type Item = [args: Iterable<unknown>, ok?: (value: unknown) => void, no?: (error: unknown) => void]
interface Nametag { (name: string, ...args: unknown[]): unknown; q?: { push: (item: Item) => unknown }; [method: string]: unknown }
export interface Host { Nametag?: Nametag & { q?: Item[]; identify?: unknown } }

const run = (item: Item): unknown => guarded(() => call(...item[0] as [string]).then(item[1], item[2]))

guarded(() => {
  if ((window as Host).Nametag?.identify) return // a second copy of the script
  const script = document.currentScript as HTMLScriptElement | null
  configure({ host: script?.src, debug: location.hostname.match(/^(localhost$|127\.)/), ...script?.dataset })
  arrive()
  listen(tick, 'visibilitychange')
  listen(sync, 'storage') // other tabs' doings
  listen(forget, 'storage')
  listen(touch, 'pointerdown', 'pointermove', 'keydown', 'scroll')
  listen(turn, 'pagehide', 'pageshow', 'online')
  listen(arrive, 'hashchange') // a link may lead a window to the page that it holds already
  setInterval(tick, tickMs)
  // Nametag takes the place of the stub that the page may have put there, with all that waits in it.
  const waiting = (window as Host).Nametag?.q || []
  const nametag: Nametag = (window as Host).Nametag = call as never
  for (const name in calls) nametag[name] = call.bind(window, name)
  nametag.on = on
  nametag.q = { push: run } // the stub goes on pushing to it, so references that a page took earlier keep working
  waiting.forEach(run)
  queueMicrotask(tick) // so that calls made together travel together, and with the hello
})
