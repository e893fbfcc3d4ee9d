import type { SiteSettings } from '../../../../internal/wire/wire.ts'
import type { Route } from '../../models/route.ts'
import type { Settings } from '../../models/settings.ts'
import { kept, lifeShare, lifeWords } from '../../words/retention.ts'
import { Blank } from '../parts/blank.tsx'
import { Copyable } from '../parts/copy.tsx'
import { useDeed } from '../parts/deed.ts'
import { Failed } from '../parts/failed.tsx'
import { useFresh } from '../parts/fresh.ts'
import { Rule } from '../parts/rule.tsx'
import { LifeSettings } from './life-settings.tsx'

export interface PrivacyProps { settings: Settings; admin: boolean; href(route: Route): string }

/** What is kept of whom and for how long, addresses, and consent (spec security §6, widget §4). */
export function PrivacyPage(props: PrivacyProps) {
  const { settings } = props
  const load = () => void settings.load()
  useFresh(load, settings)
  const site = settings.value.value
  if (!site) return settings.failure.value ? <Failed failure={settings.failure.value} retry={load} /> : <><Blank /><Blank /></>
  return (
    <>
      {!props.admin && <p class="card notice">You see how everything stands. What changes something is for admins: ask one of yours.</p>}
      <KeptCard site={site} />
      <section class="card" aria-labelledby="lives">
        <h2 id="lives">Keep for shorter</h2>
        <p>This site may keep things for shorter than the server does, and never for longer: that is for who runs it (<code>--anonymous-days</code>, <code>--unproven-days</code>).</p>
        <LifeSettings settings={settings} site={site} admin={props.admin} />
      </section>
      <AddressesCard {...props} site={site} />
      <ConsentCard href={props.href} />
    </>
  )
}

function KeptCard({ site }: { site: SiteSettings }) {
  return (
    <section class="card" aria-labelledby="kept">
      <h2 id="kept">What is kept, and for how long</h2>
      <table class="kept">
        <thead class="ears"><tr><th scope="col">Of whom</th><th scope="col">After they were last heard of</th></tr></thead>
        <tbody>
          {kept(site).map(one => (
            <tr key={one.key} data-kept={one.key}>
              <th scope="row">{one.who}<span class="sub">{one.what}</span></th>
              <td>
                <span class="life" aria-hidden="true"><span class={'life-line' + (one.days === null ? ' life-lasting' : '')} style={{ inlineSize: lifeShare(one) + '%' }} /></span>
                <b>{lifeWords(one)}</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>Each time is since somebody was last heard of. Addresses of pages lose their fragment and every parameter but <code>utm_*</code> in the browser, before they are sent. You can erase a person at any time, on their own page or by <code>DELETE /api/v1/contacts/ID</code>: they are gone everywhere, also from the ledger.</p>
    </section>
  )
}

function AddressesCard({ settings, site, admin }: PrivacyProps & { site: SiteSettings }) {
  const deed = useDeed()
  return (
    <section class="card" aria-labelledby="addresses">
      <h2 id="addresses">Addresses</h2>
      <Rule title="Store IP addresses with visits" on={site.store_ips} admin={admin} deed={deed} flip={() => void deed.run(() => settings.change({ store_ips: !site.store_ips }))}>
        <p>{site.store_ips
          ? 'Each visit shows where it came from, from the next page on, and forgets it with everything else. Turned off, no address is shown from that moment, and those that were kept are blanked within minutes.'
          : 'Off: an address is used while somebody is here, to tell visitors apart, against floods, and for the country where the server has a database of those. It is never written down.'}</p>
      </Rule>
    </section>
  )
}

function ConsentCard({ href }: { href: PrivacyProps['href'] }) {
  return (
    <section class="card" aria-labelledby="consent">
      <h2 id="consent">Consent</h2>
      <p>With <code>data-consent="required"</code> in the tag, nothing is stored in the browser and nothing is sent before the page says that there is consent. Calls wait, in their order. <code>data-consent="gpc"</code> asks only browsers that signal Global Privacy Control.</p>
      <Copyable code={`Nametag('consent', 'granted') // on each page, once there is consent\nNametag('consent', 'denied')  // everything in this browser is cleared, and nothing more is sent`} label="consent calls" />
      <p>The <a href={href({ page: 'settings', section: 'install' })}>Install</a> page writes it into the code for your kind of pages.</p>
    </section>
  )
}
