import type { Scope } from '../../../internal/wire/wire.ts'

// What API keys may do, in words (spec api §1).

const meanings: { [scope in Scope]: { may: string; risk?: string } } = {
  'contacts:read': { may: 'Read contacts and what happened to them' },
  'contacts:write': { may: 'Edit, merge and erase contacts' },
  'visitors:read': { may: 'See who is here now' },
  'site:read': { may: 'Read settings, signing keys and evidence, without secrets' },
  'site:write': { may: 'Change settings, make and retire signing keys', risk: 'change who is believed' },
  'tokens:create': { may: 'Make tokens that prove who somebody is', risk: 'prove to be any of your users' },
  'sessions:revoke': { may: 'Sign people out everywhere' },
  'conversations.visitor_identification.tokens.create': { may: 'Make tokens as at HubSpot’s endpoint', risk: 'prove to be any of your users' },
  all: { may: 'Everything, what later versions add included', risk: 'prove to be any of your users, and change who is believed' },
}

export const scopes = Object.keys(meanings) as Scope[]

export function scopeMeaning(scope: Scope): string {
  return meanings[scope]?.may ?? scope
}

/** The scopes after one was ticked or unticked: all stands alone. */
export function toggledScope(these: readonly Scope[], scope: Scope): Scope[] {
  if (these.includes(scope)) return these.filter(other => other !== scope)
  return scope === 'all' ? ['all'] : scopes.filter(other => other !== 'all' && (other === scope || these.includes(other)))
}

/** What whoever steals the key could do that matters most, "" if that isn't much. */
export function riskOf(these: readonly Scope[]): string {
  const risks = scopes.filter(scope => these.includes(scope)).map(scope => meanings[scope].risk)
  return [...new Set(risks.filter(risk => risk !== undefined))].join(', and ')
}
