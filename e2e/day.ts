import { openPanel, test as base } from './fixtures.ts'
import { Guests } from './guests.ts'
import { hands, type Hand } from './hands.ts'
import type { Panel } from './panel.ts'
import type { Cookie } from './server.ts'
import type { IdentifyArgs } from '../internal/wire/wire.ts'

// What the stories of an agent's day have in common: somebody at a panel, with the mouse or the keyboard, and people on the site.

export interface Desk { panel: Panel; page: Panel['page']; hand: Hand }
type By = keyof typeof hands

interface Day {
  by: By
  /** Sits down at the panel of the site. In the end everybody can go on from where they are. */
  sit: (path?: string, how?: { by?: By; as?: Cookie }) => Promise<Desk>
  people: (...says: IdentifyArgs[]) => Promise<void> // who come to the site, one after the other
}

const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

export const test = base.extend<Day, { colleague: Cookie }>({
  by: ['mouse', { option: true }],

  sit: async ({ by: usual, browse, server, site }, use) => {
    const desks: Desk[] = []
    await use(async (path = '', { by = usual, as } = {}) => {
      const panel = await openPanel(await browse({ reducedMotion: 'reduce' }), server, `${path}?site=${site.key}`, as)
      const desk = { panel, page: panel.page, hand: hands[by](panel.page) }
      desks.push(desk)
      return desk
    })
    for (const { hand } of desks) await hand.rest()
  },

  colleague: [async ({ server }, use) => {
    const account = { email: 'colleague@example.com', password: 'a colleague’s password' }
    await server.agent(account.email, account.password)
    await use(await server.logIn(account))
  }, { scope: 'worker' }],

  people: async ({ server, site }, use) => {
    const guests = new Guests(server.url, site.key, { kid: '', secret: '' }) // they prove nothing
    await use(async (...says) => {
      for (const who of says) await guests.arrive({ agent, path: 'shop', title: 'All plants', says: who })
    })
    guests.sendHome()
  },
})

export const jane = { external_id: 'jane-1', email: 'jane@example.com', traits: { name: 'Jane Moreau', company: 'Moreau Interiors' } }
export const ravi = { external_id: 'ravi-2', traits: { name: 'Ravi Narayan', phone: '+44 1' } }

/** Others, so that nobody of a story is alone in a list. */
export function others(more: (index: number) => Partial<IdentifyArgs> = () => ({})): IdentifyArgs[] {
  return Array.from({ length: 24 }, (_, i) => ({ external_id: `other-${i}`, traits: { name: `Other ${i}` }, ...more(i) }))
}
