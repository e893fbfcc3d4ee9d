import { useSignal } from '@preact/signals'
import type { Failure } from '../../models/api.ts'
import { useDeed } from '../parts/deed.ts'
import { Check } from '../parts/icons.tsx'

/** One setting that is saved by itself: whether it is under way, was saved, or why it wasn't. */
export interface Saving {
  busy: boolean
  saved: boolean // and not edited since
  failure: Failure | null
  run(work: () => Promise<void>): Promise<boolean>
  edited(): void
}

export function useSaving(): Saving {
  const deed = useDeed()
  const at = useSignal<'before' | 'saved' | 'edited'>('before')
  return {
    busy: deed.busy,
    saved: at.value === 'saved',
    failure: at.value === 'edited' ? null : deed.failure,
    async run(work) {
      at.value = 'before'
      const well = await deed.run(work)
      if (well) at.value = 'saved'
      return well
    },
    edited() { at.value = 'edited' },
  }
}

/** Says that it was saved, for eyes and ears. */
export function Saved({ saving }: { saving: Saving }) {
  return <span class="saved" role="status">{saving.saved && <><Check />Saved</>}</span>
}
