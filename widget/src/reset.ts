import { emit } from './events.ts'
import { put } from './outbox.ts'
import { become, save, who } from './visitor.ts'

/**
 * Fences the browser to a new anonymous visitor. Here it holds at once, even offline: what is called later is said by
 * the new one. Resolves with its `visitor_id` when the server has confirmed.
 */
export const reset = (): Promise<unknown> => {
  const confirmed = put({ call: 'reset' })
  const { id, token, domain } = who // the token is what says reset
  become({ id, token, domain })
  save()
  emit('reset')
  return confirmed
}
