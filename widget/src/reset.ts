import { put } from './outbox.ts'
import { emit } from './events.ts'
import { save, who } from './visitor.ts'

/**
 * Fences the browser to a new anonymous visitor. Here it holds at once, even offline: what is called later is said by
 * the new one. Resolves with its `visitor_id` when the server has confirmed.
 */
export const reset = (): Promise<unknown> => {
  const confirmed = put('reset', {})
  save(who) // the token is what says reset
  emit('reset')
  return confirmed
}
