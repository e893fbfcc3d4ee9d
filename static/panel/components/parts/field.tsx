import { useId } from 'preact/hooks'
import type { Failure } from '../../models/api.ts'

export interface FieldProps {
  name: string
  label: string
  type: 'email' | 'password'
  autocomplete: string
  hint?: string
  autofocus?: boolean
  minLength?: number
  failure: Failure | null
}

/** As the server has it, which says so itself where it disagrees. */
export const passwordMin = 12

/** One input with its label, its rules, and what is wrong with it. */
export function Field({ name, label, type, autocomplete, hint, autofocus, minLength, failure }: FieldProps) {
  const wrong = failure?.field === name ? failure.message : ''
  const id = useId()
  const told = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(' ')
  const rules = {
    id, name, autocomplete, autofocus, required: true, minLength, maxLength: longest[type],
    'aria-invalid': wrong ? 'true' as const : undefined, 'aria-describedby': told || undefined,
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {type === 'email' ? <input type="email" {...rules} /> : <input type="password" {...rules} />}
      {hint && <p class="sub" id={`${id}-hint`}>{hint}</p>}
      {wrong && <p class="wrong" id={`${id}-wrong`} role="alert">{wrong}</p>}
    </div>
  )
}

const longest = { email: 254, password: 128 }
