import { recognise, save, who } from './visitor.ts'
import { end, init } from './life.ts'
import { climb, erase, journals, stepDown } from './storage.ts'
import { journal, queue, settle } from './outbox.ts'

/** Takes the visitor's word (spec widget §4). Denied, everything is cleared, and nothing is stored or sent until it is granted. */
export const consent = (word: 'granted' | 'denied'): void => {
  if (word != 'granted') {
    word = 'denied'
    end()
    climb()
    recognise()
    for (const entry of queue) settle(entry, { error: { code: word, message: word } })
    if (who.token) save({ token: '', denied: true }) // so that other tabs hear of it
    journal()
    journals().forEach(erase)
    stepDown()
  }
  init({ consent: word })
}
