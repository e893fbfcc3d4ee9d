import { meantHost, originMeaning } from '../../words/origins.ts'
import { ListSetting } from './list-setting.tsx'
import type { CardProps } from './site-page.tsx'

/** Whose pictures of people agents see, whoever says them (spec security §6). */
export function PicturesCard({ settings, site, admin }: CardProps) {
  const meaning = (host: string) => originMeaning('https://' + host)
  return (
    <section class="card" aria-labelledby="pictures">
      <h2 id="pictures">Pictures of people</h2>
      <p>A picture is loaded from wherever it is, and whoever runs that place can see when one of you looks at the person. So you see initials, unless a proven browser, your server or one of you gave the picture’s address.</p>
      <p>Pictures of these hosts, on https and its usual port, are shown whoever gives their address. List only hosts on which strangers can’t put a page of their own, nor a redirect to it. <code>*.example.com</code> stands for every subdomain, but not for <code>example.com</code> itself. Addresses are kept either way: the list only says what is shown, from now on.</p>
      <ListSetting one="host" name="Hosts of pictures" items={site.avatar_hosts} admin={admin} placeholder="pictures.example.com" mend={meantHost}
        empty="None: a picture that nobody vouched for is shown as initials."
        note={host => meaning(host) && <span class="sub">{meaning(host)}</span>}
        save={avatar_hosts => settings.change({ avatar_hosts })} />
    </section>
  )
}
