import type { Contacts } from '../models/contacts.ts'
import type { Desk } from '../models/desk.ts'
import type { People } from '../models/people.ts'
import type { Route } from '../models/route.ts'

/** What a person's page works with besides the person. */
export interface Tools {
  desk: Desk
  people: People
  candidates: Contacts // for a merge
  href(route: Route): string
}
