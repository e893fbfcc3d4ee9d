// That somebody is here, and where: over a socket, or by a slow heartbeat where none can be had.
import { guarded } from './guard.ts'
import type { Hello } from '../../internal/wire/wire.ts'
import { who } from './visitor.ts'
import { hear, post } from './transport.ts'
import { page } from './page.ts'
import { aliveMs, blockedAfter, welcomeMs } from './limits.ts'
import { addFile, host, settings } from './site.ts'
import { later, now } from './now.ts'
import { jar, readCookie } from './storage.ts'
import { stringify } from './json.ts'

export const tab = ':' + Math.random()

let told = ''
/** The server has answered on the socket. */
export let connected = false
let touched = 0
let failures = 0
let dialAt = 0
let socket: WebSocket | undefined

/** Somebody is there. */
export const touch = (): unknown => touched = now()

/** Says how things are, whenever they changed, over a socket that is opened again whenever it is lost. */
export const tend = (hurry?: unknown): void => {
  if (hurry) dialAt = 0
  if (!who.token || document.readyState == 'loading') return
  if (!socket && now() > dialAt) guarded(() => {
    dialAt = later(failures++)
    const s = socket = new WebSocket(host.replace('http', 'ws') + '/v1/socket?site=' + settings.site)
    setTimeout(() => {
      if (socket == s) connected ? failures = 0 : s.close()
    }, welcomeMs)
    s.onopen = () => tend()
    s.onmessage = e => {
      connected = true
      guarded(() => hear(JSON.parse(e.data as string)))
    }
    s.onerror = s.onclose = ((closed: CloseEvent) => { // one that a policy forbids has an error and no close
      if (socket != s) return
      leave()
      if (closed.code >= 4500) socket = s // for good
    }) as (e: Event) => void
  })
  const hello: Hello = { visitor: who.token, own: jar != document ? readCookie(document) : undefined, tab, page: page(), visible: !document.hidden, alive: Math.ceil(touched / aliveMs) }
  const text = stringify({ hello })
  if (socket?.readyState == 1) {
    if (text != told) socket.send(told = text)
  } else if (failures > blockedAfter) {
    addFile<typeof import('./beats.ts')>('beats', beats => beats.beat(post, hear, settings.site!, hello))
  }
}

/** Hangs up, which tells the server that the page goes away. */
export const leave = (): void => {
  socket?.close()
  socket = undefined
  connected = false
  told = ''
}
