// The socket is for presence and pushes. Where none can be had, a slow heartbeat says the same.
import type { Heartbeat, VisitorFrame, VisitorPush } from '../../internal/wire/wire.ts'
import { backoff } from './backoff.ts'
import { guarded } from './guard.ts'
import { beatMs, blockedAfter, steadyMs, welcomeMs } from './limits.ts'
import { post } from './post.ts'
import { tellPage } from './presence.ts'
import { hear, helloSaid } from './push.ts'
import { host, site } from './site.ts'
import { tab } from './tabs.ts'
import { who } from './visitor.ts'

let socket: WebSocket | undefined
let failures = 0
let retry = 0
let beating = 0

/**
 * Opens the socket once the page is there, and again whenever it is lost: but for close codes 4500 to 4999, and while
 * the page is away.
 */
export const connect = (): void => {
  if (socket || document.readyState === 'loading') return
  clearTimeout(retry)
  const opened = Date.now()
  const s = socket = guarded(() => new WebSocket(host.replace('http', 'ws') + '/v1/socket?site=' + site))
  const lost = ({ code = 0 } = {}) => {
    if (socket !== s || code >= 4500 && code < 5000) return // one that is kept, closed as it is, is never replaced
    socket?.close()
    socket = undefined
    if (Date.now() - opened > steadyMs) failures = 0
    retry = setTimeout(connect, backoff(failures++)) as unknown as number
    if (failures >= blockedAfter && !beating) beat()
  }
  if (!s) return lost()
  s.onopen = hello
  s.onmessage = e => {
    clearTimeout(retry)
    stopBeating()
    guarded(() => hear(JSON.parse(e.data as string) as VisitorPush))
  }
  s.onerror = s.onclose = lost as () => void // one that a policy forbids has an error and no close
  retry = setTimeout(lost, welcomeMs) as unknown as number
}

/** Returns whether there was a socket to say it on. */
const send = (frame: VisitorFrame) => socket?.readyState === 1 && (socket.send(JSON.stringify(frame)), true)

const here = () => ({ visitor: who.token!, page: tellPage(), tab, visible: !document.hidden })

/** Names the visitor; said again whenever the token changed. */
export const hello = (): void => {
  if (send({ hello: here() })) helloSaid()
}

/** Says a sign of life. */
export const say = (frame: VisitorFrame): void => {
  if (!send(frame) && beating) beat()
}

/** Closes it until the page is shown again. */
export const hangUp = (): void => {
  clearTimeout(retry)
  if (beating) beat(true)
  stopBeating()
  socket?.close()
  socket = undefined
}

const stopBeating = () => {
  clearTimeout(beating)
  beating = 0
}

const beat = (gone?: true) => {
  clearTimeout(beating)
  beating = setTimeout(beat, beatMs) as unknown as number
  const said: Heartbeat = { site, ...here(), gone }
  void post('/v1/heartbeat', JSON.stringify(said)).then(push => {
    if (push && beating) hear(push as VisitorPush)
  })
}
