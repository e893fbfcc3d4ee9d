import type { Sighting } from '../../../internal/wire/wire.ts'
import { trustName } from './trust.ts'

/** What became of somebody who is watched, to follow their name. */
export function sightingWords({ event, row }: Sighting): string {
  if (event === 'came') return 'is here'
  return row.trust === 'acting' ? 'is acted as' : `was identified, ${trustName(row.trust).toLowerCase()}`
}
