// Who this browser is: the one record that all tabs of an origin share.
import { emit } from './events.ts'
import type { Identity } from '../../internal/wire/wire.ts'
import { queue, recall } from './outbox.ts'
import { stringify } from './json.ts'
import { read, readCookie, write, writeCookie } from './storage.ts'
import { name } from './site.ts'
import { consent } from './consent.ts'

export interface Visitor {
  id?: string
  token: string // '' for none
  identity?: Identity
  cookie_domain?: string
  denied?: true // all of it: the visitor wants nothing kept
}

export let who: Visitor = { token: '' }

/**
 * What storage holds. Where the cookie differs, the later token counts: other origins write the cookie too, and another
 * tab's can arrive after what it wrote beside it.
 */
const stored = (): Visitor => {
  const kept = read<Visitor>(name) || { token: '' }
  const token = readCookie()!
  return token > kept.token ? { token } : kept
}

/** Who the browser was on its last page. */
export const recognise = (): void => {
  who = stored()
  told = identity()
}

/** Reads storage again: another tab may have moved on. */
export const sync = (): void => {
  const kept = stored()
  if (kept.token >= who.token) become(kept) // an older one couldn't be overwritten
  if (kept.denied && who.token) consent('denied') // in another tab
  if (!who.identity && !queue[0]) recall() // another tab's reset waits
}

/** Makes the browser this visitor, in all its tabs. */
export const save = (visitor: Visitor): void => {
  writeCookie('', who.cookie_domain) // left at another domain, it would hide the new one
  become(visitor)
  writeCookie(who.token, who.cookie_domain)
  write(name, who)
}

let told = {} as Identity

/**
 * Makes the browser this visitor, as far as this page goes, and fires identityChanged, and identityExpired, if so it is.
 * A first visitor, or the one after a reset, is no change: still anonymous. Of a token alone nothing can be told yet. While
 * a reset waits the browser is nobody, by the name of that call.
 */
const become = (visitor: Visitor): void => {
  who = visitor
  for (const { call, id } of queue) if (call == 'reset') who = { ...who, id, identity: undefined }
  if (who.token && !who.id) return
  const before = told
  told = identity()
  if (stringify(told) == stringify(before)) return
  if (before.trust == 'verified' && told.trust == 'claimed' && before.visitor_id == told.visitor_id) emit('identityExpired', told)
  if (before.visitor_id || told.trust != 'anonymous') emit('identityChanged', told)
}

/** What this page knows of itself. */
export const identity = (): Identity => ({ visitor_id: null, trust: 'anonymous', ...who.identity })
