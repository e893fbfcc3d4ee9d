// What an answer means: who the browser is from here on, and what became of each call.
import type { Reply } from '../../internal/wire/wire.ts'
import { call } from './calls.ts'
import { staleTries } from './limits.ts'
import { addFile } from './site.ts'
import { failures } from './transport.ts'
import { explain } from './debug-mode.ts'
import { isReady } from './events.ts'
import { keep, queue, settle } from './outbox.ts'
import type { Entry } from './outbox.ts'
import { save, sync, who } from './visitor.ts'

/** Takes in the reply to a batch that was sent with this token. Throws where it is none. */
export const take = ({ visitor, site, answers, error }: Reply, entries: Entry[], token?: string): void => {
  if (error) { // the whole request, for good
    explain({ call: 'hello' }, { error })
    return entries.forEach(entry => settle(entry, { error }))
  }
  answers.forEach((answer, i) => {
    if (!answer.again) settle(entries[i]!, answer)
  })
  sync()
  if (visitor.stale && failures < staleTries) throw 0 // another tab stores the newer one in a moment
  if (token == who.token) { // else another tab has replaced the token meanwhile, and its visitor stands
    for (const entry of queue) {
      if (entry.as == visitor.was) { // what this page said after its own switch goes on as the new visitor
        entry.as = visitor.id
        keep(entry)
      }
    }
    save({ ...visitor.token == who.token && who, ...visitor, ...site })
  }
  isReady()
  if (site.linked) addFile<typeof import('./links.ts')>(CARRY_FILE, links => links.watch(site.linked!, call))
}
