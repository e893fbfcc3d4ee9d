import type { ComponentChildren } from 'preact'
import { Copyable } from './copy.tsx'
import { Dialog } from './dialog.tsx'

export interface ShownOnceProps { title: string; lead: ComponentChildren; code: string; label: string; button: string; done(): void; children?: ComponentChildren }

/** What nobody sees again: it stays until somebody says that they have it. */
export function ShownOnce({ title, lead, code, label, button, done, children }: ShownOnceProps) {
  return (
    <Dialog title={title} wide close="button">
      <div class="dialog-body">
        <p>{lead} <b>It is shown this once: you won’t see it again.</b></p>
        <Copyable code={code} label={label} />
        {children}
      </div>
      <div class="dialog-foot"><button class="button button-main" type="button" onClick={done}>{button}</button></div>
    </Dialog>
  )
}
