import type { Identified } from '../../internal/wire/wire.ts'
import { answered, spell } from './claim.ts'
import type { Person, Proof } from './claim.ts'
import { put, queue } from './outbox.ts'
import { who } from './visitor.ts'

/**
 * Claims an identity (spec widget §2): `identify(id, traits?, proof?)`, or one object with everything in it.
 * The proof is a hash, a token, or an object that holds one. Resolves with spec identity §8.
 */
export const identify = (id?: unknown, traits?: Person | null, proof?: Proof | null): Promise<Identified> => {
  return claim('identify', typeof id === 'object' && id ? id : { ...traits, external_id: id }, proof)
}

/** Sends a claim, unless the latest answered one under this token said just that. */
export const claim = async (call: 'identify' | 'update', person: Person, proof?: Proof | null): Promise<Identified> => {
  const args = spell(person, proof)
  const known = !queue.length && answered(who.said, call, args)
  return known || await put({ call, args }) as Identified
}
