// Which claims needn't be sent again (spec widget §3).
import { stringify } from './json.ts'
import { queue } from './outbox.ts'
import { who } from './visitor.ts'

/** A short name for a call (FNV-1a), so that the call itself, proof and all, needn't be kept. */
export const digest = (call: string, said: object): number => {
  let sum = 7
  for (const c of stringify([call, said])) sum = Math.imul(sum ^ c.codePointAt(0)!, 16_777_619)
  return sum
}

/** The answer that this call has already had, if it was the latest claim under this token and counts still. */
export const answered = (call: string, said: object): unknown => {
  const [sum, until, ok] = who.said || []
  return Date.now() < until! && !queue[0] && sum == digest(call, said) && ok
}
