import { useSignal } from '@preact/signals'
import type { SigningKey } from '../../../../internal/wire/wire.ts'
import { countedLinks, keyState, usesWords } from '../../words/keys.ts'
import { parse } from '../../words/time.ts'
import { Plus } from '../parts/icons.tsx'
import { LeakedKey, RetireKey } from './key-ends.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { MakeKey } from './make-key.tsx'
import type { SecurityProps } from './security-page.tsx'
import { Ago } from '../parts/time.tsx'
import { VerifiedDialog } from './verified-dialog.tsx'

/** The site's signing keys: what each is for and does, and how they begin and end. */
export function KeysCard(props: SecurityProps) {
  const making = useSignal(false)
  const stop = () => { making.value = false }
  return (
    <section class="card" id="keys" tabIndex={-1} aria-labelledby="keys-title">
      <div class="card-head">
        <h2 id="keys-title">Keys</h2>
        {props.admin && <button class="button button-small" type="button" aria-haspopup="dialog" onClick={() => { making.value = true }}><Plus />Make a key</button>}
      </div>
      <p>Your server signs with a key’s secret who is logged in. To change one, make a new key first, and retire the old one once it is unused.</p>
      <Loaded asked={props.security.keys}>
        {keys => keys.length
          ? <ul class="lines keys" aria-label="Keys">{keys.map(key => <KeyLine key={key.kid} {...props} signing={key} keys={keys} />)}</ul>
          : <p><b>There is no key yet.</b> Until there is one, nobody can be verified.</p>}
      </Loaded>
      {making.value && <MakeKey security={props.security} close={stop} />}
    </section>
  )
}

type KeyLineProps = SecurityProps & { signing: SigningKey; keys: readonly SigningKey[] }
type Open = 'retire' | 'leaked' | 'verified'

function KeyLine({ signing: key, keys, admin, security, people, href }: KeyLineProps) {
  const open = useSignal<Open | null>(null)
  const shut = (what: Open) => () => { if (open.peek() === what) open.value = null }
  const show = (what: Open) => () => { open.value = what }
  const state = keyState(key)
  return (
    <li class={'key key-' + state} data-key={key.kid} data-state={state}>
      <div class="line-what">
        <div class="line line-wrap"><b><bdi>{key.name}</bdi></b><span class={'pill ' + statePills[state]}>{stateNames[state]}</span></div>
        <div class="sub">for {usesWords(key.uses)} · <code>{key.kid}</code></div>
      </div>
      <Facts signing={key} />
      <div class="ways">
        {admin && state === 'active' && <button class="button button-small" type="button" aria-haspopup="dialog" aria-label={`Retire ${key.name}`} onClick={show('retire')}>Retire</button>}
        {admin && state !== 'leaked' && <button class="button button-small" type="button" aria-haspopup="dialog" aria-label={`It leaked: ${key.name}`} onClick={show('leaked')}>It leaked</button>}
        <button class="button button-small button-quiet" type="button" aria-haspopup="dialog" aria-label={`What it verified: ${key.name}`} onClick={show('verified')}>What it verified</button>
      </div>
      {open.value === 'retire' && <RetireKey signing={key} keys={keys} security={security} close={shut('retire')} />}
      {open.value === 'leaked' && <LeakedKey signing={key} security={security} close={shut('leaked')} done={show('verified')} />}
      {open.value === 'verified' && <VerifiedDialog signing={key} security={security} people={people} href={href} close={shut('verified')} />}
    </li>
  )
}

const stateNames = { active: 'Active', retired: 'Retired', leaked: 'Leaked' }
const statePills = { active: 'pill-good', retired: '', leaked: 'pill-bad' }

function Facts({ signing }: { signing: SigningKey }) {
  const { created_at, last_used_at, used_24h, retired_at, leaked } = signing
  return (
    <dl class="facts key-facts">
      <div><dt>Made</dt><dd><Ago at={parse(created_at)} /></dd></div>
      {retired_at && <div><dt>{leaked ? 'Leaked, retired' : 'Retired'}</dt><dd><Ago at={parse(retired_at)} /></dd></div>}
      <div><dt>Last used</dt><dd>{last_used_at ? <Ago at={parse(last_used_at)} /> : 'never'}</dd></div>
      <div><dt>In 24 hours</dt><dd>{used_24h ? `${used_24h.toLocaleString('en')} ×` : 'unused'}</dd></div>
      <div><dt>Live links</dt><dd>{countedLinks(signing)}</dd></div>
    </dl>
  )
}
