// Where the page is, as it may be told: addresses are made small here, before anything is sent (spec security §6).
import type { Page } from '../../internal/wire/wire.ts'
import { guarded } from './guard.ts'
import { addressLetters, titleLetters } from './limits.ts'

/**
 * Drops the fragment, credentials, and every query parameter but utm_* of a whole address, as browsers spell it.
 * Addresses that aren't http come out empty.
 */
export const minimise = (address: string): string => guarded(() => {
  const { origin, pathname, search } = new URL(address)
  const kept = search.slice(1).split('&').filter(p => /^utm_/.test(p)).join('&')
  return /^http/.test(address) && (origin + pathname + (kept && '?' + kept)).slice(0, addressLetters)
}) || ''

export const page = (): Page => ({
  url: minimise(location.href),
  title: document.title.slice(0, titleLetters),
  referrer: minimise(document.referrer),
})
