import { useSignal } from '@preact/signals'
import type { APIKey } from '../../../../internal/wire/wire.ts'
import type { APIKeys } from '../../models/api-keys.ts'
import { scopeMeaning } from '../../words/scopes.ts'
import { ago, parse } from '../../words/time.ts'
import { Confirm } from '../parts/dialog.tsx'
import { useFresh } from '../parts/fresh.ts'
import { Plus, Warning } from '../parts/icons.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Ago, useNow } from '../parts/time.tsx'
import { MakeAPIKey } from './make-api-key.tsx'

/** What the site's own back ends may do here. */
export function APIKeysPage({ apiKeys }: { apiKeys: APIKeys }) {
  const making = useSignal(false)
  useFresh(() => void apiKeys.list.load(), apiKeys)
  return (
    <section class="card" aria-labelledby="api-keys-title">
      <div class="card-head">
        <h2 id="api-keys-title">Keys for your back ends</h2>
        <button class="button button-small" type="button" aria-haspopup="dialog" onClick={() => { making.value = true }}><Plus />Make an API key</button>
      </div>
      <p>A program that shows one as a bearer token may use the <a href="/api/v1/openapi.json" target="_blank" rel="noopener">server API</a> of this site, as far as the key’s scopes go. One key for each program: then you can revoke it alone.</p>
      <Loaded asked={apiKeys.list}>
        {keys => keys.length
          ? <ul class="lines keys" aria-label="API keys">{keys.map(key => <KeyLine key={key.id} shown={key} apiKeys={apiKeys} />)}</ul>
          : <p><b>There is no API key yet.</b> The widget and the panel need none.</p>}
      </Loaded>
      {making.value && <MakeAPIKey apiKeys={apiKeys} close={() => { making.value = false }} />}
    </section>
  )
}

function KeyLine({ shown: key, apiKeys }: { shown: APIKey; apiKeys: APIKeys }) {
  const revoking = useSignal(false)
  const { id, name, scopes, created_at, last_used_at, revoked_at } = key
  return (
    <li class={'key' + (revoked_at ? ' key-retired' : '')} data-key={id} data-state={revoked_at ? 'revoked' : 'active'}>
      <div class="line-what">
        <div class="line line-wrap"><b><bdi>{name}</bdi></b><span class={'pill' + (revoked_at ? '' : ' pill-good')}>{revoked_at ? 'Revoked' : 'Active'}</span></div>
        <ul class="scopes" aria-label="Scopes">{scopes.map(scope => <li key={scope}><code data-tip={scopeMeaning(scope)}>{scope}</code></li>)}</ul>
      </div>
      <dl class="facts key-facts">
        <div><dt>Made</dt><dd><Ago at={parse(created_at)} /></dd></div>
        <div><dt>Last used</dt><dd>{last_used_at ? <Ago at={parse(last_used_at)} /> : 'never'}</dd></div>
        {revoked_at && <div><dt>Revoked</dt><dd><Ago at={parse(revoked_at)} /></dd></div>}
      </dl>
      {!revoked_at && <div class="ways"><button class="button button-small" type="button" aria-haspopup="dialog" aria-label={`Revoke ${name}`} onClick={() => { revoking.value = true }}>Revoke</button></div>}
      {revoking.value && <Revoke shown={key} apiKeys={apiKeys} close={() => { revoking.value = false }} />}
    </li>
  )
}

const lately = 24 * 3600 * 1000

function Revoke({ shown: { id, name, last_used_at }, apiKeys, close }: { shown: APIKey; apiKeys: APIKeys; close(): void }) {
  const now = useNow()
  const used = parse(last_used_at)
  return (
    <Confirm title={`Revoke ${name}?`} button="Revoke" close={close} carryOut={() => apiKeys.revoke(id)}>
      {now - used < lately
        ? <p class="warning"><Warning /><span>It was used {ago(used, now)}: something works with it still. Give that a new key first.</span></p>
        : <p><b>It was {used ? `last used ${ago(used, now)}` : 'never used'}.</b></p>}
      <p>Whatever shows it is refused from now on, and its open connections end within a second. It can’t be undone.</p>
    </Confirm>
  )
}
