import { useId } from 'preact/hooks'

/** Something that is on or off at once, with its label. */
export function Switch({ label, on, set }: { label: string; on: boolean; set(on: boolean): void }) {
  const id = useId()
  return (
    <div class="switch-line">
      <span id={id}>{label}</span>
      <button class="switch" type="button" role="switch" aria-checked={on} aria-labelledby={id} onClick={() => set(!on)} />
    </div>
  )
}
