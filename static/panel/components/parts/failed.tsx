import type { ApiError } from '../../../../internal/wire/wire.ts'
import { Empty } from './empty.tsx'
import { Offline, Warning } from './icons.tsx'
import { Prose } from './prose.tsx'

/** Something could not be loaded: what is wrong, and what to do. `page`: it is all that the page says. */
export function Failed({ failure, retry, page = false }: { failure: ApiError; retry(): void; page?: boolean }) {
  return (
    <div role="alert">
      <Empty {...failure.code === 'unreachable' ? { mark: <Offline />, tone: 'calm' } : { mark: <Warning /> }} title={failure.message} page={page}>
        {failure.help && <p><Prose text={failure.help} /></p>}
        <button class="button" type="button" onClick={retry}>Try again</button>
      </Empty>
    </div>
  )
}
