import type { Contact } from '../../../../internal/wire/wire.ts'
import { contactName } from '../../words/people.ts'
import { parse } from '../../words/time.ts'
import { plural, text } from '../../words/values.ts'
import { Warning } from '../parts/icons.tsx'
import { Avatar, Badge, Hashtags, Shield } from '../parts/person-parts.tsx'
import { Ago } from '../parts/time.tsx'

export interface ContactRowProps {
  contact: Contact
  href: string
  open: boolean
  conflicts?: boolean // say what they are about
  tabStop?: boolean // whether Tab leads here; it does, unless it's said
  onFocus?(): void
}

/** One contact in a list. */
export function ContactRow({ contact, href, open, conflicts, tabStop = true, onFocus }: ContactRowProps) {
  const name = contactName(contact)
  const { tag, tags, company } = contact.traits
  const email = contact.email === name ? '' : contact.email
  return (
    <li class={'contact' + (open ? ' row-open' : '')} data-contact={contact.id}>
      <Avatar id={contact.visitors[0]?.id ?? contact.id} name={name} trust={contact.trust === 'anonymous' ? 'claimed' : contact.trust} picture={contact.avatar} />
      <div class="row-who">
        <div class="line">
          <a class="row-link" href={href} tabIndex={tabStop ? 0 : -1} aria-current={open ? 'true' : undefined} onFocus={onFocus}><bdi class="row-name">{name}</bdi></a>
          <Shield trust={contact.trust} name={name} />
          {contact.conflicts.length > 0 && !conflicts && <ConflictMark contact={contact} />}
          {typeof tag?.value === 'string' && <Badge tag={tag.value} />}
        </div>
        <div class="line line-sub">
          {conflicts ? <span class="clip">says <bdi>{contact.conflicts.map(k => k.value).join(', ')}</bdi></span> : (
            <>
              {email && <span class="clip"><bdi>{email}</bdi></span>}
              {company && <span class="clip"><bdi>{text(company.value)}</bdi></span>}
              {Array.isArray(tags?.value) && <Hashtags tags={tags.value.map(String)} most={2} />}
            </>
          )}
        </div>
      </div>
      <div class="contact-id clip sub">{contact.external_id && <><span class="contact-hash">id </span><bdi>{contact.external_id}</bdi></>}</div>
      <div class="contact-seen sub">{contact.last_seen_at ? <Ago at={parse(contact.last_seen_at)} /> : 'never seen'}</div>
    </li>
  )
}

function ConflictMark({ contact: { conflicts } }: { contact: Contact }) {
  const says = plural(conflicts.length, 'open conflict')
  return <span class="conflict-mark" role="img" aria-label={says} data-tip={`${says}: ${conflicts.map(k => k.value).join(', ')}`}><Warning /></span>
}
