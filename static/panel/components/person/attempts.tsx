import type { Refusals } from '../../../../internal/wire/wire.ts'
import { isolate } from '../../words/people.ts'
import { attempts, whyRefused } from '../../words/timeline.ts'
import { ShieldRefused } from '../parts/icons.tsx'
import { Ago } from '../parts/time.tsx'

/** What strangers tried in a day, and why it was refused. */
export function Attempts({ refusals, at, name }: { refusals: readonly Refusals[]; at: number; name: string }) {
  return (
    <li class="entry entry-refused" data-kind="attempts">
      <span class="entry-mark"><ShieldRefused /></span>
      <div class="entry-body">
        <p class="entry-says"><bdi>{attempts(refusals, isolate(name))}</bdi></p>
        {whyRefused(refusals).map(why => <p class="sub" key={why}>{why}</p>)}
        <p class="sub">By browsers that aren’t theirs. Nothing came of it.</p>
      </div>
      <span class="sub entry-at"><Ago at={at} /></span>
    </li>
  )
}
