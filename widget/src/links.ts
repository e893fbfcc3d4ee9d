// nametag-carry.js: links to the site's other domains carry who the visitor is (spec security §1d). nametag.js loads it
// where the site has such domains, and gives it all that it needs to know.
import { renewMs } from './limits.ts'

type Call = (name: string, ...args: unknown[]) => Promise<unknown>

/** A token for one origin: when it was asked for, in unix milliseconds, and what it is, once it is there. */
interface Ahead { at: number; token?: string }

const intents = ['pointerdown', 'focusin', 'keydown']

let origins: string[] = []
let nametag: Call | undefined
let ahead: { [origin: string]: Ahead } = {}

/** From here on links to these origins carry who the visitor is. May be called again, with other origins. */
export const watch = (linked: string[], call: Call): void => {
  origins = linked
  if (nametag) return
  nametag = call
  findPlace()
  void nametag('on', 'identityChanged', askAgain)
  for (const intent of intents) addEventListener(intent, prepare, { capture: true, passive: true })
  for (const click of ['click', 'auxclick']) addEventListener(click, e => follow(e as MouseEvent), { capture: true, passive: true })
}

/** Where a link led here with a token behind its fragment, the browser has looked for another place: now it finds that one. */
const findPlace = () => {
  if (!document.querySelector(':target') && document.getElementById(location.hash.slice(1))) location.replace(location.hash)
}

/** Behind the old fragment, but before a text directive: pages never see what comes after that. */
const withToken = (href: string, token: string): string =>
  href.replace(/(?:#(.*?)(:~:.*)?)?$/, (_, old = '', directive = '') => '#' + (old && old + '&') + 'nametag_identity=' + token + directive)

/** The link that an event is about, if it leads to a linked domain. Of all that has an address, only links have an origin. */
const linkOf = (e: Event): HTMLAnchorElement | undefined =>
  (e.composedPath() as HTMLAnchorElement[]).find(at => at.href && at.origin !== location.origin && origins.includes(at.origin) && !at.hasAttribute('download'))

/** Asks for a token before it is needed: one per origin at a time. */
const prepare = (e: Event): void => {
  const origin = linkOf(e)?.origin
  if (origin && !(Date.now() - ahead[origin]?.at! < renewMs)) ask(origin)
}

const ask = (origin: string): void => {
  const asked: Ahead = ahead[origin] = { at: Date.now() }
  nametag!('identityToken', { for: origin }).then(token => { asked.token = token as string }, () => {})
}

/** What is there was minted for who it was before; what was asked for may be, too, and somebody presses a link. */
const askAgain = () => {
  const late = Object.keys(ahead).filter(origin => !ahead[origin]!.token)
  ahead = {}
  late.forEach(ask)
}

/** Waits until all others have seen the click, and the link as it was: the page may have taken it over. */
const follow = (e: MouseEvent): void => {
  const link = linkOf(e)
  if (!link || e.button > 1) return
  addEventListener(e.type, last => last === e && !e.defaultPrevented && send(link), { once: true })
}

/** The navigation that begins now takes a token along, if one is there. After that the link is as it was. */
const send = (link: HTMLAnchorElement): void => {
  const { token } = ahead[link.origin] || {}
  if (!token) return
  delete ahead[link.origin]
  const href = link.getAttribute('href')!
  const carrying = link.href = withToken(link.href, token)
  setTimeout(() => {
    if (link.href === carrying) link.setAttribute('href', href)
  })
}
