import { noteAnswer } from './secrets.ts'
import type { Contact, ContactList, LedgerEntry, LedgerPage, Row, Session, VisitorDetail, VisitorList } from '../internal/wire/wire.ts'

/** A site's own back end: what the server API says with an API key. */
export class Backend {
  private readonly server: { url: string }
  private readonly key: string

  constructor(server: { url: string }, key: string) {
    this.server = server
    this.key = key
  }

  async contact(externalId: string): Promise<Contact | undefined> {
    const { contacts } = await this.get<ContactList>('/contacts?external_id=' + encodeURIComponent(externalId))
    return contacts[0]
  }

  async contacts(): Promise<Contact[]> {
    const contacts: Contact[] = []
    for (let next: string | null = ''; next !== null;) {
      const page: ContactList = await this.get('/contacts' + next)
      contacts.push(...page.contacts)
      next = page.next && '?cursor=' + encodeURIComponent(page.next)
    }
    return contacts
  }

  async visitors(): Promise<Row[]> { return (await this.get<VisitorList>('/visitors')).visitors }

  /** A visitor's sessions, as far as they are written. */
  async sessions(visitor: string): Promise<Session[]> { return (await this.visitor(visitor)).sessions }

  async visitor(visitor: string): Promise<VisitorDetail> { return this.get<VisitorDetail>('/visitors/' + visitor) }

  /** What happened to a contact, newest first; nothing if nobody has this id. */
  async ledger(externalId: string): Promise<LedgerEntry[]> {
    const contact = await this.contact(externalId)
    const entries: LedgerEntry[] = []
    for (let next = contact ? '?' : null; next;) {
      const page: LedgerPage = await this.get(`/contacts/${contact!.id}/ledger${next}`)
      entries.push(...page.entries)
      next = page.next && '?cursor=' + encodeURIComponent(page.next)
    }
    return entries
  }

  /** How often a contact was identified: once for each claim that was applied. */
  async identified(externalId: string): Promise<number> {
    return (await this.ledger(externalId)).filter(entry => entry.kind === 'identified').length
  }

  private async get<T>(path: string): Promise<T> {
    const answer = await fetch(this.server.url + '/api/v1' + path, { headers: { Authorization: 'Bearer ' + this.key } })
    noteAnswer(answer.status, await answer.clone().text())
    if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`)
    return await answer.json() as T
  }
}
