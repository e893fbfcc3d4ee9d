import type { PanelSite } from '../../../internal/wire/wire.ts'
import { Forbidden } from './parts/empty.tsx'

export interface NoSiteProps { sites: readonly PanelSite[]; choose(key: string): void; logout(): void }

/** For whom the address asks for a site that isn't theirs, and for whom there is none yet. */
export function NoSite({ sites, choose, logout }: NoSiteProps) {
  const quit = <button class="button button-quiet" type="button" onClick={logout}>Log out</button>
  if (!sites.length) return <Forbidden title="No site yet" page><p>Ask an admin to put a site on your list.</p>{quit}</Forbidden>
  return (
    <Forbidden title="This site isn’t on your list" page>
      <p>An admin can put it there. Or it is gone, or the address is mistyped.</p>
      <ul class="no-site" aria-label="Your sites">{sites.map(({ key, name }) => <li key={key}><button class="button" type="button" onClick={() => choose(key)}><span>Open <bdi>{name}</bdi></span></button></li>)}</ul>
      {quit}
    </Forbidden>
  )
}
