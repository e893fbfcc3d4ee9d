import { useSignal } from '@preact/signals'
import type { Trust, ValueTrust } from '../../../../internal/wire/wire.ts'
import { hue, initials, isolate } from '../../words/people.ts'
import { trustName, trustReason, valueReason } from '../../words/trust.ts'
import { hashtag } from '../../words/values.ts'
import * as icons from './icons.tsx'

export { Country, Device, Flag } from './device.tsx'

interface AvatarProps { id: string; name: string; trust: Trust; state?: string; large?: boolean; picture?: string | undefined }

/** A picture that the server lets agents see, or initials on a colour that is the visitor's own; a silhouette while nobody has said who it is. */
export function Avatar({ id, name, trust, state, large, picture }: AvatarProps) {
  const known = trust !== 'anonymous'
  const broken = useSignal('')
  return (
    <span class={'avatar' + (known ? ' avatar-known' : '') + (large ? ' avatar-large' : '')} style={{ '--hue': String(hue(id)) }} aria-hidden="true">
      <span class="avatar-face">
        {known && picture && broken.value !== picture
          ? <img src={picture} alt="" referrerpolicy="no-referrer" loading="lazy" decoding="async" onError={() => { broken.value = picture }} />
          : known && initials(name) || <icons.Person />}
      </span>
      {state && <span class={'dot dot-' + state} />}
    </span>
  )
}

export const shields = {
  anonymous: icons.ShieldAnonymous, claimed: icons.ShieldClaimed, verified: icons.ShieldVerified,
  acting: icons.ShieldActing, attested: icons.ShieldAttested,
}

/** How sure we are who somebody is; the reason is in its tooltip and for ears. */
export function Shield({ trust, name, actor, worded }: { trust: Trust; name: string; actor?: string | undefined; worded?: boolean }) {
  const Icon = shields[trust]
  const reason = trustReason(trust, isolate(name), actor && isolate(actor))
  return (
    <span class={'shield shield-' + trust} role="img" aria-label={reason} data-tip={reason}>
      <Icon />{worded && <span class="shield-word">{trustName(trust)}</span>}
    </span>
  )
}

/** How sure one value is, and why; without a reason of its own, its trust's. */
export function ValueShield({ trust, reason = valueReason(trust) }: { trust: ValueTrust; reason?: string }) {
  const Icon = shields[trust]
  return <span class={'shield shield-' + trust} role="img" aria-label={reason} data-tip={reason}><Icon /></span>
}

const badges: { [tag: string]: { Icon: typeof icons.Star; says: string } } = {
  PAID_PLAN: { Icon: icons.Star, says: 'Paid plan' },
  NEW_PLAN: { Icon: icons.Sparkle, says: 'New plan' },
  TRIAL_PLAN: { Icon: icons.Hourglass, says: 'Trial plan' },
}

/** The site's one badge for a person: an icon for the plans we know, else its text. */
export function Badge({ tag }: { tag: string }) {
  const known = Object.hasOwn(badges, tag) ? badges[tag] : undefined
  if (!known) return <span class="badge" data-tip={tag}><bdi>{tag}</bdi></span>
  return <span class={'plan plan-' + tag.toLowerCase()} role="img" aria-label={known.says} data-tip={known.says}><known.Icon /></span>
}

/** Beside the name of whom a HubSpot token named. */
export function HubSpotBadge() {
  return <span class="badge" data-tip="Identified by a HubSpot token">HubSpot</span>
}

/** Hashtags; beyond `most` they are counted and named in a tooltip. */
export function Hashtags({ tags, most = Infinity }: { tags: readonly string[]; most?: number }) {
  const rest = tags.slice(most).map(hashtag)
  return (
    <>
      {tags.slice(0, most).map(tag => <span class="hashtag" key={tag}><bdi>{hashtag(tag)}</bdi></span>)}
      {rest.length > 0 && <span class="hashtag" data-tip={rest.join(' ')} aria-label={`and ${rest.join(' ')}`} role="img">+{rest.length}</span>}
    </>
  )
}
