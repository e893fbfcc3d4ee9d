// That somebody is here, and where: over a socket, or by a slow heartbeat where none can be had.
import { stringify } from './json.ts'
import type { Heartbeat, Hello, Trust } from '../../internal/wire/wire.ts'
import { guarded } from './guard.ts'
import { tick } from './life.ts'
import { aliveMs, beatMs, blockedAfter, doubtMs, steadyMs, welcomeMs } from './limits.ts'
import { later, now } from './now.ts'
import { page } from './page.ts'
import { host, settings } from './site.ts'
import { greet, post } from './transport.ts'
import { sync, who } from './visitor.ts'

const tab = '' + Math.random()

let socket: WebSocket | undefined
/** The server has answered on the socket. */
export let connected = false
let failures = 0
let dialled = 0
let dialAt = 0
let beatAt = 0
let touched = 0
let hello: Hello
let told = ''

/** Somebody is there. */
export const touch = (): void => {
  touched = now()
}

/** Says how things are, whenever they changed, over a socket that is opened again whenever it is lost. */
export const tend = (hurry?: unknown): void => {
  if (hurry) dialAt *= 0 // after some close codes it is infinity: that becomes no number, and no time is later
  if (!who.token || document.readyState == 'loading') return
  if (!socket && now() > dialAt) guarded(dial)
  if (!connected && now() > dialled + welcomeMs) socket?.close()
  hello = { visitor: who.token, tab, page: page(), visible: !document.hidden, alive: Math.ceil(touched / aliveMs) }
  const text = stringify({ hello })
  if (socket?.readyState == 1) {
    if (text != told) socket.send(told = text)
  } else if (failures > blockedAfter && (text != told || now() > beatAt)) {
    told = text
    beat()
  }
}

const dial = () => {
  dialled = now()
  dialAt = later(failures++)
  const s = socket = new WebSocket(host.replace('http', 'ws') + '/v1/socket?site=' + settings.site)
  s.onopen = tick
  s.onmessage = e => {
    connected = true
    guarded(() => hear(JSON.parse(e.data as string)))
  }
  s.onerror = s.onclose = ((closed: CloseEvent) => { // one that a policy forbids has an error and no close
    if (socket != s) return
    drop()
    if (now() > dialled + steadyMs) failures = 0
    if (closed.code >= 4500) dialAt = Infinity
  }) as (e: Event) => void
}

/** The page goes away: a closed socket says so, and where there is none, a last heartbeat. */
export const leave = (): void => {
  if (beatAt && !connected) beat(true)
  drop()
}

const drop = () => {
  socket?.close()
  socket = undefined
  connected = false
  told = ''
}

const beat = (gone?: true) => {
  beatAt = now() + beatMs
  post('/v1/heartbeat', { site: settings.site!, ...hello, gone } satisfies Heartbeat).then(hear).catch(() => {})
}

/**
 * The token may be dead, or an older one, or was found in the cookie without what belongs to it. Another tab mostly has
 * the newer one in storage already, or will in a moment; only if none comes does this tab ask the server.
 */
const hear = (push: unknown) => {
  const { token } = who
  if ((push as { welcome?: { trust: Trust } }).welcome?.trust != who.identity?.trust) setTimeout(() => {
    sync()
    if (token == who.token) greet()
  }, doubtMs * (1 + Math.random()))
}
