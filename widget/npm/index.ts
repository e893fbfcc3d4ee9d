// The calls of Nametag with types. The widget comes from the site's own server (script.ts): importing this runs nothing.
import { call, init, on } from './call.js'
import type { Connection, Events, Identified, Identity, LookupCode, Off, Person, Proof, Settings, Status, Traits } from './types.js'

export type * from './types.js'

/** Every call gives a promise that rejects with an {@link ApiError}; none throws, and a rejection may go unheard. */
export interface Nametag {
  /** Names the site and loads the widget from `host`. May be called again; once the widget has begun it changes nothing. */
  init(settings: Settings): Promise<void>
  /** Says who this is: after login, and on each page of somebody who is logged in. */
  identify(id: string | number, traits?: Person | null, proof?: Proof | null): Promise<Identified>
  identify(person: Person): Promise<Identified>
  /** Changes what is said of the person, in Upscope's words. */
  updateConnection(connection: Connection): Promise<Identified>
  /** Traits, without touching identifiers. */
  setAttributes(attributes: Traits): Promise<Identified>
  /** The next person at this browser is nobody yet: call it at log-out. Holds at once; resolves when the server has confirmed. */
  reset(): Promise<{ visitor_id: string }>
  logout(): Promise<{ visitor_id: string }>
  /** A one-time token that carries the identity to another of the site's domains. */
  identityToken(to: { for: string }): Promise<string>
  /** That address with such a token in it. It must be a whole one, `https://…`. */
  linkTo(url: string): Promise<string>
  /** Redeems such a token that your own code took out of an address or a message. */
  carry(token: string): Promise<Identified>
  /** The short code that the visitor reads to an agent over the phone. */
  lookupCode(): Promise<LookupCode>
  /** What this page knows of itself. */
  identity(): Promise<Identity>
  /** With `consent: 'required'` nothing is stored or sent before it is granted; denied, everything is cleared. */
  consent(word: 'granted' | 'denied'): Promise<void>
  /** Begins, in spite of `autoload: false`. */
  load(): Promise<void>
  /** Hangs up: nothing more is sent before `load()`. */
  remove(): Promise<void>
  /** How the widget is. */
  status(): Promise<Status>
  /** Calls fn at each event, until the function that it gives is called. */
  on<E extends keyof Events>(event: E, fn: (detail: Events[E]) => void): Off
}

export const nametag: Nametag = {
  init,
  on,
  identify: (...args: unknown[]) => call('identify', args),
  updateConnection: (...args) => call('updateConnection', args),
  setAttributes: (...args) => call('setAttributes', args),
  reset: () => call('reset'),
  logout: () => call('logout'),
  identityToken: (...args) => call('identityToken', args),
  linkTo: (...args) => call('linkTo', args),
  carry: (...args) => call('carry', args),
  lookupCode: () => call('lookupCode'),
  identity: () => call('identity'),
  consent: (...args) => call('consent', args),
  load: () => call('load'),
  remove: () => call('remove'),
  status: () => call('status'),
}
