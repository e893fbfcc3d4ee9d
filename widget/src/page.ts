// Where the page is, as it may be told: addresses are made small here, before anything is sent (spec security §6).
import type { Page } from '../../internal/wire/wire.ts'
import { addressLetters, titleLetters } from './limits.ts'

/**
 * Drops the fragment, credentials, and every query parameter but utm_* of a whole address, as browsers spell it.
 * Addresses that aren't http come out empty.
 */
export const minimise = (address: string): string => {
  if (!/^http/.test(address)) return ''
  const url = new URL(address)
  return (url.origin + url.pathname + url.search.replace(/[?&](?!utm_)[^&]*/g, '').replace(/^&/, '?')).slice(0, addressLetters)
}

export const page = (): Page => ({
  url: minimise(location.href),
  title: document.title.slice(0, titleLetters),
  referrer: minimise(document.referrer),
})
