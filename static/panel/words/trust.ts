import type { PersonFrame, Trust, ValueTrust } from '../../../internal/wire/wire.ts'
import { isolate, nickname } from './people.ts'
import { exact } from './time.ts'

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

/** Who said something, and when: unix milliseconds. */
export interface Said { source: string; at: number; key?: string | undefined }

/** Why a value carries this shield, and as far as it is known who said it and when. */
export function valueReason(trust: ValueTrust, said?: Said, open?: string): string {
  return `${trustName(trust)}: ${valueReasons[trust]}${told(said, open)}`
}

const valueReasons: { [trust in ValueTrust]: string } = {
  claimed: 'a browser said so, without proof.',
  verified: 'said by a browser that was proved to be this person’s.',
  attested: 'your own server or team said so.',
}

/** The same of an id or an email. */
export function identifierReason(trust: ValueTrust, said?: Said, open?: string): string {
  return `${trustName(trust)}: ${trust === 'claimed' ? valueReasons.claimed : 'your server proved it, or your team said so.'}${told(said, open)}`
}

function told(said: Said | undefined, open: string | undefined): string {
  if (!said) return ''
  const by = isolate(saidBy(said.source, open)) + (said.key ? `, with ${keyName(said.key)}` : '')
  return ` Said by ${by}, ${exact(said.at)}.`
}

/** What stands for the key of HubSpot's tokens, which this server makes itself. */
export const hubSpot = 'hubspot'
const hubSpotToken = 'a HubSpot token'

/** What proved something, after "with": "key kid_1". */
export function keyName(key: string): string {
  return key === hubSpot ? hubSpotToken : `key ${key}`
}

/** Whether a HubSpot token proved that it is this person: the newest proof of a browser that is verified still. */
export function cameByHubSpot({ visitor, contact, ledger }: PersonFrame): boolean {
  const browsers = visitor ? [visitor] : contact?.visitors.filter(v => !v.fenced_at) ?? []
  return browsers.some(({ id, trust }) => trust === 'verified' && ledger.find(e => e.visitor_id === id && e.key_id)?.key_id === hubSpot)
}

/** Who said or decided something, as seen while one visitor is open: "this browser", "agent sam@x.example". */
export function saidBy(source: string, open?: string): string {
  if (source.startsWith('v_')) return source === open ? 'this browser' : nickname(source)
  if (source.startsWith('kid_')) return `a token signed with ${source}`
  if (source === hubSpot) return hubSpotToken
  if (source.startsWith('agent:')) return 'agent ' + source.slice('agent:'.length)
  if (source.startsWith('api:')) return `API key “${source.slice('api:'.length)}”`
  return source || 'nobody knows'
}
