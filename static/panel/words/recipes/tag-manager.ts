import { attributes, quote } from '../snippet.ts'
import type { Recipe } from './recipe.ts'

export const tagManager: Recipe = {
  key: 'tag-manager', name: 'Tag Manager',
  steps: of => [
    {
      title: 'Make a Custom HTML tag “Nametag”',
      text: 'Trigger: Initialization, All Pages. It makes the script’s element itself, since Tag Manager takes `data-` attributes out of script tags, and it is written in the old JavaScript that Tag Manager takes everywhere.',
      code: `<script>
  if (!window.Nametag) {
    window.Nametag = function () {
      var call = [].slice.call(arguments)
      var answer = new Promise(function (ok, no) { Nametag.q.push([call, ok, no]) })
      answer.catch(function () {})
      return answer
    }
    Nametag.q = []
    var tag = document.createElement('script')
    tag.async = true
${attributes(of).map(([name, value]) => `    tag.setAttribute('${name}', ${quote(value)})`).join('\n')}
    document.head.appendChild(tag)
  }
</script>`,
      label: 'tag that loads it',
    },
    {
      title: 'Have your page say who is logged in',
      text: 'To the data layer, on every page while somebody is logged in. At log-out push `{ event: \'nametag_logout\' }`.',
      code: `<script>
  window.dataLayer = window.dataLayer || []
  dataLayer.push({ event: 'nametag_user', nametag_id: '42', nametag_email: 'jane@example.com', nametag_name: 'Jane Doe' })
</script>`,
      label: 'data layer',
    },
    {
      title: 'Make a Custom HTML tag “Nametag user”',
      text: 'Trigger: Custom Event `nametag_user`. Make three Data Layer Variables first, named as between the braces, for `nametag_id`, `nametag_email` and `nametag_name`.',
      code: `<script>
  Nametag('identify', {{nametag_id}}, { email: {{nametag_email}}, name: {{nametag_name}} })
</script>`,
      label: 'tag that identifies',
    },
    {
      title: 'Make a Custom HTML tag “Nametag log-out”',
      text: 'Trigger: Custom Event `nametag_logout`.',
      code: `<script>
  Nametag('reset')
</script>`,
      label: 'tag that resets',
    },
  ],
}
