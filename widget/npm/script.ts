// The script tag. One is enough: the page's own, if it has one, else one that is made here once init has said from where.
import { isHere, refuse } from './queue.js'
import type { ApiError } from './types.js'

const pauseMs = 30_000 // a server that is down isn't asked again at every call

let tag = { src: '', nonce: '' }
let isComing = false
let pausedUntil = 0

/** Where the widget comes from, where the page has no tag of its own. */
export const comeFrom = (server: string, nonce = ''): void => {
  tag = { src: server + '/nametag.js', nonce }
}

/** The page's own tag, under the plain name or a hashed one. */
export const ownTag = (): HTMLScriptElement | null => document.querySelector<HTMLScriptElement>('script[src*="/nametag."]')

/** Sees to it that the widget comes, as soon as it is known from where. */
export const fetchWidget = (): void => {
  const own = ownTag()
  if (isComing || isHere() || !(own || tag.src)) return
  if (Date.now() < pausedUntil) return refuse(notLoaded((own ?? tag).src))
  isComing = true
  if (!own || document.readyState === 'complete') return insert(own)
  // By the load event the page's own tag has come or failed. If it failed before this ran, nothing else tells.
  addEventListener('load', again, { once: true })
}

const again = () => {
  isComing = false
  fetchWidget()
}

/** Puts a script into the page: like the page's own, which didn't come, or the first. */
const insert = (own: HTMLScriptElement | null): void => {
  const script = document.createElement('script')
  const { src, nonce } = own ?? tag
  const end = () => {
    isComing = false
    if (isHere()) return // what a blocker puts in the script's place loads, too, and does nothing
    script.remove()
    if (!navigator.onLine) return addEventListener('online', fetchWidget, { once: true })
    pausedUntil = Date.now() + pauseMs
    refuse(notLoaded(src))
  }
  script.onload = script.onerror = end
  try {
    const { integrity = '', crossOrigin = null, dataset = {} } = own ?? {}
    Object.assign(script, { src, nonce, integrity, crossOrigin })
    Object.assign(script.dataset, dataset)
    document.head.append(script)
  } catch { // the page's policy for scripts (Trusted Types)
    end()
  }
}

const notLoaded = (src: string): ApiError => ({
  code: 'not_loaded',
  message: `${src} didn't load: its server is away, or the browser or the page's policy blocks it. The call was not carried out.`,
  help: 'Call again later: the next call after half a minute tries again.',
})
