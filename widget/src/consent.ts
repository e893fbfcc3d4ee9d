import { journal, queue, settle } from './outbox.ts'
import { end, init } from './life.ts'
import { become, sync, who } from './visitor.ts'
import { climb, erase, journals, read, stepDown, write, writeCookie } from './storage.ts'
import { name } from './site.ts'

/** Takes the visitor's word (spec widget §4). Denied, everything is cleared, and nothing is stored or sent until it is granted. */
export const consent = (word: 'granted' | 'denied'): void => {
  if (word != 'granted') {
    word = 'denied'
    end()
    climb()
    sync()
    for (const entry of queue) settle(entry, { error: { code: word, message: word } })
    if (who.token) writeCookie('~', who.cookie_domain) // so that other subdomains hear of it, and other tabs
    if (read(name)) write(name, { token: '!' })
    journal()
    journals().forEach(erase)
    stepDown()
    become({ token: '' })
  }
  init({ consent: word })
}
