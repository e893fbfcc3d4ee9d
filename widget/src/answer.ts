// What an answer means: who the browser is from here on, and what became of each call.
import type { Reply } from '../../internal/wire/wire.ts'
import { queue, recall, settle } from './outbox.ts'
import { call } from './calls.ts'
import { begun } from './life.ts'
import { addFile } from './site.ts'
import { explain } from './debug-mode.ts'
import { isReady } from './events.ts'
import type { Entry } from './outbox.ts'
import { save, sync, who } from './visitor.ts'

let doubted: unknown // the token that another tab may have replaced: asked about once more, with all that waits by then

/** Takes in the reply to a batch that was sent with this token. Throws where it is none. */
export const take = ({ visitor, site, answers, error }: Reply, entries: Entry[], token?: string): void => {
  if (error) { // the whole request, for good
    explain({ call: 'hello' }, { error })
    return entries.forEach(entry => settle(entry, { error }))
  }
  sync()
  if (!begun || !token != !who.token) throw 0 // denied since; or another tab was first: it goes again, as that visitor
  let again = visitor.stale
  answers.forEach((answer, i) => {
    if (answer.again) again = true
    else settle(entries[i]!, answer)
  })
  // Else another tab's visitor stands, or will in a moment.
  if (visitor.stale ? entries[0] == queue[0] && who.token == doubted : token == who.token || visitor.token > who.token) save(visitor)
  isReady()
  if (site.linked) addFile<typeof import('./links.ts')>('carry', links => links.watch(site.linked!, call))
  if (again) {
    doubted = visitor.stale && token
    recall() // another tab's call may lead to the newer token, or stand before what this page says
    throw 0
  }
}
