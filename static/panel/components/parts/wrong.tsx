import type { ApiError } from '../../../../internal/wire/wire.ts'
import { Prose } from './prose.tsx'

/** Why something that one asked for wasn't done, beside where one asked. */
export function Wrong({ error }: { error: ApiError | null }) {
  return error && <p class="wrong wrong-box" role="alert"><b>{error.message}</b>{error.help && <> <Prose text={error.help} /></>}</p>
}
