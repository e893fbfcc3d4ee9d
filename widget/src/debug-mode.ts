// Developer's mode (spec widget §6): on localhost, or with data-debug, a second file explains mistakes.
import type { Outcome } from '../../internal/wire/wire.ts'
import type { Entry } from './outbox.ts'
import { addFile, settings } from './site.ts'

/** Has the outcome of a call explained, where somebody develops. */
export const explain = (entry: Pick<Entry, 'call'> & Partial<Entry>, outcome: Outcome): void => {
  if (!/^[fnu]/.test(settings.debug as string)) addFile<typeof import('./debug.ts')>('debug', file => file.explain(entry, outcome))
}
