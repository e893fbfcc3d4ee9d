// The npm package ships alone, so its types are spelled once more. `npm run types` proves that they are the protocol's
// and the widget's own: where they part, the line that names them doesn't compile.
import type * as wire from '../../internal/wire/wire.ts'
import type * as npm from '../npm/index.ts'
import type { consent } from '../src/consent.ts'
import type { Event } from '../src/events.ts'
import type { Settings } from '../src/site.ts'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
/** Property by property, however the types were put together. */
type Alike<A, B> = Same<{ [K in keyof A]: A[K] }, { [K in keyof B]: B[K] }>
type Within<A, B> = [A] extends [B] ? true : false
type Holds<T extends true> = T

export type Proven = [
  Holds<Same<npm.Trust, wire.Trust>>,
  Holds<Same<npm.Json, wire.Json>>,
  Holds<Alike<npm.Traits, wire.Traits>>,
  Holds<Alike<npm.Identified, wire.Identified>>,
  Holds<Alike<npm.Rejection, wire.Rejection>>,
  Holds<Alike<npm.Warning, wire.Warning>>,
  Holds<Alike<npm.LookupCode, wire.LookupCode>>,
  Holds<Alike<npm.ApiError, wire.ApiError>>,
  Holds<Alike<npm.Identity, wire.Identity>>,
  // What a person says is what the wire takes of one; whatever the widget tells or can be told, the package can.
  Holds<Within<npm.Person, Pick<wire.IdentifyArgs, 'external_id' | 'email' | 'hash' | 'token'>>>,
  Holds<Within<Event, keyof npm.Events>>,
  Holds<Same<Parameters<npm.Nametag['consent']>, Parameters<typeof consent>>>,
  Holds<Within<keyof Settings, keyof npm.Settings>>,
]
