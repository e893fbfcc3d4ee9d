import { test } from './compat.ts'
import { expect } from './fixtures.ts'
import { identity } from './widget.ts'

// More than one vendor's script on a page: there is one visitor, whoever came first. (Beside nametag.js each is tested by itself.)

const vendors = ['servicebell', 'hubspot', 'convot', 'messagebird', 'upscope']

/** What each vendor's page says, a field of its own for each. HubSpot's says nothing without a token. */
const said = `
  ServiceBell('identify', 42, { email: 'jane@example.com', displayName: 'Jane', beans: 'light' })
  Convot.identify({ external_id: '42', company: 'Acme' })
  MessageBirdChatWidget.setAttributes({ phone: '+31 123 456 789' })
  Upscope('init')
  Upscope('updateConnection', { tags: ['#VIP'], metadata: { mug: 'blue' } })
  HubSpotConversations.widget.load()
`

for (const order of [vendors, [...vendors].reverse()]) {
  test(`all five on one page are one visitor, ${order[0]} first`, async ({ paste, server, site, panel }) => {
    const scripts = order.map(vendor => `<script src="{{nametag}}/compat/${vendor}.js" data-site="{{site}}"></script>`)
    const page = await paste(`<script>Convot = { app_id: '{{site}}' }</script>${scripts.join('')}<script>${said}</script>`)
    await expect(panel.row('Jane')).toHaveAttribute('data-trust', 'claimed')
    const backend = await server.backend(site)
    await expect.poll(() => backend.contact('42')).toMatchObject({
      email: 'jane@example.com', custom_data: { beans: 'light', mug: 'blue' },
      traits: { name: { value: 'Jane' }, company: { value: 'Acme' }, phone: { value: '+31 123 456 789' }, tags: { value: ['#VIP'] } },
    })
    expect(await identity(page)).toMatchObject({ trust: 'claimed', external_id: '42' })
    await expect(panel.rows).toHaveCount(1)
    expect(await backend.contacts()).toHaveLength(1)
  })
}
