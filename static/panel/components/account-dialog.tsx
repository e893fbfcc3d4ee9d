import { useSignal } from '@preact/signals'
import type { Me } from '../../../internal/wire/wire.ts'
import { roleName } from '../words/agents.ts'
import { useDeed } from './parts/deed.ts'
import { Dialog } from './parts/dialog.tsx'
import { Field, passwordMin } from './parts/field.tsx'
import { Check } from './parts/icons.tsx'
import { Wrong } from './parts/wrong.tsx'

export interface AccountProps { me: Me; changePassword(present: string, password: string): Promise<void>; close(): void }

/** Who one is here, and a new password. */
export function AccountDialog(props: AccountProps) {
  const changed = useSignal(false)
  return changed.value ? <Changed {...props} /> : <PasswordForm {...props} changed={() => { changed.value = true }} />
}

function Changed({ close }: AccountProps) {
  return (
    <Dialog title="Your account" close={close}>
      <p class="safe" role="status"><Check /><span>Your password is changed. Wherever else you were logged in, you are logged out.</span></p>
      <div class="dialog-foot"><button class="button button-main" type="button" autofocus onClick={close}>Done</button></div>
    </Dialog>
  )
}

function PasswordForm({ me, changePassword, changed, close }: AccountProps & { changed(): void }) {
  const { email, role } = me.agent
  const deed = useDeed()
  const named = deed.failure?.field === 'present' || deed.failure?.field === 'password'
  const send = async (event: SubmitEvent) => {
    event.preventDefault()
    const said = new FormData(event.currentTarget as HTMLFormElement)
    if (await deed.run(() => changePassword(String(said.get('present')), String(said.get('password'))))) changed()
  }
  return (
    <Dialog title="Your account" close={close}>
      <p class="account-me"><b><bdi>{email}</bdi></b><span class="pill">{roleName[role]}</span></p>
      <form class="dialog-form" onSubmit={event => void send(event)}>
        <div class="dialog-body">
          <h3>Change your password</h3>
          <input class="ears" type="email" name="email" autocomplete="username" value={email} readOnly tabIndex={-1} aria-hidden="true" />
          <Field name="present" label="Present password" type="password" autocomplete="current-password" autofocus failure={deed.failure} />
          <Field name="password" label="New password" type="password" autocomplete="new-password" failure={deed.failure} minLength={passwordMin}
            hint={`At least ${passwordMin} characters. A few unrelated words make a good one.`} />
        </div>
        <Wrong error={named ? null : deed.failure} />
        <div class="dialog-foot">
          <button class="button" type="button" onClick={close}>Cancel</button>
          <button class="button button-main" disabled={deed.busy}>{deed.busy ? 'One moment…' : 'Change password'}</button>
        </div>
      </form>
    </Dialog>
  )
}
