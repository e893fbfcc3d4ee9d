// compat/upscope.js: pages that were written for Upscope (vendors/upscope.md).
import '../main.ts'
import { guarded } from '../guard.ts'
import { drain, idle, nametag, start, warn } from '../compat.ts'
import { host } from '../site.ts'
import { stringify } from '../json.ts'
import { listen } from '../life.ts'

type Said = { [key: string]: unknown }
type Callback = (value?: unknown) => unknown
interface Config extends Said { onConnection?: Callback | null; onConnectionReset?: Callback | null }
interface Upscope { (...command: unknown[]): unknown; q?: unknown; c?: unknown; _config?: Config }

const page = window as { Upscope?: Upscope }

let shown: string | undefined // the code that the page shows
let presses: number[] = [] // of the key that shows the code, the latest first
let begun = false
const connected: Callback[] = [] // hear of each connection
let due = 0 // when it is asked for
const config: Config = {}

/** Shows the code over the page, as the page words it. */
const showCode = () => lookupCode(code => {
  const dialog = document.createElement('dialog'), button = document.createElement('button'), place = '{%lookupCode%}'
  button.textContent = 'OK'
  button.onclick = dialog.onclose = () => dialog.remove()
  dialog.style.cssText = 'margin:auto;font:2em system-ui'
  dialog.append(String(config.lookupCodeKeyMessage || place).replace(place, code) + '  ', button)
  document.documentElement.append(dialog)
  dialog.showModal()
})

/** Takes a uniqueId out of the address, whose rest stays as it was. Anybody can make a link: what the page itself says goes first. */
const takeId = () => {
  const [found, before, id, after] = location.href.match(/([?&])__upscope_unique_id=([^&#]+)(&?)/)!
  history.replaceState(history.state, '', location.href.replace(found, (after && before)!))
  config.uniqueId ||= decodeURIComponent(id!)
}

/** Ctrl, five times within ten seconds, shows it. */
const count = (event: Event) => {
  const { keyCode, timeStamp } = event as KeyboardEvent
  presses = keyCode == (config.lookupCodeKey || 17) ? [timeStamp, ...presses] : []
  if (timeStamp - presses[4]! < 1e4) {
    presses = []
    run(showCode)
  }
}

/** What a page does wrong, it finds in the console, as it did there. */
const complain = (error: unknown) => console.error('Upscope:', error)

/** Shows the code in the page's own element, whenever there is one. */
const look = () => {
  const where = config.lookupCodeElement
  const element = typeof where == 'string' ? document.querySelector(where) : where as Element | null
  if (!element) return
  if (Date.now() > due) {
    due = Date.now() + 6e5 // one that goes on being shown lives on
    lookupCode(code => shown = code)
  }
  if (shown !== undefined && element.textContent != shown) element.textContent = shown
}

/** A link may lead to the code as often as it is pressed. */
const follow = () => run(() => {
  if (location.hash != '#upscope-lookup-code') return
  history.replaceState(history.state, '', location.href.split('#')[0])
  return showCode()
})

const lookupCode = (use: (code: string) => unknown) => nametag('lookupCode').then(answer => use((answer as { code: string }).code), () => {})

/** What samples have in place of a value says nothing; null removes. */
const said = (value: unknown): unknown =>
  /^(undefined|null|USER UNIQUE ID|list of identities here|#list #of #tags #here)$/.test([].concat(value as never).join(' ')) ? undefined : value

/** Tells who the visitor is, as soon as the server has said it: after a reset, wherever that came from, the new one. */
const visitor = async (use: Callback): Promise<unknown> => {
  const { visitor_id } = await nametag('identity') as { visitor_id: string | null }
  return visitor_id ? use(visitor_id) : setTimeout(run, 50, () => visitor(use))
}

/** The texts of a list, or one text. A list of which nothing is left says nothing. */
const texts = (value: unknown, pattern = /^(?!\[o)./, code?: string): string[] | null | undefined => {
  value = said(value)
  const given = [].concat(value as never) as string[]
  const kept = given.filter(one => one && (pattern.test(one) || code && warn(code, `Left out: not ${pattern}.`))).map(String)
  return (value === null || !given.length ? value : kept[0] && kept) as string[] | null | undefined
}

/** Of all its events Nametag knows two. */
const hear = (event: unknown, fn: Callback) => {
  if (event == 'connection') connected.push(fn)
  nametag('on', event == 'connection' ? 'ready' : event == 'connectionReset' && 'reset', () => run(fn))
}

/** Runs the page's own, or what it asked for. */
const run = (fn: Callback) => (async () => fn())().catch(complain)

/** Nobody yet is often passed as "" or false, and is no log-out. */
const identify = ({ uniqueId, identities, tags, integrationIds, metadata }: Said) => {
  const names = texts(identities)
  const person = {
    uniqueId: uniqueId || uniqueId === null ? said(uniqueId) : undefined,
    name: names && names[0],
    identities: names,
    email: names && names.find(one => /^[^\s@]+@[^\s@]+$/.test(one)),
    tags: texts(tags, /^#?[\w-]+$/, 'tags_pattern')?.map(tag => tag.replace(/^#?/, '#')),
    integrationIds: texts(integrationIds, /^[a-z]{3,}:./, 'integration_ids_pattern'),
    metadata,
  }
  if (stringify(person) != '{}') nametag('updateConnection', person)
}

const calls: { [command: string]: (...args: never[]) => unknown } = {
  __proto__: null as never, // so that nothing but what stands here is a call
  init(options: unknown) {
    if (begun) return warn('init_twice', 'init was called before.')
    Object.assign(config, options)
    begun = true
    config.apiKey = start(config.apiKey)
    hear('connection', () => config.onConnection?.())
    hear('connectionReset', () => config.onConnectionReset?.())
    guarded(takeId)
    identify(config)
    listen(follow, 'hashchange')
    if (config.enableLookupCodeOnKey) listen(count, 'keyup')
    if (config.lookupCodeElement) setInterval(guarded, 500, look)
    return follow()
  },
  getLookupCode: lookupCode,
  reset(reopenConnection = true) {
    shown = ''
    due = 0
    nametag('reset').then(() => reopenConnection ? connected.forEach(run) : nametag('remove'), () => {})
  },
  updateConnection: identify,
  getUserId: visitor,
  getShortId: visitor,
  getWatchLink: (fn: Callback) => visitor(id => fn(host + '/panel/visitors/' + id + '?site=' + config.apiKey)),
  on(...events: unknown[]) {
    const fn = events.pop() as Callback
    for (const event of events) hear(event, fn)
  },
}
idle(calls as never, 'Upscope', 'customMessage requestAgent cancelRequestAgent connect sendCustomMessage redirect cancelAgentRequest expectDisconnect '
  + 'stopSession logEvent trackEvent trackUrl saveHistory prefetchAssets newPageview')

const obey = ([name, ...args]: [string, ...never[]]) => {
  const call = calls[name]!
  const wrong = !begun && name != 'init' ? 'init must come first'
    : !call ? 'no such command'
    : /^(get|on)/.test(name) && !args.some(arg => typeof arg == 'function') && 'no callback'
  if (wrong) complain(wrong)
  else run(() => call(...args))
}

if (!page.Upscope?._config) {
  const stub: Upscope = typeof page.Upscope == 'function' ? page.Upscope : page.Upscope = (...command) => q.push(command as never)
  stub._config = config
  const q = drain(stub, obey)
  stub.c = q.push
}
