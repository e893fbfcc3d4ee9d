// Which claims needn't be sent again (spec widget §3).
import { queue } from './outbox.ts'
import type { Identified, Outcome } from '../../internal/wire/wire.ts'
import { who } from './visitor.ts'
import { stringify } from './json.ts'

let latest = '' // of this page's claims that were answered
let outcome: Outcome = {}

/** Remembers a claim and what it came to. */
export const rest = (call: string, said: object, came: Outcome): void => {
  if (came.until) {
    latest = stringify([call, said])
    outcome = came
  }
}

/** Another tab may have said something newer. */
export const forget = (): unknown => latest = ''

/**
 * The answer that a claim has had already, if it was the latest one of this page and counts still. The first one of a page
 * goes out with its hello, so that the page hears whether it is still true.
 */
export const answered = (call: string, said: object): unknown => {
  const ok = outcome.ok as Identified
  return latest == stringify([call, said]) && !queue[0] && who.id == ok.visitor_id && who.identity?.trust == ok.trust && Date.now() < outcome.until! && ok
}
