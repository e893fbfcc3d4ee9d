import type { SigningKey } from '../../../../internal/wire/wire.ts'
import type { Security } from '../../models/security.ts'
import { isLast, restingWords } from '../../words/keys.ts'
import { plural } from '../../words/values.ts'
import { Confirm } from '../parts/dialog.tsx'
import { Warning } from '../parts/icons.tsx'
import { useNow } from '../parts/time.tsx'

interface EndProps { signing: SigningKey; security: Security; close(): void }

/** Ends a key as planned: what it has proven stays proven. */
export function RetireKey({ signing: key, keys, security, close }: EndProps & { keys: readonly SigningKey[] }) {
  const now = useNow()
  const required = security.settings.value.value?.enforcement === 'require'
  return (
    <Confirm title={`Retire ${key.name}?`} button="Retire" close={close} carryOut={() => security.retire(key.kid, false)}>
      <p><b>{restingWords(key, now)}</b></p>
      {isLast(key, keys) && <p class="warning"><Warning /><span>It is the only active key. Without it nobody can be verified{required ? ', and since this site requires proof, nobody identified' : ''}: make a new one first.</span></p>}
      {key.used_24h > 0 && !isLast(key, keys) && <p class="warning"><Warning /><span>It was used {plural(key.used_24h, 'time')} in the last 24 hours: something signs with it still. Give that the new secret first, and retire this one when it is unused.</span></p>}
      <p>What is signed with it is refused from now on. Links that it has proven stay until they end. It can’t be undone.</p>
    </Confirm>
  )
}

/** Ends a key whose secret somebody else has: nothing that rests on it can be believed. */
export function LeakedKey({ signing: key, security, close, done }: EndProps & { done(): void }) {
  const now = useNow()
  return (
    <Confirm title={`${key.name} leaked?`} button="It leaked: end it now" close={close} carryOut={() => security.retire(key.kid, true).then(done)}>
      <p><b>{restingWords(key, now)}</b></p>
      <p>Every link that rests on it falls at once: these browsers are shown as unproven until your server proves them with another key. What is signed with it is refused from now on. It can’t be undone.</p>
      <p>After that you see whom it has verified, so that you can look at each.</p>
    </Confirm>
  )
}
