import { features } from './compat.ts'
import { expect } from './fixtures.ts'

// Pages of ours, written as ServiceBell's documents and customers write theirs.

const feature = features('servicebell')

/** A snippet that is pasted into pages: calls wait in a queue that it makes when it needs one. */
const snippet = `<script>
  (function (w, d, name) {
    w[name] = w[name] || function (method) { (w[name].q = w[name].q || []).push([method, [].slice.call(arguments, 1)]) }
    var s = d.createElement('script')
    s.id = 'service-bell-script'
    s.async = true
    s.src = '{{nametag}}/compat/servicebell.js'
    d.head.appendChild(s)
  })(window, document, 'ServiceBell')
</script>`

feature('Pasted snippet', async ({ paste, server, site, panel }) => {
  await paste(`${snippet}<script>
    ServiceBell('init', '{{site}}')
    ServiceBell('identify', 42, { email: 'jessie@example.com', displayName: 'Jessie', tag: 'PAID_PLAN', anyDataYouWant: 'hotdogs' })
  </script>`)
  const row = panel.row('Jessie')
  await expect(row).toHaveAttribute('data-trust', 'claimed')
  await expect(row.getByRole('img', { name: 'Paid plan' })).toBeVisible()
  expect(await (await server.backend(site)).contact('42')).toMatchObject({
    email: 'jessie@example.com', traits: { name: { value: 'Jessie' }, tag: { value: 'PAID_PLAN' } }, custom_data: { anyDataYouWant: 'hotdogs' },
  })
})

feature.end()
