// What is said and what is answered (spec widget §2, identity §8). The package ships alone, so these are spelled here;
// widget/test/same-types.ts proves that they are the protocol's.

export type Trust = 'anonymous' | 'claimed' | 'verified' | 'acting'
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** How the widget starts. */
export interface Settings {
  /** The site's key, from the panel's Install page. */
  site: string
  /** Where your Nametag server is: `https://nametag.example.com`. Not needed where the page has its script tag. */
  host?: string
  /** `false`: nothing is stored or sent before `load()`. */
  autoload?: boolean
  /** `'required'`: nothing is stored or sent before `consent('granted')`. `'gpc'`: only where the browser says Global Privacy Control. */
  consent?: 'required' | 'gpc'
  /** `false`: a visitor for this page only, nothing of it is stored. */
  persist?: boolean
  /** Says in the console what is wrong, as it always does on localhost. */
  debug?: boolean
  /** Taken, and without effect: links carry the identity to the domains that the site itself lists. */
  linkedDomains?: string[]
  /** For the script element, where your content security policy asks for one. */
  nonce?: string
}

/** What is known of a person beside the identifiers. What is absent stays; `null` removes. */
export interface Traits {
  name?: string | null
  first_name?: string | null
  last_name?: string | null
  company?: string | null
  phone?: string | null
  avatar_url?: string | null
  tag?: string | null
  tags?: string[] | null
  integration_ids?: string[] | null
  identities?: string[] | null
  /** Your own keys: 1,024 bytes in all. */
  custom_data?: { [key: string]: Json } | null
}

export interface Person extends Traits {
  external_id?: string | number | null
  email?: string | null
  /** A proof that your server made; `user_hash` is another word for `hash`. */
  hash?: string
  user_hash?: string
  token?: string
}

/** A hash or a token that your server made, bare or in an object. */
export type Proof = string | { hash?: string; user_hash?: string; token?: string }

/** A person in Upscope's words. */
export interface Connection extends Person {
  uniqueId?: string | number | null
  integrationIds?: string[] | null
  metadata?: { [key: string]: Json } | null
}

/** What became of a claim. */
export interface Identified {
  visitor_id: string
  trust: Trust
  /** Another person was here before: a new visitor went up. */
  switched: boolean
  expires_at?: string
  rejected?: Rejection[]
  warnings?: Warning[]
}
/** A field that was left out, and why. */
export interface Rejection { field: string; reason: string; limit?: number; size?: number }
export interface Warning { code: string; message: string; help?: string }

/** What the page knows of its visitor. Until the server has said it, there is no id. */
export interface Identity { visitor_id: string | null; trust: Trust; external_id?: string; email?: string }

/** The short code that a visitor reads to an agent, and when it ends (RFC 3339). */
export interface LookupCode { code: string; expires_at: string }

/** Whether the widget has begun, its socket is up, and how many calls wait for their answers. */
export interface Status { loaded: boolean; connected: boolean; waiting: number }

/** What calls reject with. */
export interface ApiError { code: string; message: string; field?: string; limit?: number; help?: string }

/** What can be listened for, and what listeners are told. */
export interface Events {
  ready: Identity
  identityChanged: Identity
  identityExpired: Identity
  identityRejected: ApiError
  reset: undefined
  message: unknown
}

/** Stops listening, at once. Awaited, it gives the same once the widget has taken it. */
export type Off = (() => void) & PromiseLike<() => void>
