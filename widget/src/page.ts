// Where the page is, as it may be told: addresses are made small here, before anything is sent (spec security §6).
import type { Page } from '../../internal/wire/wire.ts'
import { addressLetters, titleLetters } from './limits.ts'

/**
 * Drops the fragment, credentials, and every query parameter but utm_* of a whole address, as browsers spell it.
 * Addresses that aren't http come out empty.
 */
export const minimise = (address: string): string => {
  const [, scheme, , place, query] = /^(https?:..)([^/?#]*@)?([^?#]+)\??([^#]*)/.exec(address) || []
  const kept = query?.split('&').filter(p => p.startsWith('utm_')).join('&')
  return place ? (scheme + place + (kept && '?' + kept)).slice(0, addressLetters) : ''
}

export const page = (): Page => ({
  url: minimise(location.href),
  title: document.title.slice(0, titleLetters),
  referrer: minimise(document.referrer),
})
