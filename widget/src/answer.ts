// What an answer means: who the browser is from here on, and what became of each call.
import type { Answer, BatchAnswer, Identified, IdentifyArgs } from '../../internal/wire/wire.ts'
import { note } from './claim.ts'
import { writeCookie } from './cookie.ts'
import { disown, queue, relabel, settle, take } from './outbox.ts'
import type { Entry } from './outbox.ts'
import { name } from './site.ts'
import { become, identity, save, sync, who } from './visitor.ts'
import type { Visitor } from './visitor.ts'

type Done = [entry: Entry, answer: Answer]

/** Takes in the answer to a batch that was sent with this token; returns how many calls it settled. */
export const accept = ({ visitor, site, answers }: BatchAnswer, token?: string): number => {
  const done: Done[] = []
  let stale = false
  for (const answer of answers) {
    const entry = queue.find(e => e.c.id === answer.id)
    if (answer.error?.code === 'stale_token') stale = true
    else if (entry) done.push([entry, answer])
  }
  for (const [entry] of done) take(entry)
  sync()
  let next: Visitor = who
  // If another tab has replaced the token meanwhile, its visitor stands; unless it is nobody yet, and this answer
  // made the browser somebody.
  if (token === who.token || visitor.token !== token && done.some(([, a]) => a.ok) && identity().trust === 'anonymous') {
    // What this page said after its own switch goes on as the new visitor.
    if (!who.id || stale || done.some(switches)) relabel(visitor.id)
    disown(visitor.id)
    const domain = site.cookie_domain
    if (domain !== who.domain) writeCookie(name(), '', who.domain) // left where it was, it would hide the new one
    next = { ...(visitor.id === who.id && who), ...visitor, domain }
    if (next.token !== who.token) next.said = undefined
  }
  if (visitor.id === next.id) done.forEach(of => learn(next, of))
  become(next)
  save()
  for (const [entry, answer] of done) settle(entry, answer)
  return done.length
}

const switches = ([{ c }, { ok }]: Done) => ok && (c.call === 'reset' || (ok as Identified).switched)

const learn = (visitor: Visitor, done: Done) => {
  const [{ c }, { ok }] = done
  if (switches(done)) visitor.external_id = visitor.email = visitor.said = undefined
  if (ok && 'args' in c) note(visitor, c.call, c.args as IdentifyArgs, ok as Identified)
}
