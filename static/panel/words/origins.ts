// Origins, as the server reads them (internal/nametag/origin.go). What is typed is checked there; here it is understood.

/** Whether pages of an origin are let in by a site's list: `https://*.example.com` stands for any labels before the domain. */
export function allows(patterns: readonly string[], origin: string): boolean {
  return patterns.some(pattern => {
    const [scheme, domain] = pattern.split('://*.')
    if (domain === undefined) return pattern === origin
    return origin.startsWith(scheme + '://') && origin.endsWith('.' + domain) && origin.length > `${scheme}://.${domain}`.length
  })
}

/** Whether it is this machine to itself, which development mode lets in. */
export function isLocal(origin: string): boolean {
  const host = read(origin)?.hostname ?? ''
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

/** The origin that somebody means who typed or pasted something else: without a scheme, or a whole address. */
export function meant(text: string): string | undefined {
  const typed = text.trim()
  const address = read(/^[a-z][\w+.-]*:\/\//i.test(typed) ? typed : 'https://' + typed)
  if (!address || !/^https?:$/.test(address.protocol) || !/\.|^localhost$|^\[/.test(address.hostname)) return undefined
  return isLocal(address.origin) && !typed.includes('://') ? 'http://' + address.host : address.origin
}

/** The host of pictures that somebody means who typed or pasted more than that. */
export function meantHost(text: string): string | undefined {
  const host = read(/^[a-z][\w+.-]*:\/\//i.test(text.trim()) ? text.trim() : 'https://' + text.trim())?.hostname.replace(/\.$/, '') ?? ''
  return host.includes('.') && !/\.\d+$|^\[/.test(host) ? host : undefined
}

/** What an entry of the list lets in, where that isn't plain. */
export function originMeaning(pattern: string): string {
  if (pattern === 'null') return 'Sandboxed frames and files. Anybody can make a page with this origin.'
  const [, domain] = pattern.split('://*.')
  return domain ? `Every subdomain of ${domain}, but not ${domain} itself` : ''
}

function read(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
