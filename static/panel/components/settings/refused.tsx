import { useSignal } from '@preact/signals'
import { isLocal, originMeaning } from '../../words/origins.ts'
import { useDeed } from '../parts/deed.ts'
import { Check, Warning } from '../parts/icons.tsx'
import { Wrong } from '../parts/wrong.tsx'
import type { SiteProps } from './site-page.tsx'

/** A page that carries the site's key was turned away a moment ago: if it is theirs, admins let it in with one click. */
export function Refused({ settings, install, admin }: SiteProps) {
  const deed = useDeed()
  const allowed = useSignal('')
  const origin = install.installation.value?.refusedOrigin
  if (!origin) return allowed.value && <Allowed origin={allowed.value} />
  const change = async (what: Parameters<typeof settings.change>[0]) => {
    if (await deed.run(() => settings.change(what))) allowed.value = origin
  }
  const allow = () => change({ origins: [...settings.value.value?.origins ?? [], origin] })
  return (
    <section class="card notice notice-warning" role="alert">
      <h2><Warning />A page was turned away</h2>
      <p><bdi><b>{origin}</b></bdi> carries your snippet, but isn’t one of this site’s origins.{originMeaning(origin) && ` ${originMeaning(origin)}`} {admin ? 'If it is yours, let it in:' : 'If it is yours, ask an admin to allow it.'}</p>
      {admin && (
        <div class="ways">
          {isLocal(origin) && <button class="button button-main" type="button" disabled={deed.busy} onClick={() => void change({ dev: true })}>Turn on development mode</button>}
          <button class={'button' + (isLocal(origin) ? '' : ' button-main')} type="button" disabled={deed.busy} onClick={() => void allow()}>{deed.busy ? 'One moment…' : <>Allow <bdi class="clip">{origin}</bdi></>}</button>
        </div>
      )}
      <Wrong error={deed.failure} />
    </section>
  )
}

function Allowed({ origin }: { origin: string }) {
  return (
    <section class="card notice arrival-done" role="status">
      <h2><Check />Allowed</h2>
      <p>Pages of <bdi><b>{origin}</b></bdi> are let in now. Load that page again.</p>
    </section>
  )
}
