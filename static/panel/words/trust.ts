import type { Trust, ValueTrust } from '../../../internal/wire/wire.ts'
import { nickname } from './people.ts'

// How sure we are of somebody, in a word and in a sentence (spec identity §1).

const names: { [trust in Trust | ValueTrust]: string } = {
  anonymous: 'Anonymous', claimed: 'Unproven', verified: 'Verified', acting: 'Acting', attested: 'From your server',
}

export function trustName(trust: Trust | ValueTrust): string {
  return names[trust]
}

/** Why a person carries this shield. */
export function trustReason(trust: Trust, name: string, actor?: string): string {
  switch (trust) {
    case 'anonymous': return 'Anonymous: nobody has said who this is.'
    case 'claimed': return `Says to be ${name}: nobody has proved it.`
    case 'verified': return `Verified: your server proved that this is ${name}.`
    case 'acting': return `${actor || 'Somebody of your team'} is acting as ${name}.`
  }
}

/** Why a value, or an identifier, carries this shield. */
export function valueReason(trust: ValueTrust): string {
  switch (trust) {
    case 'claimed': return 'A browser said so, without proof.'
    case 'verified': return 'Said by a browser that was proved to be this person’s.'
    case 'attested': return 'Your own server or team said so.'
  }
}

/** Who said something, as seen while one visitor is open: "this browser", "Visitor 4F2A", or the source's own words. */
export function saidBy(source: string, open?: string): string {
  if (!source.startsWith('v_')) return source || 'nobody knows'
  return source === open ? 'this browser' : nickname(source)
}
