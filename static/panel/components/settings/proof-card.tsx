import { useSignal } from '@preact/signals'
import type { Evidence } from '../../../../internal/wire/wire.ts'
import type { Window } from '../../models/security.ts'
import { byOrigin, causes, outcomeMeaning, outcomeName, outcomes, percent, total } from '../../words/proof.ts'
import { plural } from '../../words/values.ts'
import { Causes } from './causes.tsx'
import { Choice } from '../parts/choice.tsx'
import { Examples } from './examples.tsx'
import { useFresh } from '../parts/fresh.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Places } from './places.tsx'
import { Ring } from '../parts/ring.tsx'
import type { SecurityProps } from './security-page.tsx'

export const windows: readonly (readonly [Window, string])[] = [['24h', '24 hours'], ['7d', '7 days']]

type ProofProps = SecurityProps & { jump(section: string): void }

/** How much of what pages say of their users is proven, and what isn't. */
export function ProofCard(props: ProofProps) {
  const window = useSignal<Window>('24h')
  const asked = props.security.evidence[window.value]
  useFresh(() => { if (window.value !== '24h') void asked.load() }, asked) // the page asks for the day, whose verdict others show
  const required = props.security.settings.value.value?.enforcement === 'require'
  return (
    <section class="card" id="proof" tabIndex={-1} aria-labelledby="proof-title">
      <div class="card-head">
        <h2 id="proof-title">Proof</h2>
        <Choice label="Time" options={windows} chosen={window.value} choose={chosen => { window.value = chosen }} />
      </div>
      <Loaded key={window.value} asked={asked}>
        {evidence => total(evidence) ? <Shown {...props} evidence={evidence} required={required} /> : <Nothing {...props} evidence={evidence} />}
      </Loaded>
    </section>
  )
}

function Shown({ evidence, required, href, jump }: ProofProps & { evidence: Evidence; required: boolean }) {
  const all = total(evidence)
  const why = causes(evidence)
  return (
    <>
      <div class="glance">
        <Ring share={evidence} />
        <dl class="legend">
          {outcomes.map(outcome => (
            <div key={outcome} data-outcome={outcome}>
              <dt><span class={'swatch part-' + outcome} aria-hidden="true" />{outcomeName(outcome)}</dt>
              <dd><b>{evidence[outcome].toLocaleString('en')}</b> <span class="sub">{percent(evidence[outcome], all)}</span></dd>
              <dd class="sub legend-what">{outcomeMeaning(outcome)}</dd>
            </div>
          ))}
        </dl>
      </div>
      {why.length > 0 && <Causes causes={why} jump={jump} />}
      {why.length > 0 && <Places origins={byOrigin(evidence)} required={required} />}
      {evidence.examples.length > 0 && <Examples evidence={evidence} href={href} />}
      {!why.length && <p>Each of the {plural(all, 'claim')} was proven, on every page.</p>}
    </>
  )
}

/** No claims: what is missing for the first. */
function Nothing({ evidence, security, admin, href, jump }: ProofProps & { evidence: Evidence }) {
  const settings = security.settings.value.value
  const hasKey = security.keys.value.value?.some(key => !key.retired_at)
  return (
    <div class="nothing" role="status">
      <h3>No page has said who its user is in the last {evidence.window === '24h' ? '24 hours' : '7 days'}</h3>
      <ol class="todo">
        <li class={settings?.installed_at ? 'done' : ''}><span><a href={href({ page: 'settings', section: 'install' })}>Install the snippet</a> on your pages.</span></li>
        <li class={hasKey ? 'done' : ''}><span><button class="link" type="button" onClick={() => jump('keys')}>{admin ? 'Make a key' : 'Have an admin make a key'}</button> whose secret only your server holds.</span></li>
        <li><span><button class="link" type="button" onClick={() => jump('code')}>Sign who is logged in</button>, and hand the token to <code>Nametag('identify', …)</code>.</span></li>
      </ol>
      <p>Every claim is counted here, by page, with the exact reason where one isn’t proven.</p>
    </div>
  )
}
