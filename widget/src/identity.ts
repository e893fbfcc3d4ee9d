import { isAway } from './outbox.ts'
import { trip } from './transport.ts'
import { identity as known, who } from './visitor.ts'
import type { Identity } from './visitor.ts'

/** What this page knows of itself. A new visitor's first page waits for the server's first answer, if one comes. */
export const identity = async (): Promise<Identity> => {
  await undefined // the calls that were made together go out first
  if (!who.id && !isAway()) await trip
  return known()
}
