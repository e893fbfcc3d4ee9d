import { stub } from '../lines.ts'
import { tag } from '../snippet.ts'
import { loggedOut, type Recipe } from './recipe.ts'

export const shopify: Recipe = {
  key: 'shopify', name: 'Shopify',
  steps: of => [
    {
      title: 'Put this into theme.liquid',
      text: 'Online Store → Themes → … → Edit code → `layout/theme.liquid`, before the closing `</head>`. Add your shop’s own domain to the origins. Shopify’s checkout doesn’t use the theme: visitors aren’t seen there.',
      code: `${stub}\n${tag(of)}`, label: 'snippet',
    },
    {
      title: 'Say who is logged in, and reset after log-out',
      text: 'Right behind it. Liquid’s `customer` is whoever is logged in to the shop, and its `json` filter writes each value safely.',
      code: `<script>
  {% if customer %}
    Nametag('identify', {{ customer.id | json }}, {
      email: {{ customer.email | json }},
      name: {{ customer.name | json }},
      tags: {{ customer.tags | json }},
    })
  {% else %}
    ${loggedOut}
  {% endif %}
</script>`,
      label: 'identify recipe',
    },
  ],
  consented: `<script>
  Shopify.loadFeatures([{ name: 'consent-tracking-api', version: '0.1' }], function (error) {
    if (!error && Shopify.customerPrivacy.analyticsProcessingAllowed()) Nametag('consent', 'granted')
  })
  document.addEventListener('visitorConsentCollected', function (event) {
    Nametag('consent', event.detail.analyticsAllowed ? 'granted' : 'denied')
  })
</script>`,
}
