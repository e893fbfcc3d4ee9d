import type { LookupCode } from '../../internal/wire/wire.ts'
import { put } from './outbox.ts'

/** The short code that the visitor reads to an agent over the phone, and when it ends. */
export const lookupCode = (): Promise<LookupCode> => put({ call: 'lookup_code' }) as Promise<LookupCode>
