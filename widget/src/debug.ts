// nametag-debug.js: the words of developer's mode (spec widget §6). nametag.js loads it on localhost, or where the script
// tag says data-debug, and hands it its `on`; nobody else ever loads it.
import type { ApiError, Identified } from '../../internal/wire/wire.ts'
import { guarded } from './guard.ts'
import { inAnswer, inCall, inRefusal, said, words } from './mistakes.ts'
import type { Code, Mistake } from './mistakes.ts'

type On = (event: string, fn: (detail: unknown) => void) => unknown

/** A call as the page made it, and what the page gets for it once that is known. */
interface Made { call: string; args: unknown[]; ok?: unknown; error?: ApiError }

/** From here on the console is told of each mistake that the page makes: once, with a link to the server's /help. */
export const explain = (on: On): void => {
  const told = new Set<string>()
  let id = '' // the last one that the page gave to whoever is here
  let email = false // whether the page has said one

  /** `about` tells two mistakes apart that are told in the same words. */
  const tell = ([code, text, about = '']: Mistake) => {
    const key = code + text + about
    if (!told.has(key)) console.warn(`[Nametag] ${without(text)} ${new URL('/help', import.meta.url)}#${code}`)
    told.add(key)
  }
  const know = (code: Code, about?: string) => tell([code, words[code], about])

  const made = ({ call, args }: Made) => {
    const of = said(call, args)
    // An email that is taken back on purpose isn't one that was forgotten.
    email ||= of?.email !== undefined && of.email !== ''
    inCall(call, args, of).forEach(tell)
  }

  const settled = ({ call, args, ok, error }: Made) => {
    const of = said(call, args)
    const now = of?.id == null ? '' : ('' + of.id).trim()
    if (error) inRefusal(call, error, now).forEach(tell)
    if (!ok) return
    if (/^(reset|logout)$/.test(call)) id = ''
    if (!of) return
    inAnswer(ok as Identified, of.proof).forEach(tell)
    if (now && id && now !== id) know('two_ids', now)
    id = now || id
    if (call === 'identify' && now && !email && !of.proof) know('email_missing')
  }

  const copies = () => {
    const ours = [...document.scripts].filter(({ src }) => /\/nametag(\.[0-9a-f]{8})?\.js([?#]|$)/.test(src))
    if (ours[1]) know('script_twice')
  }

  // Whatever a page passes, nothing that reads it may throw into that page.
  const hear = (event: string, fn: (detail: never) => void) => on(event, detail => guarded(() => fn(detail as never)))
  hear('call', made)
  hear('answer', (detail: Made) => {
    made(detail) // its call may have been made before this file was here
    settled(detail)
    copies()
  })
  hear('identityChanged', ({ trust }: { trust?: string }) => {
    if (trust === 'anonymous') id = '' // another tab logged out
  })
  guarded(copies)
}

/** Nothing secret is repeated, not even where a browser's own error does: no address, and nothing as long as a hash. */
const without = (text: string) => text.replace(/[^\s@]+@(?!example\.com)\S+|[\w-]{32,}(\.[\w-]+)*/g, '…')
