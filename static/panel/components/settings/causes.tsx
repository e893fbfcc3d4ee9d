import { useSignal } from '@preact/signals'
import type { Cause } from '../../words/proof.ts'
import { Prose } from '../parts/prose.tsx'

const shortList = 5

/** Why claims aren't proven, and what to do about each. */
export function Causes({ causes, jump }: { causes: readonly Cause[]; jump(section: string): void }) {
  const all = useSignal(false)
  return (
    <div class="part" role="group" aria-labelledby="causes">
      <h3 id="causes">Why the rest isn’t proven</h3>
      <ul class="lines">
        {(all.value ? causes : causes.slice(0, shortList)).map(({ code, message, help, count }) => (
          <li key={code} class="cause" data-cause={code}>
            <b class="cause-count">{count.toLocaleString('en')}</b>
            <div class="line-what">
              <div><Prose text={message} /></div>
              <div class="sub"><Prose text={help} /></div>
            </div>
            <button class="button button-small" type="button" onClick={() => jump(code === 'no_proof' ? 'code' : 'doctor')}>{code === 'no_proof' ? 'See the code' : 'Ask the doctor'}</button>
          </li>
        ))}
      </ul>
      {!all.value && causes.length > shortList && <button class="link" type="button" onClick={() => { all.value = true }}>Show all {causes.length} reasons</button>}
    </div>
  )
}
