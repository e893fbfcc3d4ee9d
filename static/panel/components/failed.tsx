import type { ApiError } from '../../../internal/wire/wire.ts'
import { Warning } from './icons.tsx'
import { Prose } from './prose.tsx'

/** Something could not be loaded: what is wrong, and what to do. */
export function Failed({ failure, retry }: { failure: ApiError; retry(): void }) {
  return (
    <div class="empty empty-failed" role="alert">
      <span class="empty-mark"><Warning /></span>
      <h2>{failure.message}</h2>
      {failure.help && <p><Prose text={failure.help} /></p>}
      <button class="button" type="button" onClick={retry}>Try again</button>
    </div>
  )
}
