// How a page spells a claim, how the wire does, and which needn't be sent again.
import type { Identified, IdentifyArgs, Traits } from '../../internal/wire/wire.ts'
import { noEnd } from './limits.ts'
import type { Said, Visitor } from './visitor.ts'

/** What a page may say of a person; `user_hash` is another word for `hash`. */
export interface Person extends Traits, Omit<IdentifyArgs, 'external_id'> {
  external_id?: unknown
  user_hash?: string
}

export interface Claim { call: 'identify' | 'update'; args: IdentifyArgs }

export type Proof = string | { hash?: string; user_hash?: string; token?: string }

/** Spells a person as the wire does. What is undefined isn't sent; null removes. */
export const spell = (person?: Person | null, proof?: Proof | null): IdentifyArgs => {
  const { external_id: id, email, hash, user_hash, token, traits, ...rest } = { ...person, ...spellProof(proof) }
  // JSON would turn NaN into null, which is a reset, and a forgotten call's function into nothing: true is refused.
  const external_id = id == null || Number.isFinite(id) || typeof id === 'string' ? id as string : true as never
  return { external_id, email, hash: hash ?? user_hash, token, traits: { ...traits, ...rest } }
}

/** A token has dots, a hash has none. */
const spellProof = (proof?: Proof | null) => typeof proof === 'string' ? proof.includes('.') ? { token: proof } : { hash: proof } : proof

/** A short name for a claim (FNV-1a), so that the claim itself, proof and all, needn't be kept. */
export const digest = (call: string, args: IdentifyArgs): number =>
  [...JSON.stringify([call, args])].reduce((sum, c) => Math.imul(sum ^ c.codePointAt(0)!, 16_777_619), 7)

/** The answer that this claim has already had, if it was the latest and needn't be sent again (spec widget §3). */
export const answered = (said: Said | undefined, call: string, args: IdentifyArgs): Identified | false | undefined =>
  said && Date.now() < said[1] && said[0] === digest(call, args) && said[2]

/** Notes what the browser has now said of its person; it counts until half of its link's life has passed. */
export const note = (visitor: Visitor, call: string, args: IdentifyArgs, answer: Identified): void => {
  for (const field of ['external_id', 'email'] as const) {
    if (args[field] != null && !answer.rejected?.some(r => r.field === field)) visitor[field] = '' + args[field]
  }
  visitor.said = [digest(call, args), (Date.now() + Date.parse(answer.expires_at!)) / 2 || noEnd, answer]
}
