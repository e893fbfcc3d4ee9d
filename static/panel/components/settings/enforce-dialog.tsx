import { useEffect } from 'preact/hooks'
import type { Evidence } from '../../../../internal/wire/wire.ts'
import type { Security } from '../../models/security.ts'
import { causes, lapsedWords, placeName, total, unproven } from '../../words/proof.ts'
import { plural } from '../../words/values.ts'
import { useDeed } from '../parts/deed.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Warning } from '../parts/icons.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Prose } from '../parts/prose.tsx'
import { Bar } from '../parts/ring.tsx'
import { Wrong } from '../parts/wrong.tsx'

const shortList = 4

/** Shows what the last 24 hours would have been like if proof had been required, and asks. */
export function EnforceDialog({ security, close, toKeys }: { security: Security; close(): void; toKeys(): void }) {
  const deed = useDeed()
  const day = security.evidence['24h']
  useEffect(() => { void day.load() }, [day])
  const told = day.value.value
  const harm = told ? unproven(told) + told.lapsed : 0
  const keyless = security.keys.value.value?.every(key => key.retired_at)
  const sure = async () => { if (await deed.run(() => security.settings.change({ enforcement: 'require' }))) close() }
  return (
    <Dialog title="Require proof?" wide close={close}>
      <div class="dialog-body dialog-scroll">
        {keyless && (
          <p class="warning"><Warning /><span><b>This site has no active key.</b> Nobody can prove anything, so everybody stays anonymous. <button class="link" type="button" onClick={toKeys}>Make a key first</button></span></p>
        )}
        <Loaded asked={day}>{evidence => <Forecast evidence={evidence} />}</Loaded>
        {told && told.lapsed > 0 && <p class="warning"><Warning /><span>{lapsedWords(told.lapsed)}</span></p>}
        <p>It counts at once, for every page and on every way in. You can turn it off with one click.</p>
      </div>
      <Wrong error={deed.failure} />
      <div class="dialog-foot">
        <button class="button" type="button" autofocus onClick={close}>Cancel</button>
        <button class={'button button-main' + (harm || keyless ? ' button-risk' : '')} type="button" disabled={deed.busy || !told} onClick={() => void sure()}>
          {deed.busy ? 'One moment…' : harm ? `Require proof, and refuse ${harm === total(told!) ? 'all of these' : 'these'}` : 'Require proof'}
        </button>
      </div>
    </Dialog>
  )
}

function Forecast({ evidence }: { evidence: Evidence }) {
  const [all, refused] = [total(evidence), unproven(evidence)]
  if (!all) return <p><b>No page has said who its user is in the last 24 hours</b>, so there is nothing to tell what it would change.</p>
  if (!refused && evidence.lapsed) return null
  if (!refused) return <p><b>Nothing would have been refused</b> in the last 24 hours: {all === 1 ? 'the one claim was' : `all ${plural(all, 'claim')} were`} proven.</p>
  const pages = evidence.pages.filter(unproven).slice(0, shortList)
  return (
    <>
      <p><b>{refused.toLocaleString('en')} of {plural(all, 'claim')}</b> of the last 24 hours would have been refused, and these people left anonymous:</p>
      <Bar share={evidence} />
      <dl class="forecast">
        <dt>Why</dt>
        {causes(evidence).slice(0, shortList).map(({ code, message, count }) => <dd key={code}><b>{count.toLocaleString('en')}</b> <span><Prose text={message} /></span></dd>)}
        {pages.length > 0 && <dt>Where</dt>}
        {pages.map(page => <dd key={page.origin + page.path}><b>{unproven(page).toLocaleString('en')}</b> <span><bdi>{placeName(page)}</bdi> <span class="sub">of {total(page).toLocaleString('en')}</span></span></dd>)}
      </dl>
    </>
  )
}
