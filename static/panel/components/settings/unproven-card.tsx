import type { SiteSettings } from '../../../../internal/wire/wire.ts'
import { useDeed } from '../parts/deed.ts'
import { Rule } from '../parts/rule.tsx'
import type { SecurityProps } from './security-page.tsx'

type RuleProps = SecurityProps & { settings: SiteSettings }

/** What a claim without proof may do: to people whom nobody vouched for, and by an email (spec identity §4.4, §6). */
export function UnprovenCard(props: SecurityProps) {
  const settings = props.security.settings.value.value!
  return (
    <section class="card" id="unproven" tabIndex={-1} aria-labelledby="unproven-title">
      <h2 id="unproven-title">Without proof</h2>
      <p>{settings.enforcement === 'require'
        ? 'Proof is required now, so claims without it are refused. Both of these count again once it isn’t.'
        : 'What a claim without proof may do. It never overwrites what a proof, your server or one of you vouched for.'} A change counts from the next claim on; what is stored stays as it is.</p>
      <KeepRule {...props} settings={settings} />
      <EmailRule {...props} settings={settings} />
    </section>
  )
}

function KeepRule({ security, admin, settings }: RuleProps) {
  const deed = useDeed()
  const on = settings.unproven === 'fill_blanks'
  const flip = () => void deed.run(() => security.settings.change({ unproven: on ? 'latest' : 'fill_blanks' }))
  return (
    <Rule title="Keep what was said first" on={on} admin={admin} deed={deed} flip={flip}>
      <p>{on
        ? 'Of people whom nobody vouched for, only the browser that first named them overwrites what is known; others fill what is blank. Nobody spoils it by claiming to be them, but who comes back on a new phone can’t correct it either.'
        : 'Of people whom nobody vouched for, the latest word counts, from whichever browser. Who comes back on a new phone can correct their name; so can anybody who claims to be them.'}</p>
    </Rule>
  )
}

function EmailRule({ security, admin, settings }: RuleProps) {
  const deed = useDeed()
  const on = settings.match_unproven_email
  return (
    <Rule title="Find people by an unproven email" on={on} admin={admin} deed={deed} flip={() => void deed.run(() => security.settings.change({ match_unproven_email: !on }))}>
      <p>{on
        ? <>Convot’s way: <b>anybody who knows somebody’s address is listed as them</b>, unproven. That visit stands in their history, and what it says fills their blanks; it overwrites nothing, and is told nothing of what is stored. Turned off, who was linked so stays until they log out, or you detach them on the person’s page.</>
        : 'An email without proof finds only people without an id whom nobody vouched for. Turned on, it finds everybody, as with Convot: returning people are known by their address alone, but so is whoever else types it.'}</p>
    </Rule>
  )
}
