import { signal, type ReadonlySignal } from '@preact/signals'
import type { ApiError, PanelFrame, PersonFrame } from '../../../internal/wire/wire.ts'

export type Who = { visitor: string } | { contact: string }

/** The one person that is open beside the list. */
export interface Person {
  who: ReadonlySignal<Who | null> // null: nobody
  frame: ReadonlySignal<PersonFrame | null> // null: not here yet, or missing
  missing: ReadonlySignal<boolean>
  open(who: Who | null): void
  subscribe(): void // the line is open: ask again
  show(frame: PersonFrame): void
  refuse(error: ApiError): boolean // whether the error was about the person
}

export function createPerson(send: (frame: PanelFrame) => void): Person {
  const who = signal<Who | null>(null)
  const frame = signal<PersonFrame | null>(null)
  const missing = signal(false)
  const ask = () => { if (who.peek()) send({ open: who.peek()! }) }
  return {
    who, frame, missing,
    subscribe: ask,
    open(next) {
      if (same(who.peek(), next)) return
      const closing = who.peek() && !next
      who.value = next
      frame.value = null
      missing.value = false
      closing ? send({ close: true }) : ask()
    },
    show(next) {
      const asked = who.peek()
      if (!asked || !isFor(asked, next)) return // of the one who was open before
      frame.value = next
      missing.value = false
    },
    refuse(error) {
      const mine = error.code === 'not_found' && who.peek() !== null && frame.peek() === null
      if (mine) missing.value = true
      return mine
    },
  }
}

function isFor(who: Who, frame: PersonFrame): boolean {
  return 'visitor' in who ? frame.visitor?.id === who.visitor : !frame.visitor && frame.contact?.id === who.contact
}

function same(a: Who | null, b: Who | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** The contact that is open, if any: as asked for, or as the open visitor turned out to be. */
export function openContact({ who, frame }: Person): string | undefined {
  const asked = who.value
  return frame.value?.contact?.id ?? (asked && 'contact' in asked ? asked.contact : undefined)
}
