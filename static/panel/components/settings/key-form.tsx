import { useId } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import type { KeyUse, SigningKey } from '../../../../internal/wire/wire.ts'
import type { Security } from '../../models/security.ts'
import { isRaw, keyUses, toggled, useMeaning, useName } from '../../words/keys.ts'
import { capital } from '../../words/values.ts'
import { useDeed } from '../parts/deed.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Warning } from '../parts/icons.tsx'
import { Wrong } from '../parts/wrong.tsx'

const shortestSecret = 32
const longestName = 255

/** Name, uses, and perhaps a secret that is there already. */
export function KeyForm({ security, made, close }: { security: Security; made(key: SigningKey): void; close(): void }) {
  const uses = useSignal<readonly KeyUse[]>(['token'])
  const takesOver = useSignal(false)
  const deed = useDeed()
  const id = useId()
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    const said = new FormData(event.currentTarget as HTMLFormElement)
    const secret = String(said.get('secret') ?? '')
    void deed.run(async () => made(await security.make({ name: String(said.get('name')), uses: [...uses.peek()], ...(secret && { secret }) })))
  }
  return (
    <Dialog title="Make a key" wide close={close}>
      <form class="dialog-form" onSubmit={send}>
        <div class="dialog-body dialog-scroll">
          <div class="field">
            <label for={id}>Name</label>
            <input id={id} name="name" required maxLength={longestName} autocomplete="off" autofocus placeholder="Shop’s backend" aria-describedby={id + '-hint'} />
            <p class="sub" id={id + '-hint'}>What signs with it, so that you know it later.</p>
          </div>
          <fieldset class="uses">
            <legend>It signs</legend>
            {keyUses.map(use => <Use key={use} use={use} on={uses.value.includes(use)} flip={() => { uses.value = toggled(uses.value, use) }} />)}
          </fieldset>
          {isRaw(uses.value) && <p class="warning" role="status"><Warning /><span>A bare id or email is easily signed for the wrong person: whoever may choose their own id at your site can have somebody else’s signed. Choose tokens where you can.</span></p>}
          {takesOver.value ? <Secret /> : <button class="link" type="button" onClick={() => { takesOver.value = true }}>Use a secret that your server signs with already</button>}
        </div>
        <Wrong error={deed.failure} />
        <div class="dialog-foot">
          <button class="button" type="button" onClick={close}>Cancel</button>
          <button class="button button-main" disabled={deed.busy || !uses.value.length}>{deed.busy ? 'One moment…' : takesOver.value ? 'Take it over' : 'Make the key'}</button>
        </div>
      </form>
    </Dialog>
  )
}

function Use({ use, on, flip }: { use: KeyUse; on: boolean; flip(): void }) {
  const id = useId()
  return (
    <label class="use">
      <input type="checkbox" checked={on} onChange={flip} aria-describedby={id} data-use={use} />
      <span>{capital(useName(use))}{use === 'token' && <span class="pill pill-good">Recommended</span>}</span>
      <span class="sub" id={id}>{useMeaning(use)}</span>
    </label>
  )
}

function Secret() {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>Secret</label>
      <input id={id} name="secret" type="password" required minLength={shortestSecret} autocomplete="off" spellcheck={false} aria-describedby={id + '-hint'} />
      <p class="sub" id={id + '-hint'}>At least {shortestSecret} characters, as your server has it. It can’t be shown again.</p>
    </div>
  )
}
