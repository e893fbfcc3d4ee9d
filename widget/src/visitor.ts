// Who this browser is: the one record that all tabs of an origin share.
import { stringify } from './json.ts'
import type { Identity } from '../../internal/wire/wire.ts'
import { goOn, queue, recall } from './outbox.ts'
import { name } from './site.ts'
import { emit } from './events.ts'
import { consent } from './consent.ts'
import { read, readCookie, write, writeCookie } from './storage.ts'

export interface Visitor {
  id?: string
  token: string // '' for none, and '~' where the visitor wants nothing kept
  identity?: Identity
}

export let who: Visitor = { token: '' }

/**
 * What storage holds. Where the cookie differs, the later token counts: other origins write the cookie too, and another
 * tab's can arrive after what it wrote beside it. A denial is "~" there, after all tokens, so that all hear of it.
 */
export const stored = (): Visitor => {
  const kept = read<Visitor>(name) || { token: '' }, token = readCookie()!
  return token > kept.token ? token == who.token ? who : { token } : kept
}

/** Reads storage: another tab may have moved on. */
export const sync = (): void => {
  const kept = stored(), { id, token } = who
  if (kept.token == '~') { // denied
    become({ token: '' })
    if (token) consent('denied') // in another tab; else this page came later
  } else if (!id || kept.token >= token) become(kept)
  else if (kept.token) save(who) // two tabs wrote at once, and the older one was the last
  if (who.id != id) goOn(who)
  if (!who.identity && !queue[0]) recall() // another tab's reset waits
}

/** Makes the browser this visitor, in all its tabs. */
export const save = (visitor: Visitor): void => {
  writeCookie('', who.token) // left at another domain, it would hide the new one
  become(visitor)
  writeCookie(who.token)
  write(name, who)
}

let told: Identity | undefined

/**
 * Makes the browser this visitor, as far as this page goes, and fires identityChanged, and identityExpired, if so it is.
 * A first visitor, or the one after a reset, is no change: still anonymous. Of a token alone nothing can be told yet. While
 * a reset waits the browser is nobody, by the name of that call.
 */
export const become = (visitor: Visitor): void => {
  who = visitor
  for (const entry of queue) if (entry.call == 'reset') who = { ...who, id: entry.id, identity: undefined }
  if (who.token && !who.id && told) return
  const before = told
  told = identity()
  if (before && stringify(told) != stringify(before)) {
    if (before.trust == 'verified' && told.trust == 'claimed' && before.visitor_id == told.visitor_id) emit('identityExpired', told)
    if (before.visitor_id || told.trust != 'anonymous') emit('identityChanged', told)
  }
}

/** What this page knows of itself. */
export const identity = (): Identity => ({ visitor_id: null, trust: 'anonymous', ...who.identity })
