// Who this browser is: the one record that all tabs of an origin share.
import type { Identified, Trust } from '../../internal/wire/wire.ts'
import { readCookie, writeCookie } from './cookie.ts'
import { emit } from './events.ts'
import { disown, isAway } from './outbox.ts'
import { name } from './site.ts'
import { hello } from './socket.ts'
import { read, write } from './storage.ts'

export interface Visitor {
  id?: string
  token?: string
  trust?: Trust
  external_id?: string
  email?: string
  said?: Said // only under the token it was answered under
  domain?: string // of the cookie
  dead?: string // the token that ended here, which storage may hold a moment longer
}

/** The latest answered claim: its digest, until when it needn't be sent again, its answer. */
export type Said = [digest: number, until: number, answer: Identified]

export interface Identity { visitor_id: string | null; trust: Trust; external_id?: string; email?: string }

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

/** Makes this page's visitor that of all tabs. */
export const save = (): void => {
  writeCookie(who.token || '', who.domain)
  write(name, who)
}

/** Who the browser was on its last page. */
export const recognise = (): void => {
  who = stored()
  told = identity()
}

/** Reads storage again: another tab may have moved on. */
export const sync = (): void => {
  const kept = stored()
  if (!kept.token || kept.token === who.dead) return
  if (kept.id) disown(kept.id)
  become(kept)
}

let told: Identity

/**
 * Makes the browser this visitor, as far as this page goes, and fires identityChanged, and identityExpired, if so it is.
 * A first visitor, or the one after a reset, is no change: still anonymous. Of a token alone nothing can be told yet.
 */
export const become = (visitor: Visitor): void => {
  const { token } = who
  who = visitor
  if (who.token !== token) hello()
  if (who.token && !who.id) return
  const before = told
  told = identity()
  if (JSON.stringify(told) === JSON.stringify(before)) return
  if (before.trust === 'verified' && told.trust === 'claimed') emit('identityExpired', told)
  if (before.visitor_id || told.trust !== 'anonymous') emit('identityChanged', told)
}

/** What this page knows of itself. While a reset waits for its answer it is nobody. */
export const identity = (): Identity => {
  const { id, trust = 'anonymous', external_id, email } = isAway() ? {} as Visitor : who
  return { visitor_id: id ?? null, trust, external_id, email }
}
