// nametag-debug.js: the words of developer's mode (spec widget §6). nametag.js loads it on localhost, or where the script
// tag says data-debug; nobody else ever loads it.
import type { Identified, Outcome, Said } from '../../internal/wire/wire.ts'
import { inAnswer, inCall, inRefusal, said, words } from './mistakes.ts'
import { guarded } from './guard.ts'
import type { Code, Mistake } from './mistakes.ts'

const told = new Set<string>()
let id = '' // the last one that the page gave to whoever is here
let visitor = '' // who that was
let email = false // whether the page has said one

/** Tells the console of each mistake of a call that was answered: once, with a link to the server's /help. */
export const explain = (entry: Pick<Said, 'call'> & Partial<Said>, outcome: Outcome): void => {
  // Whatever a page passes, nothing that reads it may throw into that page.
  guarded(() => settled(entry.call, Object.assign([], entry.said), outcome))
  guarded(copies)
}

/** `about` tells two mistakes apart that are told in the same words. */
const tell = ([code, text, about = '']: Mistake) => {
  const key = code + text + about
  if (!told.has(key)) console.warn(`[Nametag] ${without(text)} ${new URL('/help', import.meta.url)}#${code}`)
  told.add(key)
}
const know = (code: Code, about?: string) => tell([code, words[code], about])

const settled = (call: string, args: unknown[], { ok, error }: Outcome) => {
  const of = said(call, args)
  // An email that is taken back on purpose isn't one that was forgotten.
  email ||= of?.email !== undefined && of.email !== ''
  inCall(call, args, of).forEach(tell)
  const now = of?.id == null ? '' : ('' + of.id).trim()
  if (error) inRefusal(call, error, now).forEach(tell)
  if (!ok) return
  const { visitor_id, switched } = ok as Identified
  if (call === 'reset' || visitor_id && visitor_id !== visitor && !switched) id = '' // also where another tab logged out
  visitor = visitor_id || visitor
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

/** Nothing secret is repeated, not even where a browser's own error does: no address, and nothing as long as a hash. */
const without = (text: string) => text.replace(/[^\s@]+@(?!example\.com)\S+|[\w-]{32,}(\.[\w-]+)*/g, '…')
