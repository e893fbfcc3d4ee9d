// What the server tells a page, by socket or as the answer to a heartbeat. No push ever holds a token.
import type { VisitorPush } from '../../internal/wire/wire.ts'
import { backoff } from './backoff.ts'
import { doubtMs } from './limits.ts'
import { disown } from './outbox.ts'
import { busy, greet } from './transport.ts'
import { become, save, sync, who } from './visitor.ts'

let welcomed = true // what comes between a hello and its welcome may concern the token before

export const helloSaid = (): void => {
  welcomed = false
}

export const hear = (push: VisitorPush): void => {
  const { welcome, fence, identity, expired } = push as { [kind in 'welcome' | 'fence' | 'identity' | 'expired']?: { trust?: string } }
  if (welcome) welcomed = true
  if (expired) greet()
  if (fence || identity || welcome && welcome.trust !== who.trust) doubt(fence)
}

/**
 * The token is dead, or an older one, or was found in the cookie without what belongs to it. Another tab mostly has the
 * newer one in storage already, or will in a moment; only if none comes does this tab ask the server. Of a dead visitor
 * all is forgotten at once, but in storage only then: what another tab has just written there would be lost.
 */
const doubt = (dead: unknown) => {
  let { token } = who
  sync()
  if (token !== who.token) return
  if (dead && welcomed && !busy) { // else an answer under way says who comes next
    disown()
    become({ domain: who.domain, dead: token })
    token = undefined
  }
  setTimeout(() => {
    sync()
    if (token === who.token) {
      if (!token) save()
      greet()
    }
  }, doubtMs + backoff(0))
}
