import { useSignal } from '@preact/signals'
import type { SigningKey } from '../../../../internal/wire/wire.ts'
import type { Security } from '../../models/security.ts'
import { usesWords } from '../../words/keys.ts'
import { useDeed } from '../parts/deed.ts'
import { Dialog } from '../parts/dialog.tsx'
import { ShownOnce } from '../parts/shown-once.tsx'
import { KeyForm } from './key-form.tsx'
import { Wrong } from '../parts/wrong.tsx'

/** Makes a key, shows its secret this once, and with the first key asks about the users' emails. */
export function MakeKey({ security, close }: { security: Security; close(): void }) {
  const step = useSignal<'form' | 'secret' | 'emails'>('form')
  const made = useSignal<SigningKey | null>(null)
  const first = useSignal(security.keys.value.peek()?.length === 0 && !security.settings.value.peek()?.emails_confirmed)
  const onward = () => { first.value ? step.value = 'emails' : close() }
  const take = (key: SigningKey) => {
    made.value = key
    key.secret ? step.value = 'secret' : onward()
  }
  switch (step.value) {
    case 'form': return <KeyForm security={security} made={take} close={close} />
    case 'secret': return <Secret made={made.value!} stored={onward} />
    case 'emails': return <AskEmails security={security} close={close} />
  }
}

/** Stays until somebody says that the secret is stored: nobody sees it again. */
function Secret({ made, stored }: { made: SigningKey; stored(): void }) {
  return (
    <ShownOnce title={`The secret of ${made.name}`} label="secret" code={made.secret!} button="I have stored it" done={stored}
      lead="Store it where your server keeps its secrets.">
      <p>It signs {usesWords(made.uses)}. Its text is the HMAC key: don’t decode it. It must never be in a page, an app, or a repository.</p>
    </ShownOnce>
  )
}

function AskEmails({ security, close }: { security: Security; close(): void }) {
  const deed = useDeed()
  const answer = async (confirmed: boolean) => { if (await deed.run(() => security.settings.change({ emails_confirmed: confirmed }))) close() }
  return (
    <Dialog title="Do you confirm your users’ email addresses?" close={close}>
      <div class="dialog-body">
        <p>Yes, if nobody can log in to your site with an address that isn’t theirs, since they had to click a link in an email first. Then this key proves emails too.</p>
        <p>Otherwise somebody could register with another person’s address and be taken for them: then it proves ids only. You can change the answer at any time.</p>
      </div>
      <Wrong error={deed.failure} />
      <div class="dialog-foot">
        <button class="button" type="button" disabled={deed.busy} onClick={() => void answer(false)}>No, or not all</button>
        <button class="button button-main" type="button" disabled={deed.busy} onClick={() => void answer(true)}>Yes, all of them</button>
      </div>
    </Dialog>
  )
}
