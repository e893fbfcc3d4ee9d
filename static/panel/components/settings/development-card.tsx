import { parse, spoken } from '../../words/time.ts'
import { useDeed } from '../parts/deed.ts'
import { Rule } from '../parts/rule.tsx'
import { useNow } from '../parts/time.tsx'
import type { CardProps } from './site-page.tsx'

/** Lets pages on localhost in and tells them exact reasons, for a day. */
export function DevelopmentCard({ settings, site, admin }: CardProps) {
  const left = parse(site.dev_until) - useNow()
  const on = left > 0
  const deed = useDeed()
  return (
    <section class="card" aria-labelledby="development">
      <h2 id="development">While you build</h2>
      <Rule title="Development mode" on={on} admin={admin} deed={deed} flip={() => void deed.run(() => settings.change({ dev: !on }))}>
        <p>Lets in pages on localhost, on any port, and tells browsers the exact reason where a proof fails. It ends by itself after 24 hours.</p>
        {on && <p role="timer" aria-live="off"><b>Ends in {spoken(left)}.</b></p>}
      </Rule>
    </section>
  )
}
