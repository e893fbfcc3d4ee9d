// The protocol as TypeScript sees it. The golden files in testdata/ are the protocol itself: tests in Go and in
// TypeScript read them both ways. Times in frames are unix milliseconds; in the server API they are RFC 3339.

export type Trust = 'anonymous' | 'claimed' | 'verified' | 'acting'
export type ValueTrust = 'claimed' | 'verified' | 'attested'
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

// ---- Browser API: POST /v1/commands (spec api §2) ----

export interface Page { url: string; title?: string; referrer?: string }

export interface Traits {
  name?: string | null; first_name?: string | null; last_name?: string | null; company?: string | null
  phone?: string | null; avatar_url?: string | null; tag?: string | null
  tags?: string[] | null; integration_ids?: string[] | null; identities?: string[] | null
  custom_data?: { [key: string]: Json } | null
}

/** What identify and update take. An external_id or email inside traits is a claim too. */
export interface IdentifyArgs {
  external_id?: string | number | null
  email?: string | null
  hash?: string
  token?: string
  fill_blanks?: boolean // without proof it writes only what nobody has said yet, unless this visitor made the contact
  require_email?: boolean // a token and an email count only together: without the other, neither names anybody
  traits?: Traits & { external_id?: string | number | null; email?: string | null }
}

export type Command =
  | { id: string; call: 'identify' | 'update'; args: IdentifyArgs }
  | { id: string; call: 'reset' | 'lookup_code' }
  | { id: string; call: 'token'; args: { for?: string } } // an origin; left out: the only other one that is linked
  | { id: string; call: 'carry'; args: { token: string } } // that was found in the page's address; answers as identify does

/** A call as a page made it: its arguments by position. The widget sends nothing else. */
export interface Said {
  id: string
  call: string
  said: { [position: string]: unknown }
  as?: string // the visitor that the page took itself for, or the id of the call before, where that isn't answered yet
  at: number // by the page's clock, in unix milliseconds
}

export interface Batch { site: string; visitor?: string | null; page?: Page | undefined; sent_at?: number; commands?: (Command | Said)[] }

export interface Rejection { field: string; reason: string; limit?: number; size?: number }
export interface Warning { code: string; message: string; help?: string }
export interface ApiError { code: string; message: string; field?: string; limit?: number; help?: string }

/** identity.md §8 */
export interface Identified {
  visitor_id: string; trust: Trust; switched: boolean; expires_at?: string
  rejected?: Rejection[]; warnings?: Warning[]
}
export interface LookupCode { code: string; expires_at: string }
/** What became of a call. event: what the page is told beside its promise. until: a claim equal to it rests, in unix milliseconds of the page's clock. */
export interface Outcome { ok?: Identified | { visitor_id: string } | LookupCode | Token | string; error?: ApiError; event?: 'identityRejected'; until?: number }
export interface Answer extends Outcome { id: string; again?: true } // again: nothing became of it yet; it is to be sent again

/** What a page knows of itself. The identifiers are what the browser has said, and what was carried to it. */
export interface Identity { visitor_id: string | null; trust: Trust; external_id?: string; email?: string }

/** What the widget needs to know of its site. */
export interface WidgetSite { dev?: boolean; linked?: string[] } // linked: the origins to which links carry the identity

export interface BatchAnswer {
  visitor: {
    id: string; token: string; trust: Trust; identity: Identity
    stale?: true // the token is dead: this is only who the browser is if no tab of it has a newer one, or a call that leads to it
  }
  site: WidgetSite
  answers: Answer[]
}

/** What comes back of a batch: an answer, or an error for all of it. */
export type Reply = BatchAnswer & { error?: ApiError }

// ---- The visitor's socket: GET /v1/socket?site=KEY, and POST /v1/heartbeat ----

/** How a tab is. alive grows with signs of life: the page was touched in another 20 s. own is the token of whom the browser keeps, on a page that keeps nothing. */
export interface Hello { visitor: string; own?: string | undefined; page: Page; tab: string; visible: boolean; alive?: number }

export type VisitorFrame =
  | { hello: Hello } // first; again after a new token, and whenever something changed, if none of the others says it
  | { page: Page }
  | { visible: boolean }
  | { alive: true } // somebody is there: sent at most every 20 s, after input

export type VisitorPush =
  | { welcome: { visitor_id: string; trust: Trust } }
  | { fence: Record<string, never> } // your token is dead: read storage, say hello with what you find there
  | { identity: { trust: Trust } } // another tab raised the trust: read storage for the newer token, say hello
  | { expired: { trust: Trust } }

/** POST /v1/heartbeat, text/plain: the same signs of life where sockets are blocked. Answers a VisitorPush, {} to gone. */
export interface Heartbeat extends Hello { site: string; gone?: boolean }

// ---- The panel's socket: GET /api/v1/live?site=KEY ----

export type PanelFrame =
  | { view: View } // subscribe, or look at something else
  | { open: { visitor: string } | { contact: string } } // watch one person: a person frame now and at each change
  | { close: true }
  | { watch: Watch }
  | { seen: number } // how many view updates of this socket were shown: who says it is sent no more than it can show

/**
 * A window of the list of those whom a search finds (spec live §3). The answer says `ask`. But at the top (first: 0), the
 * window goes with its first row: `first` changes when others come and go above.
 */
export interface View { ask?: number; q?: string; sort: Sort; first: number; count: number }
export type Sort = 'newest' | 'longest' | 'name'

/** Those of whom the agent wants to hear wherever they stand, in place of those before. */
export interface Watch { visitors?: string[]; contacts?: string[] }

export interface ViewUpdate {
  n: number // counts up frame by frame; after a gap, subscribe again
  snapshot?: true // the whole window: the first frame, and again after frames were dropped for a slow reader
  first?: number // how many rows are above the window; absent: as before
  order?: string[] // ids of the rows in the window, top first; absent: as before
  rows?: Row[] // whole rows that are new in the window or changed
  counts?: Counts // absent: as before
  trend?: Trend // absent: as before, or nothing yet
}
/** Of the people on the site who haven't left, but for `total`, which is how long the list is. Bots are none of the others. */
export interface Counts { total: number; online: number; claimed: number; verified: number; acting: number; bots: number }
/** How many people were on the site lately, a point each `every` milliseconds, the last of them `at`. */
export interface Trend { at: number; every: number; online: number[]; verified: number[] }

export type State = 'active' | 'idle' | 'away' | 'left'

/** One person who is here, or was a moment ago. */
export interface Row {
  id: string // stays the same while an anonymous visitor turns into Jane
  visitor: string // the newest of its visitors
  visitors: number
  own?: string[] // whom browsers keep whose pages keep nothing (persist: false): in this row while those pages live
  contact?: string
  trust: Trust
  actor?: string
  name?: string; email?: string; external_id?: string; company?: string; tag?: string; tags?: string[]
  avatar?: string // on https, and of somebody who may say so or of a listed host: any other would let strangers see who looks
  page: Page
  referrer?: string // where this session came from
  campaign?: string // that led to this session's first page: "newsletter · spring"
  device: Device
  country?: string
  since: number // start of the session
  state: State
  state_since: number
  changed: number // when what the row says last changed ("now" marks)
  tabs: number
  returning: boolean
  codes?: { code: string; visitor: string }[] // living lookup codes, and whose each is
}
export interface Device { kind?: string; browser?: string; os?: string }

export interface PersonFrame {
  visitor?: { id: string; trust: Trust; actor?: string; expires_at?: string; first_seen: number; journey_id?: string; bag?: { external_id?: string; email?: string; traits?: { [key: string]: Value }; custom_data?: { [key: string]: Value } } }
  contact?: Contact
  sessions: Session[]
  sessions_next?: string // the cursor of the contact's older sessions, which are paged over HTTP
  ledger: LedgerEntry[]
  ledger_next?: string // the same of its ledger
  refusals?: Refusals[] // newest first
}
export interface SiteFrame { key: string; name: string; dev_until?: number; installed_at?: number; installed_origin?: string; refused_origin?: string }

export type PanelPush =
  | { hello: { now: number; site: SiteFrame } }
  | { site: SiteFrame } // it changed, e.g. the first visitor arrived
  | { answer: number } // the next snapshot, or error, answers the view that had this `ask`
  | { view: ViewUpdate }
  | { person: PersonFrame }
  | { watched: Sighting }
  | { error: ApiError }

/** What became of somebody who is watched. */
export interface Sighting { event: 'came' | 'identified'; row: Row }

// ---- Server API under /api/v1 (spec api §3) ----

export interface Value { value: Json; trust: ValueTrust; source: string; at: string }
export interface Contact {
  id: string; external_id: string | null; email: string | null
  external_id_trust?: ValueTrust; email_trust?: ValueTrust
  trust: Trust // the higher of its identifiers'
  avatar?: string // as in a Row
  traits: { [key: string]: Value } // profile fields
  custom_data: { [key: string]: Json }
  custom_data_values: { [key: string]: Value } // the same with who said it
  custom_data_bytes: number; custom_data_limit: number
  conflicts: Conflict[] // open ones
  aliases: Alias[]
  visitors: ContactVisitor[]
  first_seen_at: string; last_seen_at: string | null
}
/** An identifier that was said of a contact which doesn't hold it. other_id held it then. */
export interface Conflict { id: string; key: 'email' | 'external_id'; value: string; trust: ValueTrust; other_id: string | null; at: string }
/** A contact that was merged into another: its identifiers lead there. merge_id can be undone. */
export interface Alias { id: string; external_id: string | null; email: string | null; external_id_trust?: ValueTrust; email_trust?: ValueTrust; merge_id: string | null }
export interface ContactVisitor { id: string; trust: Trust; actor?: string; expires_at?: string; first_seen_at: string; fenced_at?: string }
export interface Session {
  id: string; visitor_id: string; started_at: string; seen_at: string
  device: Device; ip?: string; country?: string; referrer?: string
  pages: { url: string; title?: string; at: string }[]; page_count: number
  unproven: boolean // came over a claimed link
}
export type Kind =
  | 'identified' | 'updated' | 'noted' | 'reset' | 'switched' | 'refused' | 'detached' | 'displaced'
  | 'merged' | 'joined' | 'unmerged' | 'left' | 'edited' | 'resolved' | 'revoked' | 'carried' | 'erased'
export interface Change { key: string; old: Json; new: Json; trust?: ValueTrust }
export interface LedgerEntry {
  seq: number; at: string; kind: Kind; contact_id?: string
  visitor_id?: string; trust: Trust | 'attested'; reason?: string; key_id?: string; by?: string; created?: true
  changes?: Change[]
  protected?: string[]
  parked?: Conflict[]; settled?: string[] // conflicts that came and went
  link?: { from: string | null; to: string | null; trust: Trust }
  successor_id?: string
  journey_id?: string // the visitor by whose link this one came
  other_id?: string; merge_id?: string
}
/** Claims to be a person that were refused, on one day (UTC) and for one reason, by browsers that aren't the person's. */
export interface Refusals { contact_id: string; reason: string; count: number; first_at: string; last_at: string }
/** PATCH /contacts/{id}: what is left out stays; null removes. custom_data key by key. */
export interface ContactChange extends Traits { external_id?: string | null; email?: string | null }
/** POST /contacts/{id}/merge {other, dry_run?}: changes are the survivor's; merge_id is null if it was only tried. */
export interface MergeRequest { other: string; dry_run?: true }
export interface Merge { merge_id: string | null; contact: Contact; other_id: string; changes: Change[] }
/** POST /merges/{id}/undo */
export interface Unmerge { merge_id: string; contact: Contact; other: Contact }
/** POST /contacts/{id}/conflicts/{id}/resolve: without a resolution, merge where another contact holds it, else take. */
export interface Settlement { resolution?: 'merge' | 'take' | 'dismiss' }
/** POST /contacts/{id}/revoke {sid?} and POST /revoke {external_id, sid?} */
export interface Revocation { fenced: number; durable: boolean }
/** POST /tokens, and the token command */
export interface Token { token: string; expires_at: string }
/** POST /api/v1/doctor: why a hash or a token isn't accepted */
export interface Question { id?: string | number | null; email?: string | null; hash?: string; token?: string; language?: string }
export interface Diagnosis {
  accepted: boolean
  covers: ('id' | 'email')[]
  verified: boolean
  reason: { code: string; message: string; help: string } | null // why it isn't accepted, or verifies nothing
  kid: string | null // of the key that made it, accepted or not
  should_sign: { use: KeyUse; message: string }[] // of a token it is the payload
  code?: string // that signs it right, in the language that was asked for
}
export type KeyUse = 'token' | 'json' | 'raw-id' | 'raw-email'
export interface ContactList { contacts: Contact[]; next: string | null }
export interface SessionList { sessions: Session[]; next: string | null }
export interface LedgerPage { entries: LedgerEntry[]; next: string | null }
export interface VisitorList { visitors: Row[]; next: string | null }
/** GET /visitors/{id} */
export interface VisitorDetail { visitor: { id: string; trust: Trust; actor?: string; expires_at?: string; first_seen_at: string; journey_id?: string; contact_id: string | null }; sessions: Session[] }

// ---- The panel's own doors ----

/** POST /api/v1/login {email, password} · POST /api/v1/setup {token, email, password} · GET /api/v1/me · POST /api/v1/logout → 204 */
export interface Me { agent: { id: string; email: string; role: 'admin' | 'agent' }; sites: PanelSite[] }
export interface PanelSite { key: string; name: string; aliases: string[] } // other keys that mean it
/** GET /api/v1/site, and the answer of PATCH /api/v1/site SiteChange (admins only) */
export interface SiteSettings {
  id: string; key: string; name: string; aliases: string[]; origins: string[]; linked_domains: string[]
  enforcement: 'observe' | 'require'
  emails_confirmed: boolean
  unproven: 'latest' | 'fill_blanks'
  match_unproven_email: boolean
  link_hours: number
  cookie_domain: string | null
  custom_data_bytes: number // what a contact's may weigh
  anonymous_days: number | null; unproven_days: number | null // null: as long as the server keeps them
  store_ips: boolean
  avatar_hosts: string[] // whose pictures are shown whoever says them
  server_days: { anonymous: number | null; unproven: number | null; evidence: number } // the longest lives; null: for ever
  dev_until: string | null; installed_at: string | null; installed_origin: string | null; script_url: string
  script_pinned: { url: string; integrity: string } // the script as it is now, for ever
}
export interface SiteChange extends Partial<Pick<SiteSettings, 'name' | 'aliases' | 'origins' | 'linked_domains' | 'enforcement' | 'emails_confirmed' | 'unproven' | 'match_unproven_email' | 'link_hours' | 'cookie_domain' | 'custom_data_bytes' | 'anonymous_days' | 'unproven_days' | 'store_ips' | 'avatar_hosts'>> {
  dev?: boolean // development mode: for 24 hours, or ended
}

// ---- Who gets in: agents and API keys (logged-in admins only) ----

export type Role = Me['agent']['role']
/** GET /api/v1/agents, by email; POST /api/v1/agents NewAgent → 201 and PATCH /api/v1/agents/{id} AgentChange give one; DELETE → 204 */
export interface AgentAccount {
  id: string; email: string; role: Role; created_at: string
  sites: string[] // keys; none for an admin, who sees all
  active: boolean // has chosen a password
  link_until: string | null // how long the newest link works on which to choose one
  invitation?: Invitation // once: when the agent was added
}
export interface AgentList { agents: AgentAccount[]; next: null }
export interface NewAgent { email: string; role: Role; sites?: string[] }
export interface AgentChange { role?: Role; sites?: string[] }
/** POST /api/v1/agents/{id}/invitation → 201: shown once */
export interface Invitation { link: string; expires_at: string }
/** POST /api/v1/invitation {token}, which spends nothing. POST /api/v1/invitation/accept {token, password} → Me */
export interface Invited { email: string; role: Role; expires_at: string }
// POST /api/v1/password {present, password} → 204: one's own
export type Scope =
  | 'contacts:read' | 'contacts:write' | 'visitors:read' | 'site:read' | 'site:write' | 'tokens:create' | 'sessions:revoke'
  | 'conversations.visitor_identification.tokens.create' | 'all'
/** GET /api/v1/apikeys, oldest first; POST /api/v1/apikeys NewAPIKey → 201 and POST /api/v1/apikeys/{id}/revoke give one */
export interface APIKey {
  id: string; name: string; scopes: Scope[]; created_at: string; revoked_at: string | null
  last_used_at: string | null // to the minute or so
  key?: string // once: when it was made
}
export interface APIKeyList { apikeys: APIKey[]; next: null }
export interface NewAPIKey { name: string; scopes: Scope[] }

// ---- What claims are worth: evidence and keys (spec security §2, §3) ----

export interface Shares { verified: number; claimed: number; failed: number }
/** GET /api/v1/site/evidence?window=24h|7d. An origin "" (with path "") is what isn't told apart. */
export interface Evidence extends Shares {
  window: '24h' | '7d'
  since: string
  reasons: { code: string; message: string; help: string; count: number }[] // most first
  origins: (Shares & { origin: string })[] // those with most that would be refused first
  pages: (Shares & { origin: string; path: string })[]
  examples: { at: string; outcome: 'claimed' | 'failed'; code?: string; origin: string; path: string; visitor_id: string }[] // newest first
  lapsed: number // of those verified in the last 24 hours, those that would be refused now
  safe_to_require: boolean
}
/** GET /api/v1/keys, oldest first; POST /api/v1/keys NewSigningKey → 201 and POST /api/v1/keys/{kid}/retire {leaked?} (admins only) give one */
export interface SigningKey {
  kid: string; name: string; uses: KeyUse[]; created_at: string; retired_at: string | null; leaked: boolean
  last_used_at: string | null
  used_24h: number
  links: number // living ones that rest on it
  links_capped: boolean // there may be more
  secret?: string // once: when it was made here
}
export interface SigningKeyList { keys: SigningKey[]; next: null }
export interface NewSigningKey { name: string; uses?: KeyUse[]; secret?: string } // uses: ['token'] unless given; secret: one to take over
// GET /api/v1/keys/{kid}/verified?since=&cursor=&limit= → LedgerPage, oldest first. A page may be empty and yet have a next.
