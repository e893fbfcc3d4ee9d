import type { Contacts } from '../../models/contacts.ts'
import type { Desk } from '../../models/desk.ts'
import type { History } from '../../models/history.ts'
import type { People } from '../../models/people.ts'
import type { Watchlist } from '../../models/watchlist.ts'
import type { Route } from '../../models/route.ts'

/** What a person's page works with besides the person. */
export interface Tools {
  desk: Desk
  people: People
  watchlist: Watchlist
  history: History
  candidates: Contacts // for a merge
  erased: boolean // whoever was open
  href(route: Route): string
}
