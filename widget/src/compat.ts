// What the scripts for other vendors' pages have in common (vendors/README.md). Such a script is nametag.js and a vendor's file
// of compat/, in one: it translates, and has no rules of its own.
import { configure, host, settings } from './site.ts'
import { guarded } from './guard.ts'
import { weigh } from './outbox.ts'
import type { Host } from './main.ts'

const mostBytes = 1800 // of a field, so that eight fit into one call; custom data may weigh 1,024

export const isObject = (value: unknown): value is { [key: string]: unknown } => !!value && typeof value == 'object'

const script = document.currentScript as HTMLScriptElement | null
guarded(() => configure({ host: script?.src, debug: location.hostname.match(/^(localhost$|127\.)/), ...script?.dataset })) // as nametag.js does, if it is the first

/** Calls Nametag: that of this script, or of whichever came first. What comes of it is for those who ask. */
export const nametag = (name: string, ...args: unknown[]): Promise<unknown> => (window as Host).Nametag!(name, ...args.map(fit)) as Promise<unknown>

/**
 * Leaves out what no call can hold, as too much or no JSON: the rest may say who is here, and what the page says next must not
 * land on the last one.
 */
const fit = (said: unknown): unknown => isObject(said) ? Object.fromEntries(Object.entries(said).filter(([field, value]) =>
  guarded(() => weigh(value as never) < mostBytes) || warn('bad_value', `Left out ${field}: no JSON, or too much.`))) : said

/** Reports whether a vendor's page names somebody: what isn't there yet is often passed as "" or null, and is no log-out. */
export const isId = (id: unknown): unknown => id || id === 0

/**
 * Begins, on the site that the script tag names, or else this key of the vendor's, which the site may have as an alias, or else
 * the one in the address, /compat/VENDOR/KEY.js. Returns it; where there is none, whoever named one before has the say.
 */
export const start = (key?: unknown, more?: object): unknown => {
  const site = script?.dataset.site || key || script?.src.match(/compat\/\w+\/([^/]+)\.js/)?.[1]
  nametag('init', site ? { host, site, ...more } : more)
  return site
}

/**
 * Runs what waits in a stub's queue, and from here on what is pushed to it: the page may have kept the stub. Whatever a page
 * queues, nothing of it reaches the page as an error.
 */
export const drain = (stub: { q?: unknown } | undefined, run: (item: never) => unknown): { push: (...items: never[]) => void } => {
  const push = (...items: never[]) => items.forEach(item => guarded(() => run(item)))
  const waiting = stub?.q
  const q = { push }
  guarded(() => stub!.q = q)
  if (Array.isArray(waiting)) {
    patch([waiting], 'push', push) // at once: what is run may push
    push(...waiting as never[])
  }
  return q
}

/** Gives objects a method: those that the page took before this script came, too, unless they can't be changed. */
export const patch = (objects: unknown[], method: string, fn: unknown): unknown =>
  objects.forEach(object => guarded(() => (object as { [method: string]: unknown })[method] = fn))

/** Adds methods that have nothing to do with who the visitor is: they are there, and do nothing. */
export const idle = (methods: { [method: string]: () => unknown }, vendor: string, names: string): void => {
  for (const name of names.split(' ')) methods[name] = () => warn('not_here', `${vendor}'s ${name} does nothing here.`)
}

const told: string[] = []

/** Where somebody develops, says once what a page does that comes to nothing. */
export const warn = (code: string, text: string): void => {
  if (/^[fnu]/.test(settings.debug as string) || told.includes(text)) return
  told.push(text)
  console.warn(`[Nametag] ${text} ${host}/help#${code}`)
}
