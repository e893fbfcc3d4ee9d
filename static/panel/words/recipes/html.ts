import { stub } from '../lines.ts'
import { tag } from '../snippet.ts'
import type { Recipe } from './recipe.ts'

export const html: Recipe = {
  key: 'html', name: 'HTML',
  steps: of => [
    {
      title: 'Put this on every page',
      text: 'Before the closing `</head>`. It never blocks your page; the first line keeps calls made before the script has loaded, and their order.',
      code: `${stub}\n${tag(of)}`, label: 'snippet',
    },
    {
      title: 'Say who is logged in',
      text: 'Anywhere behind it, on every page while somebody is logged in. Your template fills in who. Where the page leads on at once, as after a log-in, leave `async` out of the tag: until the script is there, the call is in the page’s memory only.',
      code: `<script>
  Nametag('identify', '42', {
    email: 'jane@example.com',
    name: 'Jane Doe',
    custom_data: { plan: 'pro' },
  })
</script>`,
      label: 'identify recipe',
    },
    {
      title: 'At log-out',
      text: 'In the handler of the log-out button, or on the page that log-out leads to. Whoever comes next at this browser is then somebody else.',
      code: `<script>Nametag('reset')</script>`, label: 'reset recipe',
    },
  ],
}
