import type { Tag } from '../snippet.ts'

/** How Nametag gets onto pages of one kind: where the tag goes, where it is said who is logged in, and what happens at log-out. */
export interface Recipe {
  key: string
  name: string
  steps(tag: Tag): Step[]
  consented?: string // how the page says that there is consent, where that isn't the plain call
}

/** `backticks` in the text mark code. label: what is copied. */
export interface Step { title: string; text: string; code: string; label: string }

/** Where a page is made anew for each visitor: whoever is nobody there, and was somebody in this browser, has logged out. */
export const loggedOut = `Nametag('identity').then(function (me) { if (me.external_id) Nametag('reset') })`
