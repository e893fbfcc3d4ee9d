import type { KeyUse, LedgerEntry, SigningKey } from '../../../internal/wire/wire.ts'
import { ago, parse } from './time.ts'

// Signing keys in words (spec security §1a, §2).

const uses: { [use in KeyUse]: { short: string; long: string } } = {
  token: { short: 'tokens', long: 'A JWT that your server makes for each page. It ends by itself, and can be revoked.' },
  json: { short: 'hashes', long: 'HMAC-SHA256 of {"id":…,"email":…}. A hash never ends: whoever gets hold of one can use it for ever.' },
  'raw-id': { short: 'hashes of the bare id', long: 'HMAC-SHA256 of the id alone, as Intercom and Chatwoot do it.' },
  'raw-email': { short: 'hashes of the bare email', long: 'HMAC-SHA256 of the email alone, as Crisp does it; for people without an id.' },
}

export const keyUses = Object.keys(uses) as KeyUse[]

export function useName(use: KeyUse): string {
  return uses[use]?.short ?? use
}

export function useMeaning(use: KeyUse): string {
  return uses[use]?.long ?? ''
}

/** What a key signs: "tokens", "hashes and hashes of the bare id". */
export function usesWords(these: readonly KeyUse[]): string {
  return these.map(useName).join(' and ')
}

/** Whoever may choose his own id could have somebody else's signed for him as bare text. */
export function isRaw(these: readonly KeyUse[]): boolean {
  return these.some(use => use === 'raw-id' || use === 'raw-email')
}

/** The uses after one was ticked or unticked: tokens stand alone. */
export function toggled(these: readonly KeyUse[], use: KeyUse): KeyUse[] {
  if (these.includes(use)) return these.filter(other => other !== use)
  return use === 'token' ? [use] : keyUses.filter(other => other !== 'token' && (other === use || these.includes(other)))
}

export type KeyState = 'active' | 'retired' | 'leaked'

export function keyState({ retired_at, leaked }: SigningKey): KeyState {
  return leaked ? 'leaked' : retired_at ? 'retired' : 'active'
}

/** What rests on a key, beforehand: "3 live links rest on it; it was last used 2 h ago." */
export function restingWords({ links, links_capped, last_used_at }: SigningKey, now: number): string {
  const resting = links ? `${countedLinks({ links, links_capped })} live ${links === 1 ? 'link rests' : 'links rest'} on it` : 'No live link rests on it'
  return `${resting}; it was ${last_used_at ? 'last used ' + ago(parse(last_used_at), now) : 'never used'}.`
}

/** "1,200"; where they were counted no further, "10,000 or more". */
export function countedLinks({ links, links_capped }: Pick<SigningKey, 'links' | 'links_capped'>): string {
  return links.toLocaleString('en') + (links_capped ? ' or more' : '')
}

/** The only key that proves anything: without it nobody can be verified. */
export function isLast(key: SigningKey, keys: readonly SigningKey[]): boolean {
  return keyState(key) === 'active' && keys.filter(other => keyState(other) === 'active').length === 1
}

/** The time at which a window that ends now began, in RFC 3339. */
export function sinceIn(window: '24h' | '7d', now: number): string {
  return new Date(now - (window === '24h' ? 1 : 7) * 24 * 3600 * 1000).toISOString()
}

/** Somebody whom a key verified, how often, and when last. */
export interface Verified { contact: string | undefined; times: number; last: string }

/** Entries, oldest first, as the people they are about, the last first. */
export function whom(entries: readonly LedgerEntry[]): Verified[] {
  const all = new Map<string | undefined, Verified>()
  for (const { contact_id: contact, at } of entries) {
    const times = (all.get(contact)?.times ?? 0) + 1
    all.delete(contact)
    all.set(contact, { contact, times, last: at })
  }
  return [...all.values()].reverse()
}
