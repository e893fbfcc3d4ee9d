// Who this browser is: the one record that all tabs of an origin share.
import { stringify } from './json.ts'
import type { Identity, LatestSaid } from '../../internal/wire/wire.ts'
import { emit } from './events.ts'
import { queue } from './outbox.ts'
import { name } from './site.ts'
import { read, readCookie, write, writeCookie } from './storage.ts'

export interface Visitor {
  id?: string
  token?: string
  identity?: Identity
  said?: LatestSaid | undefined
  cookie_domain?: string
}

export let who: Visitor = {}

/**
 * What storage holds. Where the cookie differs, the later token counts: other origins write the cookie too, and another
 * tab's can arrive after what it wrote beside it.
 */
const stored = (): Visitor => {
  const kept = read<Visitor>(name) || {}
  const token = readCookie()!
  return token > (kept.token || '') ? { token } : kept
}

/** Who the browser was on its last page. */
export const recognise = (): void => {
  who = stored()
  told = identity()
}

/** Reads storage again: another tab may have moved on. */
export const sync = (): void => {
  const kept = stored()
  if (kept.token! >= (who.token || '')) become(kept) // an older one couldn't be overwritten
}

/** Makes the browser this visitor, in all its tabs. */
export const save = (visitor: Visitor): void => {
  writeCookie('', who.cookie_domain) // left at another domain, it would hide the new one
  become(visitor)
  writeCookie(who.token || '', who.cookie_domain)
  write(name, who)
}

let told = {} as Identity

/**
 * Makes the browser this visitor, as far as this page goes, and fires identityChanged, and identityExpired, if so it is.
 * A first visitor, or the one after a reset, is no change: still anonymous. Of a token alone nothing can be told yet.
 */
const become = (visitor: Visitor): void => {
  who = visitor
  if (who.token && !who.id) return
  const before = told
  told = identity()
  if (stringify(told) == stringify(before)) return
  if (before.trust == 'verified' && told.trust == 'claimed') emit('identityExpired', told)
  if (before.visitor_id || told.trust != 'anonymous') emit('identityChanged', told)
}

/** What this page knows of itself. While a reset waits for its answer it is nobody. */
export const identity = (): Identity => ({ visitor_id: null, trust: 'anonymous', ...!queue.some(e => e.call == 'reset') && who.identity })
