import { useSignal } from '@preact/signals'
import type { SiteSettings } from '../../../../internal/wire/wire.ts'
import { useDeed } from '../parts/deed.ts'
import { EnforceDialog } from './enforce-dialog.tsx'
import { Check } from '../parts/icons.tsx'
import { Rule } from '../parts/rule.tsx'
import type { SecurityProps } from './security-page.tsx'

type EnforcementProps = SecurityProps & { jump(section: string): void }

/** What is asked of claims: whether they need proof, and whether a proven email is a confirmed one. */
export function EnforcementCard(props: EnforcementProps) {
  const settings = props.security.settings.value.value!
  const required = settings.enforcement === 'require'
  const safe = props.security.evidence['24h'].value.value?.safe_to_require
  return (
    <section class="card" id="enforcement" tabIndex={-1} aria-labelledby="enforcement-title">
      <h2 id="enforcement-title">Enforcement</h2>
      {safe && !required && (
        <p class="safe" role="status"><Check /><span><b>Safe to require.</b> In the last 24 hours every claim was proven: nothing would have been refused.</span></p>
      )}
      <RequireRule {...props} required={required} />
      <EmailsRule {...props} settings={settings} />
    </section>
  )
}

function RequireRule({ security, admin, jump, required }: EnforcementProps & { required: boolean }) {
  const asking = useSignal(false)
  const deed = useDeed()
  const flip = () => {
    if (required) void deed.run(() => security.settings.change({ enforcement: 'observe' }))
    else asking.value = true
  }
  return (
    <>
      <Rule title="Require proof" on={required} admin={admin} deed={deed} flip={flip}>
        <p>{required
          ? 'Who has no proof stays anonymous: the claim is refused, and nothing is written.'
          : 'Now everybody is believed and marked: who has no proof is shown as unproven, and counted above.'}</p>
      </Rule>
      {asking.value && <EnforceDialog security={security} close={() => { asking.value = false }} toKeys={() => { asking.value = false; jump('keys') }} />}
    </>
  )
}

function EmailsRule({ security, admin, settings }: SecurityProps & { settings: SiteSettings }) {
  const deed = useDeed()
  const flip = () => void deed.run(() => security.settings.change({ emails_confirmed: !settings.emails_confirmed }))
  return (
    <Rule title="We confirm our users’ email addresses" on={settings.emails_confirmed} admin={admin} deed={deed} flip={flip}>
      <p>On if nobody can log in to your site with an address that isn’t theirs. Then a proof of an email makes it verified, and people are found by it; otherwise only the id is. A token can say it for one user, with <code>email_verified</code>.</p>
    </Rule>
  )
}
