import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import type { ApiError } from '../../../../internal/wire/wire.ts'
import { useDeed } from './deed.ts'
import { Close } from './icons.tsx'
import { Wrong } from './wrong.tsx'

export interface DialogProps { title: string; wide?: boolean; close: (() => void) | 'button'; children: ComponentChildren }

/**
 * A window over the page. Escape, and a click beside it, close it; the keyboard goes on where it was before. One that can't be
 * had again stays until a button of its own is pressed.
 */
export function Dialog({ title, wide, close: how, children }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null)
  const id = useId()
  const close = how === 'button' ? () => {} : how
  const closed = () => { // by something else than us, such as a phone's way back
    if (!box.current) return
    how === 'button' ? box.current.showModal() : how()
  }
  useLayoutEffect(() => {
    const dialog = box.current
    dialog?.showModal()
    return () => dialog?.close() // which gives the focus back
  }, [])
  const pressed = (event: KeyboardEvent) => {
    event.stopPropagation() // what lies below has keys of its own
    if (event.key !== 'Escape') return
    event.preventDefault()
    close()
  }
  return (
    <dialog ref={box} class={'dialog' + (wide ? ' dialog-wide' : '')} aria-labelledby={id} onKeyDown={pressed} onClose={closed}
      onPointerDown={event => { if (event.target === box.current) close() }}>
      <DialogBox id={id} title={title} close={how === 'button' ? undefined : how}>{children}</DialogBox>
    </dialog>
  )
}

/** What is in the window; its title names it. */
export function DialogBox({ id, title, close, children }: { id: string; title: string; close: (() => void) | undefined; children: ComponentChildren }) {
  return (
    <div class="dialog-box">
      <div class="dialog-head">
        <h2 id={id}>{title}</h2>
        {close && <button class="button button-quiet button-square" type="button" onClick={close} aria-label="Close"><Close /></button>}
      </div>
      {children}
    </div>
  )
}

export interface ConfirmProps {
  title: string
  button: string
  close(): void
  carryOut(): Promise<void> // rejects with a Failure
  why?(error: ApiError): ApiError // says it better
  children: ComponentChildren
}

/** Asks before something is done, and says so where it couldn't be. */
export function Confirm({ title, button, close, carryOut, why = error => error, children }: ConfirmProps) {
  const deed = useDeed()
  const sure = async () => { if (await deed.run(carryOut)) close() }
  return (
    <Dialog title={title} close={close}>
      <div class="dialog-body">{children}</div>
      <Wrong error={deed.failure && why(deed.failure)} />
      <div class="dialog-foot">
        <button class="button" type="button" autofocus onClick={close}>Cancel</button>
        <button class="button button-main" type="button" disabled={deed.busy} onClick={() => void sure()}>{deed.busy ? 'One moment…' : button}</button>
      </div>
    </Dialog>
  )
}
