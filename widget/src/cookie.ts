// The first-party cookie: it mirrors who the visitor is, outlives localStorage in some browsers, and with a cookie
// domain makes one visitor of a site's subdomains.
import { guarded } from './guard.ts'
import { cookieSeconds } from './limits.ts'
import { name } from './site.ts'

export const readCookie = (): string | undefined =>
  guarded(() => ('; ' + document.cookie).split('; ' + name + '=')[1]?.split(';')[0])

/** An empty value removes the cookie. Without a domain it is for this host only. */
export const writeCookie = (value: string, domain?: string): void => {
  guarded(() => {
    document.cookie = name + '=' + value + '; Path=/; SameSite=Lax; Max-Age=' + (value ? cookieSeconds : 0) +
      (domain ? '; Domain=' + domain : '') + (location.protocol === 'https:' ? '; Secure' : '')
  })
}
