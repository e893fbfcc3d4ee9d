// What a browser keeps: the ladder of spec widget §4, localStorage, else sessionStorage, else this page's memory; and a
// first-party cookie, which outlives localStorage in some browsers, and with a cookie domain makes one visitor of a
// site's subdomains. None of it throws.
import { cookieSeconds } from './limits.ts'
import { stringify } from './json.ts'
import { name } from './site.ts'
import { guarded } from './guard.ts'
import { tab } from './presence.ts'

let shelf: { [key: string]: string | undefined }
/** Where cookies are kept: the document, or on a page that keeps nothing, memory. */
export let jar: { cookie: string }

/** Takes the highest of the page's storages that accepts a probe, and cookies. */
export const climb = (): void => {
  for (const kind of ['sessionStorage', 'localStorage'] as const) {
    guarded(() => {
      const storage: Storage = window[kind]
      storage[name + 1] = 1
      delete storage[name + 1]
      shelf = storage
    })
  }
  jar = document
}

/** From here on everything is kept in memory alone. */
export const stepDown = (): void => {
  jar = { cookie: '' }
  shelf = {}
}
stepDown()

/** Returns what was written, or undefined where there is nothing that can be read. */
export const read = <T>(key: string): T | undefined => guarded(() => JSON.parse(shelf[key]!) as T)

/** What a full storage refuses, this page still knows. */
export const write = (key: string, value: unknown): unknown => guarded(() => shelf[key] = stringify(value))

export const erase = (key: string): unknown => delete shelf[key]

/** The keys of what other pages keep for themselves. */
export const journals = (): string[] => Object.keys(shelf).filter(k => k.startsWith(name + ':') && k != name + tab)

/** In a sandbox there are none. */
export const readCookie = (from = jar): string | undefined =>
  guarded(() => from.cookie.match('.*' + name + '=([^;]*)')![1]) // no other cookie's name ends so

/** An empty value removes the cookie, which is that of a token: a domain follows in it, or else it is for this host only. */
export const writeCookie = (value: string, token = value): unknown =>
  guarded(() => jar.cookie = name + '=' + value + '; Path=/; SameSite=Lax; Max-Age=' + (value ? cookieSeconds : 0) +
    '; Domain=' + (token.split('@')[1] || '') + (location.protocol > 'http:' ? '; Secure' : ''))
