import type { Contact } from '../../../../internal/wire/wire.ts'
import type { Route } from '../../models/route.ts'
import { parse } from '../../words/time.ts'
import { ContactRow } from '../contacts/contact-row.tsx'
import { Logo } from '../parts/icons.tsx'

const shortList = 5

/** The list when nobody on the site is who is looked for. */
export function NobodyFound({ q, all, searchContacts }: { q: string; all(): void; searchContacts(): void }) {
  return (
    <div class="empty-scroll">
      <div class="empty">
        <h2>Nobody here matches</h2>
        <p>Of those on the site now, nobody is found by “<bdi>{q}</bdi>”. Whoever comes and matches appears here by themselves.</p>
        <p class="ways"><button class="button" type="button" onClick={all}>Show everybody</button> <button class="button" type="button" onClick={searchContacts}>Search all contacts</button></p>
      </div>
    </div>
  )
}

/** The list when nobody is on the site: who was here lately, and how to get somebody here. */
export function NobodyHere({ recent, href }: { recent: readonly Contact[] | null; href(route: Route): string }) {
  const lately = [...recent ?? []].sort((a, b) => parse(b.last_seen_at) - parse(a.last_seen_at)).slice(0, shortList)
  return (
    <div class="empty-scroll">
      <div class="empty">
        <span class="empty-mark"><Logo /></span>
        <h2>Nobody is here right now</h2>
        <p>Visitors appear here by themselves, the moment they open a page.</p>
        <a class="button" href={href({ page: 'settings', section: 'install' })}>Install the snippet</a>
      </div>
      {lately.length > 0 && (
        <section class="lately" aria-labelledby="lately">
          <h3 id="lately">Recently seen</h3>
          <ul class="contacts">{lately.map(c => <ContactRow key={c.id} contact={c} href={href({ page: 'contacts', contact: c.id })} open={false} />)}</ul>
        </section>
      )}
    </div>
  )
}
