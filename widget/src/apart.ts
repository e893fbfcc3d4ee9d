// Stands before main.ts in a script that keeps its visitor to itself: the page's own Nametag, if it has one, goes on as it was,
// and no other script uses this one.
import { calls } from './calls.ts'
import type { Host } from './main.ts'

const page = window as Host
const theirs = page.Nametag
page.Nametag = undefined

/** Gives the page what it had. */
export const giveBack = (): unknown => theirs ? page.Nametag = theirs : delete page.Nametag

/** Links tell nobody of whom the page holds in memory: at their end that would be stored. */
calls.identityToken = () => Promise.reject({})
