// Stands before main.ts in a script that keeps its visitor to itself: the page's own Nametag, if it has one, goes on as it was,
// and no other script uses this one.
import { arrive } from './arrival.ts'
import { calls } from './calls.ts'
import { put } from './outbox.ts'
import type { Host } from './main.ts'

const page = window as Host & { HubSpotConversations?: { widget?: { load?: unknown } } }
const theirs = page.Nametag
page.Nametag = (page.HubSpotConversations?.widget?.load && { identify: 1 }) as never // beside a copy that lives, main.ts does nothing

/** Gives the page what it had. */
export const giveBack = (): void => {
  page.Nametag = theirs
  if (!theirs) delete page.Nametag // which does nothing to the page's own variable
}

/** Links tell nobody of whom the page holds in memory: at their end that would be stored. */
calls.identityToken = () => Promise.reject({})

let shown = false

/** An identity that came over a link is for the browser's own visitor: with the page's Nametag, or here, or found in the address by one that comes later. */
calls.carry = (token: string) => {
  const nametag = theirs || page.Nametag
  if (nametag) return nametag('carry', token)
  if (shown) return put('carry', { 0: token })
  history.replaceState(history.state, '', location.href + (location.hash ? '&' : '#') + 'nametag_identity=' + token)
}

/** Says whether the browser's own visitor is the one that is shown here. */
export const showsOwn = (is: boolean): void => {
  shown = is
  if (is) arrive()
}
