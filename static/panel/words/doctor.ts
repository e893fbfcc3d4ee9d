import type { ApiError, Diagnosis, Question } from '../../../internal/wire/wire.ts'
import { identifier } from './values.ts'

// What is asked of the doctor, and what it answers, in words (spec security §4).

export type Proof = 'hash' | 'token'

/** What a pasted text looks like: tokens have dots, hashes none. */
export function proofOf(text: string): Proof {
  return text.includes('.') ? 'token' : 'hash'
}

/** What was filled in, as it stands: a stray space is what the doctor is to find. Blank fields weren't sent. */
export function question(id: string, email: string, proof: string, kind: Proof): Question {
  return { ...(id && { id }), ...(email && { email }), [kind]: proof }
}

/** Which code makes a right proof: the best that should have been signed stands first. */
export function remedy({ should_sign }: Diagnosis, kind: Proof): Proof | 'raw' {
  const use = should_sign[0]?.use
  return use === 'raw-id' || use === 'raw-email' ? 'raw' : kind
}

export interface Verdict { mood: 'good' | 'care' | 'bad'; says: string }

export function verdict({ accepted, verified, covers }: Diagnosis): Verdict {
  const covered = covers.map(key => 'the ' + identifier(key)).join(' and ')
  if (!accepted) return { mood: 'bad', says: 'Not accepted' }
  return verified ? { mood: 'good', says: `Accepted: it proves ${covered}` } : { mood: 'care', says: `Right for ${covered}, but it verifies nobody` }
}

/** Why the doctor gave no answer, for somebody at a screen. */
export function doctorRefusal(error: ApiError): ApiError {
  return error.code === 'rate_limited' ? { ...error, message: 'The doctor was asked too much in a short time.', help: 'Wait a few seconds, then ask again.' } : error
}
