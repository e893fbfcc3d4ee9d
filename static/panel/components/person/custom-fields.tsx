import { useId } from 'preact/hooks'
import type { Signal } from '@preact/signals'
import type { ApiError } from '../../../../internal/wire/wire.ts'
import { doubled, kindOf, weigh, type Draft } from '../../words/edit.ts'
import { Close, Plus } from '../parts/icons.tsx'
import { Wrong } from '../parts/wrong.tsx'
import { ChangedMeanwhile, type Changed } from './changed-meanwhile.tsx'
import { Meter } from './meter.tsx'

export interface CustomFieldsProps {
  draft: Signal<Draft>
  limit: number
  changed(key: string): Changed | null
  wrong: ApiError | null
}

/** The site's own keys, each with its value, and what they weigh together while one types. */
export function CustomFields({ draft, limit, changed, wrong }: CustomFieldsProps) {
  const id = useId()
  const { custom } = draft.value
  const set = (custom: Draft['custom']) => { draft.value = { ...draft.value, custom } }
  const put = (at: number, more: Partial<Draft['custom'][number]>) => set(custom.map((one, i) => i === at ? { ...one, ...more } : one))
  const twice = doubled(draft.value)
  const used = weigh(draft.value)
  return (
    <fieldset class="edit-custom" aria-describedby={used > limit ? `${id}-over` : undefined}>
      <legend>Custom data</legend>
      <Meter used={used} limit={limit} />
      {used > limit && <p class="wrong" id={`${id}-over`} role="alert">{(used - limit).toLocaleString('en')} bytes too many: shorten or remove something.</p>}
      {custom.map(({ key, text }, at) => {
        const meanwhile = changed(key)
        return <div class="edit-pair" key={at}>
          <input type="text" value={key} aria-label={`Key ${at + 1}`} placeholder="key" spellcheck={false} autocomplete="off" aria-invalid={twice.has(key.trim()) ? 'true' : undefined}
            onInput={event => put(at, { key: event.currentTarget.value })} />
          <input type="text" value={text} dir="auto" aria-label={`Value of ${key || `key ${at + 1}`}`} placeholder="value" spellcheck={false} autocomplete="off" data-edit={`custom_data.${key}`}
            onInput={event => put(at, { text: event.currentTarget.value })} />
          <span class="sub edit-kind">{kindOf(text)}</span>
          <button class="button button-quiet button-square" type="button" aria-label={`Remove ${key || `key ${at + 1}`}`} onClick={() => set(custom.filter((_, i) => i !== at))}><Close /></button>
          {twice.has(key.trim()) && <p class="wrong" role="alert">This key stands here twice.</p>}
          {meanwhile && text !== meanwhile.text && <ChangedMeanwhile id={`${id}-${at}`} {...meanwhile} take={() => put(at, { text: meanwhile.text })} />}
        </div>
      })}
      <button class="button button-small" type="button" onClick={() => set([...custom, { key: '', text: '' }])}><Plus />Add a key</button>
      <p class="sub">Numbers, true, false, lists and objects are written as JSON; a number in “quotes” is a text.</p>
      <Wrong error={wrong} />
    </fieldset>
  )
}
