import { useSignal } from '@preact/signals'
import type { SiteSettings } from '../../../../internal/wire/wire.ts'
import type { Settings } from '../../models/settings.ts'
import { isShorter, kept } from '../../words/retention.ts'
import { plural } from '../../words/values.ts'
import { Confirm } from '../parts/dialog.tsx'
import { TextSetting, wholeNumber } from './text-setting.tsx'

interface LifeProps { settings: Settings; site: SiteSettings; admin: boolean }

/** The site's own lives, in days. Blank is as long as the server keeps things. */
export function LifeSettings(props: LifeProps) {
  return (
    <>
      <Life {...props} field="anonymous_days" of="anonymous" label="Visitors whom nobody named">Counted since they were last heard of. Who comes back later is a new visitor.</Life>
      <Life {...props} field="unproven_days" of="unproven" label="People whom nobody vouched for">Who was only ever claimed: no proof, no API and no agent said who they are. They are erased as by hand.</Life>
    </>
  )
}

interface OneLife extends LifeProps { field: 'anonymous_days' | 'unproven_days'; of: 'anonymous' | 'unproven'; label: string; children: string }
interface Asked { days: number | null; sure(): void; not(): void }

function Life({ settings, site, admin, field, of, label, children }: OneLife) {
  const asked = useSignal<Asked | null>(null)
  const server = site.server_days[of]
  const now = kept(site).find(one => one.key === of)!
  const change = (days: number | null) => settings.change({ [field]: days })
  const save = async (text: string) => {
    const days = text.trim() ? await wholeNumber(text) : null
    if (days === 0 || !isShorter(days, now, server)) return change(days)
    await new Promise<void>((sure, not) => { asked.value = { days, sure, not: () => not({ status: 0, code: 'kept', message: 'Nothing was changed.' }) } })
  }
  const close = () => {
    asked.peek()?.not() // nothing, where it was carried out
    asked.value = null
  }
  return (
    <>
      <TextSetting label={label} value={site[field]?.toString() ?? ''} blank={`As long as the server: ${server === null ? 'for ever' : plural(server, 'day')}`} unit="days" numeric
        placeholder={server === null ? 'for ever' : String(server)} admin={admin} save={save}>{children}</TextSetting>
      {asked.value && (
        <Confirm title={`Keep them for ${plural(asked.value.days ?? server ?? 0, 'day')} only?`} button="Forget what is older" close={close}
          carryOut={() => change(asked.value!.days).then(() => asked.value?.sure())}>
          <p><b>What is older is erased for good within minutes</b>, and doesn’t come back if you keep things for longer again.</p>
          <p>Who was proven, or edited by you, stays.</p>
        </Confirm>
      )}
    </>
  )
}
