// Carrying an identity between the domains of a site (spec security §1d): the calls, and what loads the rest.
import type { Token } from '../../internal/wire/wire.ts'
import { on } from './events.ts'
import { put } from './outbox.ts'
import { host } from './site.ts'
import { pump } from './transport.ts'

/** nametag-carry.js: only pages of sites with linked domains ever load it. */
const file = () => import(host + '/nametag-carry.js') as Promise<typeof import('./links.ts')>

/** Redeems a token that came over a link. If it is good for nothing, nothing happens, quietly. */
export const carry = (token: string): Promise<unknown> => put({ call: 'carry', args: { token } }).catch(() => {})

/** A one-time token for another of the site's domains. */
export const identityToken = async (args: { for: string }): Promise<string> => {
  queueMicrotask(pump) // links ask for it, too, and they are no calls of the page
  return (await put({ call: 'token', args }) as Token).token
}

/** That address with a fresh token in it. */
export const linkTo = async (url: string): Promise<string> => (await file()).linkTo(url, identityToken)

/** From here on links to these origins carry who the visitor is. */
export const watchLinks = (linked?: string[]): void => {
  if (linked) file().then(links => links.watch(linked, identityToken, on)).catch(() => {})
}
