// nametag-beats.js: signs of life by POST, for pages whose sockets something blocks (spec widget §3). nametag.js loads it
// there, and hands it how things are twice a second.
import { beatMs } from './limits.ts'
import type { Heartbeat, Hello } from '../../internal/wire/wire.ts'
import { stringify } from './json.ts'
import { now } from './now.ts'

type Post = (path: string, said: object) => Promise<unknown>

let latest: (() => void) | undefined // says that the tab as it was told of last is gone
let told = ''
let beatAt = 0

/** Tells the server how the tab is, where that has changed, and now and then in any case. hear takes what it answers. */
export const beat = (post: Post, hear: (answer: unknown) => void, site: string, hello: Hello): void => {
  const say = (gone?: true) => {
    beatAt = now() + beatMs
    post('/v1/heartbeat', { site, ...hello, gone } satisfies Heartbeat).then(hear).catch(() => {})
  }
  const text = stringify(hello)
  if (text == told && now() < beatAt) return
  told = text
  say()
  latest ?? addEventListener('pagehide', () => latest?.(), true)
  latest = () => {
    say(true)
    told = ''
  }
}
