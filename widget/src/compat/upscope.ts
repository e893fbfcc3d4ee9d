// compat/upscope.js: pages that were written for Upscope (vendors/upscope.md).
import '../main.ts'
import { drain, idle, nametag, start, warn } from '../compat.ts'
import { addFile, host } from '../site.ts'
import type { Wanted } from '../code.ts'
import type { Identity } from '../../../internal/wire/wire.ts'
import { listen } from '../life.ts'
import { guarded } from '../guard.ts'

type Said = { [key: string]: unknown }
type Callback = (value?: unknown) => unknown
interface Config extends Said, Wanted { onConnection?: Callback | null; onConnectionReset?: Callback | null }
interface Upscope { (...command: unknown[]): unknown; q?: unknown; c?: unknown; _config?: Config }

const page = window as { Upscope?: Upscope }

let begun = false
let away = 0 // 1: from the answer to a reset on; 2: now
const connected: Callback[] = [] // hear of each connection
const config: Config = {}

/**
 * Takes a uniqueId out of the address, whose rest stays as it was. Anybody can make a link, so it names only whom nobody has
 * named.
 */
const takeId = () => {
  const [found, before, id, after] = location.href.match(/([?&])__upscope_unique_id=([^&#]+)(&?)/)!
  history.replaceState(history.state, '', location.href.replace(found, (after && before)!))
  const uniqueId = decodeURIComponent(id!)
  nametag('on', 'ready', ({ trust }: Identity) => trust == 'anonymous' && !config.uniqueId && identify({ uniqueId }))
}

/** What a page does wrong, it finds in the console, as it did there. */
const complain = (error: unknown) => console.error('Upscope:', error)

const link = '#upscope-lookup-code'

/** A link to the code leaves no page, also where the page's base is another address. */
const press = (event: Event) => guarded(() => {
  if ((event.target as Element).closest(`a[href="${link}"]`)) {
    history.replaceState(history.state, '', location.href.split('#')[0] + link)
    event.preventDefault()
    showCode()
  }
})

/** Pages may want the code to be shown. A link leads to it, too, as often as it is pressed. */
const showCode = () => {
  if (config.lookupCodeElement || config.enableLookupCodeOnKey || location.hash == link)
    addFile<typeof import('../code.ts')>('code', file => file.watch(nametag, comeBack, config, listen))
}

/** What samples have in place of a value says nothing; null removes. */
const said = (value: unknown): unknown =>
  /^(undefined|null|USER UNIQUE ID|list of identities here|#list #of #tags #here)$/.test([].concat(value as never).join(' ')) ? undefined : value

/** Tells who the visitor is, as soon as the server has said it: after a reset, wherever that came from, the new one. */
const visitor = async (use: Callback): Promise<unknown> => {
  const { visitor_id } = await nametag('identity') as Identity
  return visitor_id ? use(visitor_id) : setTimeout(run, 200, () => visitor(use))
}

/** The texts of a list, or one text. A list of which nothing is left says nothing. */
const texts = (value: unknown, pattern = /^(?!\[o)./, code?: string, like?: string): string[] | null | undefined => {
  value = said(value)
  const given = [].concat(value as never) as unknown[]
  const kept = given.map(one => one ? `${one as string}`.trim() : '')
    .filter(one => one && (pattern.test(one) || code && warn(code, `Left out "${one}": not like ${like}.`)))
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
  config.uniqueId ||= uniqueId // the page has named somebody
  const names = texts(identities), hashtags = texts(tags, /^#?[\w-]+$/, 'tags_pattern', '#VIP')
  const person = {
    uniqueId: uniqueId || uniqueId === null ? said(uniqueId) : undefined,
    name: names && (names[0] ?? null),
    identities: names,
    email: names && names.find(one => /^[^\s@]+@[^\s@]+$/.test(one)),
    tags: hashtags && hashtags.map(tag => tag.replace(/^#?/, '#')),
    integrationIds: texts(integrationIds, /^[a-z]{3,}:./, 'integration_ids_pattern', 'crm:8817'),
    metadata,
  }
  if (Object.values(person).some(value => value !== undefined)) nametag('updateConnection', person)
}

/** Nothing that is said later may be lost: it begins again by that. */
const comeBack = () => {
  if (away > 1) nametag('load')
  away = 0
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
    identify(config)
    guarded(takeId)
    listen(showCode, 'hashchange')
    listen(press, 'click')
    showCode()
  },
  getLookupCode(use: (code: string) => unknown) {
    comeBack()
    return nametag('lookupCode').then(answer => use((answer as { code: string }).code), () => {})
  },
  reset(reopenConnection = true) {
    comeBack()
    if (!reopenConnection) away = 1
    nametag('reset').then(() => {
      if (!away) return connected.forEach(run)
      away = 2
      nametag('remove')
    }, () => {})
  },
  updateConnection(said: Said = {}) {
    comeBack()
    identify(said)
  },
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
