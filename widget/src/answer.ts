// What an answer means: who the browser is from here on, and what became of each call.
import type { Answer, BatchAnswer, Command, Identified } from '../../internal/wire/wire.ts'
import { watchLinks } from './carry.ts'
import { note } from './claim.ts'
import { writeCookie } from './cookie.ts'
import { disown, isClaim, queue, relabel, settle } from './outbox.ts'
import { become, identity, save, sync, who } from './visitor.ts'
import type { Visitor } from './visitor.ts'

type Done = [command: Command, ok: Answer['ok']]

/**
 * Takes in the answer to a batch that was sent with this token; returns how many calls it settled. Who waits for them
 * goes on when all of it is known here.
 */
export const accept = ({ visitor, site, answers }: BatchAnswer, token?: string): number => {
  const done: Done[] = []
  let stale = false
  for (const { id, ok, error } of answers) {
    const entry = queue.find(e => e.c.id === id)
    if (error?.code === 'stale_token') stale = true
    else if (entry) {
      settle(entry, ok || { visitor_id: visitor.id }, error)
      done.push([entry.c, ok])
    }
  }
  sync()
  let next: Visitor = who
  // If another tab has replaced the token meanwhile, its visitor stands; unless it is nobody yet, and this answer
  // made the browser somebody.
  if (token === who.token || visitor.token !== token && done.some(([, ok]) => ok) && identity().trust === 'anonymous') {
    // What this page said after its own switch goes on as the new visitor.
    if (!who.id || stale || done.some(switches)) relabel(visitor.id)
    disown(visitor.id)
    const domain = site.cookie_domain
    if (domain !== who.domain) writeCookie('', who.domain) // left where it was, it would hide the new one
    next = { ...(visitor.id === who.id && who), ...visitor, domain }
    if (next.token !== who.token) next.said = undefined
  }
  if (visitor.id === next.id) done.forEach(of => learn(next, of))
  become(next)
  save()
  watchLinks(site.linked)
  return done.length
}

const switches = ([{ call }, ok]: Done) => ok && (call === 'reset' || (ok as Identified).switched)

const learn = (visitor: Visitor, done: Done) => {
  const [command, ok] = done
  if (switches(done)) visitor.external_id = visitor.email = visitor.said = undefined
  if (ok && isClaim(command)) note(visitor, command.call, command.args, ok as Identified)
}
