import type { ComponentChildren } from 'preact'
import { useId, useRef } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import { Close } from '../parts/icons.tsx'
import { Saved, useSaving } from './saving.tsx'

export interface ListSettingProps {
  one: string // what each is
  name: string // of the list
  items: readonly string[]
  admin: boolean
  placeholder: string
  empty: ComponentChildren
  save(items: string[]): Promise<void> // rejects with a Failure
  note?(item: string): ComponentChildren // beside one that is in the list
  mend?(text: string): string | undefined // what somebody may have meant by what isn't taken
  offer?(text: string, done: () => void): ComponentChildren // instead of adding it as it is; null adds it
}

/** A list that grows and shrinks one at a time. What was taken out can be put back. */
export function ListSetting({ one, name, items, admin, placeholder, empty, save, note, mend, offer }: ListSettingProps) {
  const [text, removed, offering] = [useSignal(''), useSignal<string | null>(null), useSignal(false)]
  const saving = useSaving()
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const clear = () => {
    text.value = ''
    offering.value = false
  }
  const add = async (item: string) => {
    removed.value = null
    if (await saving.run(() => save([...items, item]))) clear()
    input.current?.focus()
  }
  const remove = async (item: string) => {
    if (!await saving.run(() => save(items.filter(other => other !== item)))) return
    removed.value = item
    input.current?.focus()
  }
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    const item = text.value.trim()
    if (!item) return input.current?.focus()
    if (offer?.(item, clear)) offering.value = true
    else void add(item)
  }
  const meant = saving.failure && mend?.(text.value)
  return (
    <div class="setting">
      {items.length > 0 ? (
        <ul class="listed" aria-label={name}>
          {items.map(item => (
            <li key={item} data-item={item}>
              <div class="line-what"><code><bdi>{item}</bdi></code>{note?.(item)}</div>
              {admin && <button class="button button-quiet button-square" type="button" disabled={saving.busy} aria-label={`Remove ${item}`} data-tip="Remove" onClick={() => void remove(item)}><Close /></button>}
            </li>
          ))}
        </ul>
      ) : <p>{empty}</p>}
      {removed.value && <p class="sub removed" role="status"><span><bdi>{removed.value}</bdi> was removed.</span> <button class="link" type="button" onClick={() => void add(removed.value!)}>Put it back</button></p>}
      {admin && (
        <form class="setting-form" onSubmit={send}>
          <label for={id}>Another {one}</label>
          <div class="setting-line">
            <input id={id} ref={input} value={text.value} placeholder={placeholder} autocomplete="off" autocapitalize="off" spellcheck={false}
              aria-invalid={saving.failure ? 'true' : undefined} aria-describedby={id + '-wrong'}
              onInput={event => { text.value = event.currentTarget.value; offering.value = false; saving.edited() }} />
            <button class="button" disabled={saving.busy} aria-label={`Add ${one}`}>{saving.busy ? 'Saving…' : 'Add'}</button>
            <Saved saving={saving} />
          </div>
          <p class="wrong" id={id + '-wrong'} role="alert">
            {saving.failure?.message}
            {meant && meant !== text.value.trim() && <> <button class="link" type="button" onClick={() => { text.value = meant; void add(meant) }}>Add {meant}</button></>}
          </p>
          {offering.value && offer?.(text.value.trim(), clear)}
        </form>
      )}
    </div>
  )
}
