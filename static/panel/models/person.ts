import { signal, type ReadonlySignal } from '@preact/signals'
import type { ApiError, Contact, PanelFrame, PersonFrame } from '../../../internal/wire/wire.ts'

export type Who = { visitor: string } | { contact: string }

/** The one person that is open beside the list. */
export interface Person {
  who: ReadonlySignal<Who | null> // null: nobody
  frame: ReadonlySignal<PersonFrame | null> // null: not here yet, or missing
  missing: ReadonlySignal<boolean>
  erased: ReadonlySignal<boolean> // missing since just now: it was erased while it was looked at
  open(who: Who | null): void
  subscribe(): void // ask again: the line is open, or a decision was made
  show(frame: PersonFrame): void
  hear(contact: Contact): void // this is how a contact is by now
  refuse(error: ApiError): boolean // whether the error was about the person
  erase(contact: Contact): void
}

export function createPerson(send: (frame: PanelFrame) => void): Person {
  const who = signal<Who | null>(null)
  const frame = signal<PersonFrame | null>(null)
  const missing = signal(false)
  const erased = signal(false)
  const ask = () => { if (who.peek()) send({ open: who.peek()! }) }
  function lose(byErasure: boolean) {
    frame.value = null
    missing.value = true
    erased.value = byErasure
  }
  return {
    who, frame, missing, erased,
    subscribe: ask,
    open(next) {
      if (same(who.peek(), next)) return
      const closing = who.peek() && !next
      const shown = frame.peek()
      who.value = next
      if (!next || !shown || !isFor(next, shown)) frame.value = null
      missing.value = erased.value = false
      closing ? send({ close: true }) : ask()
    },
    show(next) {
      const asked = who.peek()
      if (!asked) return
      if (isFor(asked, next)) {
        frame.value = next
        missing.value = erased.value = false
      } else if (isFormer(frame.peek(), next)) ask()
    },
    hear(contact) {
      const shown = frame.peek()
      if (shown?.contact && leadsTo(shown.contact.id, contact)) frame.value = { ...shown, contact }
    },
    refuse(error) {
      const gone = error.field === 'contact' || error.field === 'visitor'
      const mine = error.code === 'not_found' && who.peek() !== null && (frame.peek() === null || gone)
      if (!mine) return false
      lose(erased.peek() || frame.peek()?.contact !== undefined)
      return true
    },
    erase(contact) {
      const shown = frame.peek()?.contact
      if (shown && leadsTo(contact.id, shown)) lose(true)
    },
  }
}

function isFor(who: Who, frame: PersonFrame): boolean {
  if ('visitor' in who) return frame.visitor?.id === who.visitor
  return !frame.visitor && frame.contact !== undefined && leadsTo(who.contact, frame.contact)
}

/** Whether an id is the contact's, or of one that was merged into it. */
function leadsTo(id: string, contact: Contact): boolean {
  return contact.id === id || contact.aliases.some(alias => alias.id === id)
}

/** The open visitor was detached: the server goes on with the contact alone, until it is asked for the visitor again. */
function isFormer(shown: PersonFrame | null, next: PersonFrame): boolean {
  return !next.visitor && Boolean(shown?.visitor && shown.contact) && shown?.contact?.id === next.contact?.id
}

function same(a: Who | null, b: Who | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** The contact that is open, if any: as asked for, or as the open visitor turned out to be. */
export function openContact({ who, frame }: Person): string | undefined {
  const asked = who.value
  return frame.value?.contact?.id ?? (asked && 'contact' in asked ? asked.contact : undefined)
}
