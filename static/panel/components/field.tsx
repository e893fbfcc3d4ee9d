import type { Failure } from '../models/api.ts'

export interface FieldProps {
  name: string
  label: string
  type: 'email' | 'password'
  autocomplete: string
  hint?: string
  minLength?: number
  failure: Failure | null
}

/** One input with its label, its rules, and what is wrong with it. */
export function Field({ name, label, type, autocomplete, hint, minLength, failure }: FieldProps) {
  const wrong = failure?.field === name ? failure.message : ''
  const told = [hint && `${name}-hint`, wrong && `${name}-wrong`].filter(Boolean).join(' ')
  const rules = {
    id: name, name, autocomplete, required: true, minLength, maxLength: longest[type],
    'aria-invalid': wrong ? 'true' as const : undefined, 'aria-describedby': told || undefined,
  }
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {type === 'email' ? <input type="email" {...rules} /> : <input type="password" {...rules} />}
      {hint && <p class="sub" id={`${name}-hint`}>{hint}</p>}
      {wrong && <p class="wrong" id={`${name}-wrong`} role="alert">{wrong}</p>}
    </div>
  )
}

const longest = { email: 254, password: 128 }
