import type { Page, Row } from '../../../internal/wire/wire.ts'

// Addresses as people read them. What a page sends is hostile: none of this may throw.

/** "/mugs?utm_source=x", decoded where that can be done; the address itself if it is none. */
export function path(url: string): string {
  const at = read(url)
  return at ? decode(at.pathname + at.search) : url
}

/** "shop.example", without "www."; "" for what is no web address. */
export function host(url: string | undefined): string {
  return (url && read(url)?.host.replace(/^www\./, '')) || ''
}

export function pageTitle(page: Page): string {
  return page.title?.trim() || path(page.url)
}

/** The line below the title: the path, or the host where the path is the title already. */
export function pageSubtitle(page: Page): string {
  return page.title?.trim() ? path(page.url) : host(page.url)
}

/** Where a visit came from: its campaign, else the referrer's host, else "Direct". */
export function cameFrom({ campaign, referrer }: Pick<Row, 'campaign' | 'referrer'>): string {
  return campaign || host(referrer) || 'Direct'
}

function read(url: string): URL | undefined {
  try {
    return new URL(url)
  } catch {
    return undefined
  }
}

// Marks of direction stay spelt: what stands behind them would be read backwards.
function decode(text: string): string {
  try {
    return decodeURI(text).replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, encodeURIComponent)
  } catch {
    return text
  }
}
