import type { SiteSettings } from '../../../../internal/wire/wire.ts'
import type { Install } from '../../models/install.ts'
import type { Settings } from '../../models/settings.ts'
import { Blank } from '../parts/blank.tsx'
import { Copyable } from '../parts/copy.tsx'
import { Failed } from '../parts/failed.tsx'
import { useFresh } from '../parts/fresh.ts'
import { DevelopmentCard } from './development-card.tsx'
import { ListSetting } from './list-setting.tsx'
import { LinkedCard, OriginsCard } from './origins-cards.tsx'
import { PicturesCard } from './pictures-card.tsx'
import { Refused } from './refused.tsx'
import { TextSetting, wholeNumber } from './text-setting.tsx'

export interface SiteProps { settings: Settings; install: Install; admin: boolean /* others look, and change nothing */ }

/** What a site is called, whose pages are its own, and what holds for all of them. */
export function SitePage(props: SiteProps) {
  const { settings } = props
  const load = () => void settings.load()
  useFresh(load, settings)
  const site = settings.value.value
  if (!site) return settings.failure.value ? <Failed failure={settings.failure.value} retry={load} /> : <><Blank /><Blank /></>
  return (
    <>
      {!props.admin && <p class="card notice">You see how everything stands. What changes something is for admins: ask one of yours.</p>}
      <Refused {...props} />
      <NameCard {...props} site={site} />
      <OriginsCard {...props} site={site} />
      <LinkedCard {...props} site={site} />
      <DevelopmentCard {...props} site={site} />
      <KeysCard {...props} site={site} />
      <PicturesCard {...props} site={site} />
      <LimitsCard {...props} site={site} />
    </>
  )
}

export interface CardProps extends SiteProps { site: SiteSettings }

function NameCard({ settings, site, admin }: CardProps) {
  return (
    <section class="card" aria-labelledby="site-name">
      <h2 id="site-name">What it is called</h2>
      <TextSetting label="Name" value={site.name} admin={admin} save={name => settings.change({ name })}>What your agents see. Visitors never do.</TextSetting>
    </section>
  )
}

function KeysCard({ settings, site, admin }: CardProps) {
  return (
    <section class="card" aria-labelledby="site-keys">
      <h2 id="site-keys">Keys</h2>
      <p>The site’s key stands in the script tag. It is public, and stays as it is.</p>
      <Copyable code={site.key} label="key" />
      <h3>Other keys that mean this site</h3>
      <p>Pages that were written for another vendor name their site by that vendor’s key. Add it here, and they stay as they are.</p>
      <ListSetting one="key" name="Other keys" items={site.aliases} admin={admin} placeholder="app_12345" empty="None." save={aliases => settings.change({ aliases })} />
    </section>
  )
}

function LimitsCard({ settings, site, admin }: CardProps) {
  return (
    <section class="card" aria-labelledby="site-limits">
      <h2 id="site-limits">For all pages</h2>
      <TextSetting label="Cookie domain" value={site.cookie_domain ?? ''} blank="None: each host has a visitor of its own" placeholder="example.com" admin={admin}
        save={text => settings.change({ cookie_domain: text.trim() || null })}>
        With <code>example.com</code>, who goes from <code>www.example.com</code> to <code>shop.example.com</code> stays the same visitor. Empty: each host has a visitor of its own.
      </TextSetting>
      <TextSetting label="How long a link lasts" value={String(site.link_hours)} unit="hours" numeric admin={admin}
        save={async text => settings.change({ link_hours: await wholeNumber(text) })}>
        After a proof without an end of its own, such as a hash, somebody counts as verified for so long, and then as claimed. A token lasts as long as it says.
      </TextSetting>
      <TextSetting label="Limit of custom data" value={String(site.custom_data_bytes)} unit="bytes" numeric admin={admin}
        save={async text => settings.change({ custom_data_bytes: await wholeNumber(text) })}>
        What one contact’s <code>custom_data</code> may weigh. A change that would make it heavier is refused as a whole; what is there stays.
      </TextSetting>
    </section>
  )
}
