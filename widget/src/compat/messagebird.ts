// compat/messagebird.js: pages that were written for MessageBird's Omnichannel widget (vendors/messagebird.md).
import '../main.ts'
import { drain, idle, isId, isObject, nametag, patch, start, warn } from '../compat.ts'
import { guarded } from '../guard.ts'
import type { Host } from '../main.ts'

interface Settings { widgetId?: unknown; initializeOnLoad?: unknown }

const patienceMs = 3000

const page = window as { MessageBirdChatWidget?: unknown; MessageBirdChatWidgetSettings?: Settings | null }
const script = (document.currentScript || document.getElementById('live-chat-widget-script')) as HTMLScriptElement | null

/** What the script tag says, where Nametag couldn't read it: a module doesn't know its own tag. */
const unread: { [name: string]: string | undefined } = script && !document.currentScript ? { host: script.src, ...script.dataset } : {}

/** What all copies of this script share: how often the page began or ended, and its latest call. */
const life = ((window as Host).Nametag?.q ?? {}) as { turn?: number; latest?: Promise<unknown> }
let told = false // this copy, to begin or to end

const next = (): number => {
  told = true
  return life.turn = (life.turn ?? 0) + 1
}

/**
 * Makes a call. What the page gets resolves when that is answered, whatever the answer, and soon in any case: pages wait
 * for it before they let somebody in or out, and not all of them have a catch.
 */
const answered = (call: () => unknown): Promise<unknown> => {
  const done = (async () => { await call() })().catch(() => {})
  return life.latest = Promise.race([done, new Promise<void>(resolve => setTimeout(resolve, patienceMs))])
}

/**
 * What attributes say of a person: email and phone are fields of the profile, the rest is custom data; a name in it is
 * shown as the person's, too. An empty email is one that isn't there yet, and takes none back.
 */
const said = (attributes: unknown) => {
  const { email, phone, ...custom_data } = (isObject(attributes) && guarded(() => ({ ...attributes })) || {}) as { [key: string]: unknown }
  const { name, first_name, firstName, last_name, lastName } = custom_data
  return {
    email: email ? guarded(() => String(email)) : undefined, phone: typeof phone == 'number' ? '' + phone : phone,
    name, first_name: first_name ?? firstName, last_name: last_name ?? lastName, custom_data,
  }
}

const begin = (settings?: Settings | null): void => {
  next()
  const key = script?.src.match(/(?:[?&]widgetId=|compat\/messagebird\/|\?(?![\w-]+=))([\w-]+)/)?.[1]
  // Having ended, it begins again only if it is told to.
  guarded(() => start(page.MessageBirdChatWidgetSettings?.widgetId || key || settings?.widgetId, { autoload: script?.dataset.autoload || true, ...unread }))
  delete unread.consent // from here on the visitor's own word counts
  parsed(place)
}

/** Runs what needs the whole page. */
const parsed = (run: () => void): void => document.readyState == 'loading' ? addEventListener('DOMContentLoaded', run) : run()

/** Puts an element there that some pages wait for. */
const place = () => {
  const id = 'live-chat-widget'
  if (!document.getElementById(id)) document.body.append(Object.assign(document.createElement('div'), { id, hidden: true }))
}

/** An email is a claim of its own: one that is refused costs the rest nothing. */
const setAttributes = (attributes: unknown) => answered(() => {
  const { email, ...rest } = said(attributes)
  return Promise.allSettled([email && nametag('setAttributes', { email }), nametag('setAttributes', rest)])
})

const calls: { [method: string]: (...args: never[]) => unknown } = {
  __proto__: null as never, // so that nothing but what stands here is a call
  init: begin,
  identify(id: unknown, attributes: unknown) {
    if (isId(id)) return answered(() => nametag('identify', { external_id: id, ...said(attributes) }))
    warn('id_missing', 'MessageBirdChatWidget.identify was called without an id, so nobody is named.')
    return setAttributes(attributes)
  },
  setAttributes,
  logout: () => answered(() => nametag('reset')),
  /** What was said before still goes out; the page's latest word counts. */
  shutdown() {
    const at = next(), before = life.latest
    return answered(async () => {
      await before
      if (at == life.turn) await nametag('remove')
    })
  },
  /** It is ready as soon as its methods are there: no page waits for a server. */
  on(event: unknown, fn: () => unknown) {
    if (event == 'ready') Promise.resolve().then(fn)
    else warn('not_here', `MessageBird's "${event}" doesn't happen here.`)
  },
}
idle(calls, 'MessageBird', 'setConfig toggleChat show hide')

/** An item of the queue is a call, or a list of them: MessageBird's stub wraps each one twice. */
const run = (item: unknown[]): void => {
  const [method, args] = item as [string, never[]]
  if (Array.isArray(method)) item.forEach(run as never)
  else calls[method]?.(...[args].flat())
}

/** Begins, unless the page says that it will call init, or has said something already. */
const load = () => {
  if (!told && !/^f/.test(page.MessageBirdChatWidgetSettings?.initializeOnLoad as string)) begin()
}

if (page.MessageBirdChatWidgetSettings) load()
else parsed(load) // what the page says may stand behind the script
const widget = (isObject(page.MessageBirdChatWidget) ? page.MessageBirdChatWidget : {}) as { queue?: unknown }
patch([page], 'MessageBirdChatWidget', widget)
for (const method in calls) patch([widget], method, (...args: never[]) => guarded(() => calls[method]!(...args)))
patch([widget], 'isOpen', false)
const queue = isObject(widget.queue) ? widget.queue : []
patch([queue], 'push', drain({ q: guarded(() => [].splice.call(queue as never, 0, 1 / 0)) }, run).push)
patch([widget], 'queue', queue)
