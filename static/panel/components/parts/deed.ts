import { useSignal } from '@preact/signals'
import { asFailure, type Failure } from '../../models/api.ts'

/** Something that a button does on the server: whether it is under way, and why it failed. */
export interface Deed {
  busy: boolean
  failure: Failure | null
  run(work: () => Promise<void>): Promise<boolean> // whether it went well; not begun again while it is under way
}

export function useDeed(): Deed {
  const busy = useSignal(false)
  const failure = useSignal<Failure | null>(null)
  return {
    busy: busy.value,
    failure: failure.value,
    async run(work) {
      if (busy.peek()) return false
      busy.value = true
      failure.value = null
      const thrown = await work().then(() => null, asFailure)
      failure.value = thrown
      busy.value = false
      return !thrown
    },
  }
}
