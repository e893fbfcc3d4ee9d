import { end, init } from './life.ts'
import { climb, erase, journals, stepDown, writeCookie } from './storage.ts'
import { journal, queue, settle } from './outbox.ts'
import { name } from './site.ts'
import { become, sync, who } from './visitor.ts'

/** Takes the visitor's word (spec widget §4). Denied, everything is cleared, and nothing is stored or sent until it is granted. */
export const consent = (word: 'granted' | 'denied'): void => {
  if (word != 'granted') {
    word = 'denied'
    end()
    climb()
    sync()
    for (const entry of queue) settle(entry, { error: { code: word, message: word } })
    if (who.token) writeCookie('~', who.token) // so that other subdomains hear of it, and other tabs
    erase(name)
    journal()
    journals().forEach(erase)
    stepDown()
    become({ token: '' })
  }
  init({ consent: word })
}
