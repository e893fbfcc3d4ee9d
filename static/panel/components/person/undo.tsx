import { useSignal } from '@preact/signals'
import type { Contact } from '../../../../internal/wire/wire.ts'
import { undoRefusal } from '../../words/decisions.ts'
import { aliasName, contactName } from '../../words/people.ts'
import { Confirm } from '../parts/dialog.tsx'
import type { Tools } from './tools.ts'

/** Takes a merge of the contact back; nothing where it isn't one any more. */
export function Undo({ tools, contact, merge }: { tools: Tools; contact: Contact | undefined; merge: string }) {
  const asking = useSignal(false)
  const alias = contact?.aliases.find(a => a.merge_id === merge)
  if (!contact || !alias) return null
  const name = aliasName(alias)
  return (
    <>
      <button class="button button-small" type="button" onClick={() => { asking.value = true }} aria-label={`Undo the merge with ${name}`}>Undo</button>
      {asking.value && (
        <Confirm title="Undo this merge?" button="Undo the merge" close={() => { asking.value = false }}
          carryOut={() => tools.desk.undo(merge)} why={error => undoRefusal(error, contact.aliases)}>
          <p><b><bdi>{contactName(contact)}</bdi></b> and <b><bdi>{name}</bdi></b> become two people again, as if they had never been one: what was
            said of each since then stays with the side that it came by.</p>
          <p>From then on only an agent can bring them together.</p>
        </Confirm>
      )}
    </>
  )
}
