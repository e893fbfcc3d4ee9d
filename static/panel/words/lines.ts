// The lines that a page has besides the script's tag, from the files that everybody takes them from: static/snippets.
import arrivalCode from '../../snippets/arrival.js' with { type: 'text' }
import stubCode from '../../snippets/stub.js' with { type: 'text' }
import { inline } from './snippet.ts'

/** Keeps calls made before the script has loaded, in order. */
export const stub = inline(stubCode)

/**
 * For the domains to which links carry an identity (spec security §1d), behind the stub: takes it out of the address
 * before the page's other scripts can see it. nametag.js does the same, when it is there.
 */
export const arrivalLine = inline(arrivalCode)
