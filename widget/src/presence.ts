// That somebody is here, and where: over a socket, or by a slow heartbeat where none can be had.
import { stringify } from './json.ts'
import type { Hello, Trust } from '../../internal/wire/wire.ts'
import { addFile, host, settings } from './site.ts'
import { who } from './visitor.ts'
import { jar, readCookie } from './storage.ts'
import { page } from './page.ts'
import { guarded } from './guard.ts'
import { aliveMs, blockedAfter, steadyMs, welcomeMs } from './limits.ts'
import { later, now } from './now.ts'
import { greet, post } from './transport.ts'

export const tab = ':' + Math.random()

let socket: WebSocket | undefined
/** The server has answered on the socket. */
export let connected = false
let failures = 0
let touched = 0
let dialAt = 0
let dialled = 0
let told = ''

/** Somebody is there. */
export const touch = (): void => {
  touched = now()
}

/** Says how things are, whenever they changed, over a socket that is opened again whenever it is lost. */
export const tend = (hurry?: unknown): void => {
  if (hurry) dialAt = 0
  if (!who.token || document.readyState == 'loading') return
  if (!socket && now() > dialAt) guarded(dial)
  if (!connected && now() > dialled + welcomeMs) socket?.close()
  const hello: Hello = { visitor: who.token, own: jar != document ? readCookie(document) : undefined, tab, page: page(), visible: !document.hidden, alive: Math.ceil(touched / aliveMs) }
  const text = stringify({ hello })
  if (socket?.readyState == 1) {
    if (text != told) socket.send(told = text)
  } else if (failures > blockedAfter) {
    addFile<typeof import('./beats.ts')>(BEATS_FILE, beats => beats.beat(post, hear, settings.site!, hello))
  }
}

const dial = () => {
  dialled = now()
  dialAt = later(failures++)
  const s = socket = new WebSocket(host.replace('http', 'ws') + '/v1/socket?site=' + settings.site)
  s.onopen = () => tend()
  s.onmessage = e => {
    connected = true
    guarded(() => hear(JSON.parse(e.data as string)))
  }
  s.onerror = s.onclose = ((closed: CloseEvent) => { // one that a policy forbids has an error and no close
    if (socket != s) return
    connected = false
    if (closed.code >= 4500) return // for good
    leave()
    if (now() > dialled + steadyMs) failures = 0
  }) as (e: Event) => void
}

/** Hangs up, which tells the server that the page goes away. */
export const leave = (): void => {
  socket?.close()
  socket = undefined
  connected = false
  told = ''
}

/** Where the token is dead, or an older one, or was found in the cookie without what belongs to it, the server is asked. */
const hear = (push: unknown) => {
  if ((push as { welcome?: { trust: Trust } }).welcome?.trust != who.identity?.trust) greet()
}
