import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import { Prose } from '../parts/prose.tsx'
import { Saved, useSaving } from './saving.tsx'

export interface TextSettingProps {
  label: string
  value: string
  blank?: string // what an empty value means, for those who only look
  unit?: string
  numeric?: boolean
  placeholder?: string
  required?: boolean
  admin: boolean
  save(text: string): Promise<void> // rejects with a Failure
  children?: ComponentChildren // what it means
}

/** A setting that is typed. Until it is edited it shows what is saved, whoever saved it. */
export function TextSetting({ label, value, blank, unit, numeric, placeholder, required, admin, save, children }: TextSettingProps) {
  const draft = useSignal<string | null>(null)
  const saving = useSaving()
  const id = useId()
  if (!admin) return <div class="setting"><h3>{label}</h3><p class="setting-value"><bdi>{value || blank}</bdi> {value && unit}</p>{children && <p class="sub">{children}</p>}</div>
  const send = async (event: SubmitEvent) => {
    event.preventDefault()
    if (draft.value === null) return
    const typed = draft.value
    if (await saving.run(() => save(typed)) && draft.peek() === typed) draft.value = null
  }
  const shown = draft.value ?? value
  return (
    <form class="setting" onSubmit={event => void send(event)} noValidate={!required}>
      <label for={id}>{label}</label>
      <div class="setting-line">
        <input id={id} value={shown} inputMode={numeric ? 'numeric' : undefined} class={numeric ? 'setting-short' : undefined} placeholder={placeholder} required={required}
          autocomplete="off" autocapitalize="off" spellcheck={false} aria-invalid={saving.failure ? 'true' : undefined} aria-describedby={`${id}-hint ${id}-wrong`}
          onInput={event => { draft.value = event.currentTarget.value; saving.edited() }} />
        {unit && <span>{unit}</span>}
        <button class="button" disabled={saving.busy || draft.value === null || draft.value === value} aria-label={`Save ${label}`}>{saving.busy ? 'Saving…' : 'Save'}</button>
        <Saved saving={saving} />
      </div>
      <p class="wrong" id={id + '-wrong'} role="alert">{saving.failure && <>{saving.failure.message} {!saving.failure.field && saving.failure.help && <Prose text={saving.failure.help} />}</>}</p>
      {children && <p class="sub" id={id + '-hint'}>{children}</p>}
    </form>
  )
}

/** The whole number that was typed; rejects with a Failure what is none. */
export async function wholeNumber(text: string): Promise<number> {
  if (!/^\s*\d{1,9}\s*$/.test(text)) throw { status: 400, code: 'wrong_type', message: 'Give a whole number, in digits.', field: '' }
  return Number(text)
}
