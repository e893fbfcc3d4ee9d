import { useId } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import type { APIKey, Scope } from '../../../../internal/wire/wire.ts'
import type { APIKeys } from '../../models/api-keys.ts'
import { riskOf, scopeMeaning, scopes, toggledScope } from '../../words/scopes.ts'
import { useDeed } from '../parts/deed.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Warning } from '../parts/icons.tsx'
import { ShownOnce } from '../parts/shown-once.tsx'
import { Wrong } from '../parts/wrong.tsx'

const longestName = 100

/** Makes an API key and shows its text, this once. */
export function MakeAPIKey({ apiKeys, close }: { apiKeys: APIKeys; close(): void }) {
  const made = useSignal<APIKey | null>(null)
  if (!made.value) return <Form apiKeys={apiKeys} made={key => { made.value = key }} close={close} />
  return (
    <ShownOnce title={`The API key ${made.value.name}`} label="API key" code={made.value.key!} button="I have stored it" done={close}
      lead="Store it where your server keeps its secrets.">
      <p>Show it as <code>Authorization: Bearer nt_ak_…</code>. It must never be in a page, an app, or a repository.</p>
    </ShownOnce>
  )
}

function Form({ apiKeys, made, close }: { apiKeys: APIKeys; made(key: APIKey): void; close(): void }) {
  const chosen = useSignal<readonly Scope[]>(['contacts:read'])
  const deed = useDeed()
  const id = useId()
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget as HTMLFormElement).get('name'))
    void deed.run(async () => made(await apiKeys.make({ name, scopes: [...chosen.peek()] })))
  }
  const risk = riskOf(chosen.value)
  return (
    <Dialog title="Make an API key" wide close={close}>
      <form class="dialog-form" onSubmit={send}>
        <div class="dialog-body dialog-scroll">
          <div class="field">
            <label for={id}>Name</label>
            <input id={id} name="name" required maxLength={longestName} autocomplete="off" autofocus placeholder="CRM" aria-describedby={id + '-hint'} />
            <p class="sub" id={id + '-hint'}>What uses it, so that you know it later. It stands in the timelines of whom it changes.</p>
          </div>
          <fieldset class="uses uses-dense">
            <legend>It may</legend>
            {scopes.map(scope => (
              <label key={scope} class="use">
                <input type="checkbox" checked={chosen.value.includes(scope)} onChange={() => { chosen.value = toggledScope(chosen.value, scope) }} data-scope={scope} aria-describedby={`${id}-${scope}`} />
                <span>{scopeMeaning(scope)}</span>
                <code class="sub" id={`${id}-${scope}`}>{scope}</code>
              </label>
            ))}
          </fieldset>
          {risk && <p class="warning" role="status"><Warning /><span>Whoever gets hold of this key could {risk}. Choose less where less will do.</span></p>}
        </div>
        <Wrong error={deed.failure} />
        <div class="dialog-foot">
          <button class="button" type="button" onClick={close}>Cancel</button>
          <button class="button button-main" disabled={deed.busy || !chosen.value.length}>{deed.busy ? 'One moment…' : 'Make the key'}</button>
        </div>
      </form>
    </Dialog>
  )
}
