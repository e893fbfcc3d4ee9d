import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import type { Deed } from './deed.ts'
import { Wrong } from './wrong.tsx'

export interface RuleProps { title: string; on: boolean; admin: boolean; deed: Deed; flip(): void; children: ComponentChildren }

/** A setting that is on or off, and what it means. Only admins have the switch. */
export function Rule({ title, on, admin, deed, flip, children }: RuleProps) {
  const id = useId()
  return (
    <div class="rule">
      <div class="rule-what">
        <h3 id={id}>{title}</h3>
        {children}
      </div>
      {admin
        ? <button class="switch" type="button" role="switch" aria-checked={on} aria-labelledby={id} aria-busy={deed.busy} onClick={flip} />
        : <span class={'rule-state' + (on ? ' rule-on' : '')}>{on ? 'On' : 'Off'}</span>}
      <Wrong error={deed.failure} />
    </div>
  )
}
