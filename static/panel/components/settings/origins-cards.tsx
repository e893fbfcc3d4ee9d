import { allows, isLocal, meant, originMeaning } from '../../words/origins.ts'
import { Warning } from '../parts/icons.tsx'
import { Wrong } from '../parts/wrong.tsx'
import { useDeed } from '../parts/deed.ts'
import { ListSetting } from './list-setting.tsx'
import type { CardProps } from './site-page.tsx'

/** Whose pages may use the site (spec security §6). */
export function OriginsCard({ settings, site, admin }: CardProps) {
  return (
    <section class="card" aria-labelledby="origins">
      <h2 id="origins">Origins</h2>
      <p>Only pages of these origins may use the site; all others are turned away. An origin is a scheme, a host, and a port if it isn’t the usual one: <code>https://shop.example.com</code>.</p>
      <p><code>https://*.example.com</code> stands for every subdomain, however deep, but not for <code>https://example.com</code> itself: add that one, too.</p>
      <ListSetting one="origin" name="Origins" items={site.origins} admin={admin} placeholder="https://shop.example.com" mend={meant}
        empty={<b>None yet: no page may use the site{site.dev_until ? ', but those on localhost while it is in development mode' : ''}.</b>}
        note={item => originMeaning(item) && <span class="sub">{originMeaning(item)}</span>}
        save={origins => settings.change({ origins })} />
    </section>
  )
}

/** Between which domains an identity is carried (spec security §1d). */
export function LinkedCard(props: CardProps) {
  const { settings, site, admin } = props
  const isAllowed = (origin: string) => allows(site.origins, origin) || site.dev_until !== null && isLocal(origin)
  return (
    <section class="card" aria-labelledby="linked">
      <h2 id="linked">Linked domains</h2>
      <p>A link from one of your pages to one of these domains carries who the visitor is: a token in the address, for one use within two minutes. For both ways, list both. Subdomains of one domain need none of this, but a cookie domain.</p>
      <ListSetting one="linked domain" name="Linked domains" items={site.linked_domains} admin={admin} placeholder="https://help.example.com" mend={meant}
        empty="None: an identity stays where it was said."
        note={item => !isAllowed(item) && <Unallowed {...props} origin={item} />}
        offer={(text, done) => meant(text) === text && !isAllowed(text) && <AddBoth {...props} origin={text} done={done} />}
        save={linked_domains => settings.change({ linked_domains })} />
    </section>
  )
}

/** A linked domain is of no use unless its pages may use the site. */
function Unallowed({ settings, site, admin, origin }: CardProps & { origin: string }) {
  const deed = useDeed()
  return (
    <span class="sub unallowed"><Warning /><span>Not among the origins: its pages are turned away.</span>
      {admin && <button class="link" type="button" disabled={deed.busy} onClick={() => void deed.run(() => settings.change({ origins: [...site.origins, origin] }))}>Allow it, too</button>}
      <Wrong error={deed.failure} />
    </span>
  )
}

function AddBoth({ settings, site, origin, done }: CardProps & { origin: string; done(): void }) {
  const deed = useDeed()
  const both = async () => {
    if (await deed.run(() => settings.change({ linked_domains: [...site.linked_domains, origin], origins: [...site.origins, origin] }))) done()
  }
  return (
    <div class="warning offer" role="status">
      <Warning />
      <div><p><b><bdi>{origin}</bdi></b> isn’t among the origins, so its pages couldn’t take an identity. Add it to both?</p>
        <div class="ways">
          <button class="button button-main" type="button" disabled={deed.busy} onClick={() => void both()}>{deed.busy ? 'Saving…' : 'Add it to both'}</button>
          <button class="button" type="button" onClick={done}>Cancel</button>
        </div>
        <Wrong error={deed.failure} />
      </div>
    </div>
  )
}
