import { useId } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import { Confirm, Dialog, DialogBox } from '../components/parts/dialog.tsx'
import { ShownOnce } from '../components/parts/shown-once.tsx'
import { Wrong } from '../components/parts/wrong.tsx'
import { failure } from './samples.ts'
import { Specimen } from './specimen.tsx'

export function Dialogs() {
  return (
    <>
      <Specimen of="DialogBox" says="what is in the window">{() => <Still />}</Specimen>
      <Specimen of="Dialog" says="the window itself: its buttons open one">{() => <Windows />}</Specimen>
    </>
  )
}

function Still() {
  const id = useId()
  return (
    <div class="dialog">
      <DialogBox id={id} title="Detach this browser?" close={() => {}}>
        <div class="dialog-body"><p>It becomes anonymous again. What it did stays with <b>Jane Moreau</b>.</p></div>
        <Wrong error={failure} />
        <div class="dialog-foot">
          <button class="button" type="button">Cancel</button>
          <button class="button button-main" type="button">Detach</button>
        </div>
      </DialogBox>
    </div>
  )
}

type Kind = 'Ask' | 'Fail' | 'Long' | 'Once'

function Windows() {
  const open = useSignal<Kind | null>(null)
  const close = () => { open.value = null }
  return (
    <p class="line line-wrap">
      {(['Ask', 'Fail', 'Long', 'Once'] as const).map(kind => <button key={kind} class="button" type="button" onClick={() => { open.value = kind }}>{kind}</button>)}
      {open.value && <Window kind={open.value} close={close} />}
    </p>
  )
}

function Window({ kind, close }: { kind: Kind; close(): void }) {
  switch (kind) {
    case 'Ask': return <Confirm title="Undo the merge?" button="Undo" close={close} carryOut={() => Promise.resolve()}><p>They become two people again.</p></Confirm>
    case 'Fail': return <Confirm title="Undo the merge?" button="Undo" close={close} carryOut={() => Promise.reject(failure)}><p>The server will refuse it.</p></Confirm>
    case 'Long': return <Dialog title="A long one, which scrolls" wide close={close}><div class="dialog-body dialog-scroll" tabIndex={0} role="group" aria-label="Text">{Array.from({ length: 40 }, (_, i) => <p key={i}>Line {i + 1}.</p>)}</div></Dialog>
    case 'Once': return <ShownOnce title="Shown this once" lead="The secret of the key Web." code="nt_sk_a1b2c3d4" label="secret" button="I have stored it" done={close} />
  }
}
