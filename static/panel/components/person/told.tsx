import { useEffect, useRef } from 'preact/hooks'
import type { Contact } from '../../../../internal/wire/wire.ts'
import { contactName } from '../../words/people.ts'
import { Check, Close } from '../parts/icons.tsx'
import type { Tools } from './tools.ts'
import { Undo } from './undo.tsx'

/** What the last decision came to: seen, heard, and where the keyboard goes on. */
export function ToldLine({ tools, contact }: { tools: Tools; contact: Contact | undefined }) {
  const told = tools.desk.told.value
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => { if (told) box.current?.focus() }, [told])
  const undone = told?.merge && contact && !contact.aliases.some(alias => alias.merge_id === told.merge) // by somebody else
  if (!told || undone) return null
  const other = told.other && told.other.id !== contact?.id ? told.other : undefined
  return (
    <div class="told" role="status" tabIndex={-1} ref={box}>
      <Check />
      <p><bdi>{told.says}</bdi>{other && <> <a href={tools.href({ page: 'contacts', contact: other.id })}>Open <bdi>{contactName(other)}</bdi></a></>}</p>
      {told.merge && <Undo tools={tools} contact={contact} merge={told.merge} />}
      <button class="button button-quiet button-square" type="button" onClick={tools.desk.forget} aria-label="Dismiss"><Close /></button>
    </div>
  )
}
