import { useId } from 'preact/hooks'
import { useSignal, type Signal } from '@preact/signals'
import type { Contact } from '../../../../internal/wire/wire.ts'
import { changeOf, doubled, draftOf, fieldOf, lists, shown, single, spell, weigh, type Draft, type Field } from '../../words/edit.ts'
import { contactName } from '../../words/people.ts'
import { saidBy } from '../../words/trust.ts'
import { label } from '../../words/values.ts'
import { useDeed } from '../parts/deed.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Prose } from '../parts/prose.tsx'
import { Wrong } from '../parts/wrong.tsx'
import { ChangedMeanwhile, type Changed } from './changed-meanwhile.tsx'
import { CustomFields } from './custom-fields.tsx'
import type { Tools } from './tools.ts'

/** Says what the team knows of a person. Only what was touched is sent. */
export function EditDialog({ contact, tools, close }: { contact: Contact; tools: Tools; close(): void }) {
  const began = useSignal(contact).value
  const before = draftOf(began)
  const draft = useSignal<Draft>(before)
  const deed = useDeed()
  const wrongAt = fieldOf(deed.failure?.field)
  const change = changeOf(before, draft.value)
  const tooMuch = 'custom_data' in change && weigh(draft.value) > contact.custom_data_limit
  const barred = tooMuch || doubled(draft.value).size > 0
  const save = async (event: Event) => {
    event.preventDefault()
    if (barred) return
    if (!Object.keys(change).length || await deed.run(() => tools.desk.edit(contact, change))) close()
  }
  const of = (field: Field) => ({
    field, draft, wrong: wrongAt === field ? deed.failure : null, meanwhile: meanwhile(began, contact, field),
  })
  return (
    <Dialog title={`Edit ${contactName(contact)}`} wide close={close}>
      <form class="dialog-form" noValidate onSubmit={event => void save(event)}>
        <div class="dialog-body edit" tabIndex={0} role="group" aria-label="What is known">
          <p>What you say here is your team’s word: ids and emails are verified by it, all else is attested, and no browser changes it without proof.</p>
          <div class="edit-fields">
            {single.map(field => <TextField key={field} {...of(field)} />)}
            {lists.map(field => <TextField key={field} {...of(field)} many />)}
          </div>
          <CustomFields draft={draft} limit={contact.custom_data_limit} changed={key => customMeanwhile(began, contact, key)} wrong={wrongAt === 'custom_data' ? deed.failure : null} />
        </div>
        {deed.failure && !wrongAt && <Wrong error={deed.failure} />}
        <div class="dialog-foot">
          <button class="button" type="button" onClick={close}>Cancel</button>
          <button class="button button-main" type="submit" disabled={deed.busy || barred}>{deed.busy ? 'One moment…' : 'Save'}</button>
        </div>
      </form>
    </Dialog>
  )
}

/** What somebody else made of a field since the form was opened, and who. */
function meanwhile(began: Contact, now: Contact, field: Field): Changed | null {
  const text = shown(now, field)
  return text === shown(began, field) ? null : { text, by: saidBy(now.traits[field]?.source ?? '') }
}

/** The same of a key of the custom data. */
function customMeanwhile(began: Contact, now: Contact, key: string): Changed | null {
  const [was, is] = [began, now].map(({ custom_data }) => Object.hasOwn(custom_data, key) ? spell(custom_data[key]!) : '')
  return was === is ? null : { text: is!, by: saidBy(now.custom_data_values[key]?.source ?? '') }
}

interface TextFieldProps {
  field: Field
  many?: boolean // a line each
  draft: Signal<Draft>
  wrong: { message: string; help?: string } | null
  meanwhile: Changed | null
}

function TextField({ field, many, draft, wrong, meanwhile }: TextFieldProps) {
  const id = useId()
  const typed = draft.value.fields[field] ?? ''
  const type = (text: string) => { draft.value = { ...draft.value, fields: { ...draft.value.fields, [field]: text } } }
  const changed = meanwhile && typed !== meanwhile.text ? meanwhile : null
  const told = [many && `${id}-hint`, wrong && `${id}-wrong`, changed && `${id}-meanwhile`].filter(Boolean).join(' ')
  const rules = {
    id, value: typed, dir: 'auto' as const, spellcheck: false, autocomplete: 'off', 'data-edit': field,
    'aria-invalid': wrong ? 'true' as const : undefined, 'aria-describedby': told || undefined,
  }
  return (
    <div class="field">
      <label for={id}>{label(field)}</label>
      {many
        ? <textarea {...rules} rows={Math.min(6, typed.split('\n').length)} onInput={event => type(event.currentTarget.value)} />
        : <input {...rules} type="text" inputMode={field === 'email' ? 'email' : field === 'phone' ? 'tel' : 'text'} onInput={event => type(event.currentTarget.value)} />}
      {many && <p class="sub" id={`${id}-hint`}>One a line</p>}
      {wrong && <p class="wrong" id={`${id}-wrong`} role="alert">{wrong.message}{wrong.help && <> <Prose text={wrong.help} /></>}</p>}
      {changed && <ChangedMeanwhile id={`${id}-meanwhile`} {...changed} take={() => type(changed.text)} />}
    </div>
  )
}
