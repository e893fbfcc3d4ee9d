import { devices } from '@playwright/test'
import { Guests, type Guest, type Key } from './guests.ts'
import { Server, type Cookie, type Site } from './server.ts'

// One server with everything on it that a page of the panel can show: for axe.spec.ts and screenshots.ts.

const agent = (device: string) => devices[device]!.userAgent
const [mac, windows, linux, phone, android, tablet] = ['Desktop Chrome', 'Desktop Edge', 'Desktop Firefox', 'iPhone 15', 'Pixel 7', 'iPad Mini'].map(agent) as [string, string, string, string, string, string]

/** Who is in the shop: every trust, and names of every kind. */
const crowd: (Guest & { as?: string })[] = [
  { as: 'nobody', agent: android, path: 'products/cactus-trio?utm_source=letter&utm_campaign=spring', title: 'Cactus trio', from: 'https://www.google.com/' },
  { as: 'jane', agent: mac, path: 'account', title: 'Your account', proven: true, says: { external_id: '1042', email: 'jane.moreau@example.com', traits: { name: 'Jane Moreau', company: 'Moreau Interiors', tag: 'PAID_PLAN', tags: ['wholesale', 'paris', 'spring'], custom_data: { plan: 'Canopy', orders: 31, balconies: 2, 'last order': 'Monstera, two olive trees and a watering can' } } } },
  { agent: windows, path: 'plans', title: 'Plans', from: 'https://duckduckgo.com/', says: { external_id: '77', email: 'thumbelina.longname-underhill@very-long-subdomain.example.com', traits: { name: 'Thumbelina Longname-Underhill von und zu Hohenstein-Schillingsfürst', company: 'Very Small Things & Sons Incorporated', tag: 'ENTERPRISE_CUSTOMER_SINCE_1987', tags: ['a-hashtag-that-goes-on-and-on', 'two', 'three'] } } },
  { agent: tablet, path: 'cart', title: 'עגלת קניות', says: { external_id: '78', traits: { name: 'עומר כהן־לוי', company: 'חברת גינון', tags: ['צמחים'] } } },
  { agent: linux, path: 'help', title: 'Help with a very long title that explains how often a string of pearls wants to be watered in winter', says: { external_id: '79', email: 'asa@example.com', traits: { name: '👩🏽‍🚀 Åsa 🏳️‍🌈', tag: 'TRIAL_PLAN' } }, code: true },
  { agent: phone, path: 'shop', title: 'All plants', hidden: true, says: { external_id: '80', traits: { name: '<img src=x onerror=alert(1)>' } } },
  { agent: mac, path: 'account', title: 'Your account', staff: 'Sam Support', says: { external_id: '1042' } },
  { as: 'ravi', agent: windows, path: 'login', title: 'Log in', says: { external_id: '81', email: 'jane.moreau@example.com', traits: { name: 'Ravi Narayan', phone: '+44 20 7946 0018', tag: 'NEW_PLAN' } } },
  { agent: android, path: '', title: 'Houseplants that want to live', code: true },
]

export class Scene {
  readonly server: Server
  readonly visitors: { [name: string]: string } = {}
  shop!: Site
  quiet!: Site // where nobody ever was
  contact!: string // of who has everything: history, custom data, a conflict with her email
  conflicting!: string
  private guests!: Guests
  private readonly cookies = new Map<Who, Cookie>()

  private constructor(server: Server) { this.server = server }

  static async open(): Promise<Scene> {
    const scene = new Scene(await Server.start('--demo', '--dev'))
    await scene.furnish()
    return scene
  }

  async close(): Promise<void> {
    this.guests.sendHome()
    await this.server.dispose()
  }

  /** The cookie of one who is logged in. */
  cookie(who: Who): Cookie | undefined { return this.cookies.get(who) }

  private async furnish(): Promise<void> {
    this.quiet = await this.server.site('Quiet Corner')
    this.cookies.set('admin', await this.server.admin())
    this.shop = (await this.server.ask<{ sites: Site[] }>('/me')).sites.find(site => site.key !== this.quiet.key)!
    const account = { email: 'agent@example.com', password: 'an agent has a password' }
    await this.server.command(['admin', 'create', '--email', account.email, '--role', 'agent', '--site', this.shop.key, '--password-stdin'], account.password)
    this.cookies.set('agent', await this.server.logIn(account))
    await this.server.command(['site', 'set', this.shop.key, '--emails-confirmed', '--avatar-host', 'pictures.example.com', '--avatar-host', '*.uploads.example.com'])
    const key = await this.server.command<Key>(['key', 'create', '--site', this.shop.key, '--name', 'scene'])
    this.guests = new Guests(this.server.url, this.shop.key, key)
    for (const guest of crowd) {
      const visitor = await this.guests.arrive(guest)
      if (guest.as) this.visitors[guest.as] = visitor
    }
    await this.guests.leave({ agent: tablet, path: 'cart', title: 'Cart', says: { external_id: '82', traits: { name: 'Ga Way' } } })
    this.contact = await this.contactOf('1042')
    this.conflicting = await this.contactOf('81')
  }

  private async contactOf(externalId: string): Promise<string> {
    const { contacts } = await this.server.ask<{ contacts: { id: string }[] }>(`/contacts?site=${this.shop.key}&external_id=${externalId}`)
    return contacts[0]!.id
  }
}

export type Who = 'admin' | 'agent' | 'stranger' // who sees all sites, who sees the shop alone, who isn't logged in
