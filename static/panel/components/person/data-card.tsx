import { useId, useRef } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import type { Contact } from '../../../../internal/wire/wire.ts'
import { contactName } from '../../words/people.ts'
import { saveAs } from '../parts/save.ts'
import { useDeed } from '../parts/deed.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Wrong } from '../parts/wrong.tsx'
import type { Tools } from './tools.ts'

/** What a person may ask for: all that is known of them, or that it is forgotten. */
export function DataCard({ contact, tools }: { contact: Contact; tools: Tools }) {
  const erasing = useSignal(false)
  const deed = useDeed()
  const save = () => void deed.run(async () => saveAs(await tools.desk.everything(contact), fileName(contact)))
  return (
    <section class="card" aria-labelledby="data">
      <h3 id="data">Their data</h3>
      <p class="sub">Export gives everything that is stored of this person, and nothing of others, as JSON. Erasing takes it away for good.</p>
      <div class="ways">
        <button class="button button-small" type="button" disabled={deed.busy} onClick={save}>{deed.busy ? 'One moment…' : 'Export'}</button>
        <button class="button button-small button-bad" type="button" aria-haspopup="dialog" onClick={() => { erasing.value = true }}>Erase…</button>
      </div>
      <Wrong error={deed.failure} />
      {erasing.value && <EraseDialog contact={contact} tools={tools} close={() => { erasing.value = false }} />}
    </section>
  )
}

/** A name for the file that tells nobody whose it is. */
function fileName({ id }: Contact): string {
  return `nametag-contact-${id}-${new Date().toISOString().slice(0, 10)}.json`
}

const word = 'erase'

/** Says what goes and what stays, and waits for a word to be typed. */
function EraseDialog({ contact, tools, close }: { contact: Contact; tools: Tools; close(): void }) {
  const typed = useSignal('')
  const deed = useDeed()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const sure = typed.value.trim().toLowerCase() === word
  const erase = async (event: Event) => {
    event.preventDefault()
    if (sure) await deed.run(() => tools.desk.erase(contact))
    else input.current?.focus()
  }
  return (
    <Dialog title="Erase this person?" close={close}>
      <form class="dialog-form" onSubmit={event => void erase(event)}>
        <div class="dialog-body">
          <p>Of <b><bdi>{contactName(contact)}</bdi></b>{contact.aliases.length > 0 && ', with all who were merged into them,'} this goes, for good:</p>
          <ul class="dialog-list">
            <li>ids, emails, profile and custom data, with who said them</li>
            <li>their browsers’ links, visits and pages; those browsers go on as new visitors</li>
            <li>their values in the ledger, in conflicts and in merges, other people’s too</li>
          </ul>
          <p>What stays: that somebody was there and was erased, without a word that tells who. Backups made before still hold them. Who says again who they are becomes a new contact.</p>
          <div class="field">
            <label for={id}>To go on, type <b>{word}</b></label>
            <input id={id} ref={input} type="text" autofocus autocomplete="off" spellcheck={false} autocapitalize="off" value={typed.value} onInput={event => { typed.value = event.currentTarget.value }} />
          </div>
        </div>
        <Wrong error={deed.failure} />
        <div class="dialog-foot">
          <button class="button" type="button" onClick={close}>Cancel</button>
          <button class="button button-main button-bad" type="submit" disabled={!sure || deed.busy}>{deed.busy ? 'One moment…' : 'Erase for good'}</button>
        </div>
      </form>
    </Dialog>
  )
}
