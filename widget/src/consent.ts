import { end, init } from './life.ts'
import { queue, settle } from './outbox.ts'
import { name } from './site.ts'
import { climb, erase, keys, stepDown } from './storage.ts'
import { recognise, save } from './visitor.ts'

/** Takes the visitor's word (spec widget §4). Denied, everything is cleared, and nothing is stored or sent until it is granted. */
export const consent = (word: 'granted' | 'denied'): void => {
  if (word == 'denied') {
    end()
    climb()
    recognise()
    save({})
    for (const entry of queue) settle(entry, { error: { code: 'denied', message: 'Denied.' } })
    keys(name).forEach(erase)
    stepDown()
  }
  init({ consent: word })
}
