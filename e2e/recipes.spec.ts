import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import type { BrowserContext, Page } from '@playwright/test'
import { expect, openPanel, test } from './fixtures.ts'
import type { Server, Site } from './server.ts'
import { identity, say, visitorId } from './widget.ts'

// Every recipe of the Install page, as it is shown there, on a page that is made with it (spec live §5).

const modules = fileURLToPath(new URL('../node_modules', import.meta.url))
const jane = { id: '42', email: 'jane@example.com', name: 'Jane Doe' }
const hostile = `Jane "O'Neil" <!--<script></script>`

/** The code of a recipe's steps, by what is copied. */
async function recipe(browse: () => Promise<BrowserContext>, server: Server, site: Site, name: string, consent = false): Promise<{ [label: string]: string }> {
  const { page } = await openPanel(await browse(), server, 'settings/install?site=' + site.key)
  await page.locator('main').getByText(name, { exact: true }).click()
  if (consent) await page.getByLabel('Wait for consent').check()
  const steps = page.locator('[data-step]')
  await expect(steps.first()).toBeVisible()
  return Object.fromEntries(await steps.evaluateAll(all => all.map(step => [step.getAttribute('data-step'), step.querySelector('pre code')!.textContent!])))
}

/** A customer's app of these files, folded from main.jsx. */
function fold(files: { [name: string]: string }, platform: 'browser' | 'node' = 'browser'): string {
  const folder = mkdtempSync(join(tmpdir(), 'nametag-recipe-'))
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    return buildSync({
      entryPoints: [join(folder, 'main.jsx')], bundle: true, write: false, platform, format: platform === 'node' ? 'cjs' : 'iife', jsx: 'automatic', nodePaths: [modules], logLevel: 'silent',
      define: { 'process.env.NODE_ENV': '"development"', __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' },
    }).outputFiles[0]!.text
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const html = (head: string, body = '') => `<!doctype html><html><head><title>Shop</title>${head}</head><body>${body}</body></html>`

/** Jane is known on the page; then she logs out by this, and is nobody. */
async function expectJaneThenNobody(page: Page, logOut: () => Promise<unknown>): Promise<void> {
  await expect.poll(() => identity(page)).toMatchObject({ trust: 'claimed', external_id: jane.id, email: jane.email })
  const hers = await visitorId(page)
  await logOut()
  await expect.poll(async () => (await identity(page)).visitor_id).not.toBe(hers)
  const { trust, external_id } = await identity(page)
  expect([trust, external_id]).toEqual(['anonymous', undefined])
}

test('HTML', async ({ browse, server, site, strangers, pages }) => {
  const steps = await recipe(browse, server, site, 'HTML')
  strangers.add('recipe-in.html', html(steps['snippet']!, steps['identify recipe']))
  strangers.add('recipe-out.html', html(steps['snippet']!, steps['reset recipe']))
  const page = await (await browse()).newPage()
  await page.goto(pages + 'recipe-in.html')
  await expectJaneThenNobody(page, () => page.goto(pages + 'recipe-out.html'))
  expect((await (await server.backend(site)).contact(jane.id))?.custom_data).toEqual({ plan: 'pro' })
})

test('React', async ({ browse, server, site, strangers, pages }) => {
  const steps = await recipe(browse, server, site, 'React')
  strangers.add('recipe-react.js', fold({
    'use-nametag.js': steps['hook']!, 'account.jsx': steps['component']!,
    'main.jsx': `import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { Account } from './account.jsx'
const App = () => { const [user, setUser] = useState(${JSON.stringify(jane)}); return <Account user={user} logOut={() => setUser(null)} /> }
createRoot(document.getElementById('root')).render(<StrictMode><App /></StrictMode>)`,
  }))
  strangers.add('recipe-react.html', html(steps['snippet']!, '<div id="root"></div><script src="recipe-react.js"></script>'))
  const page = await (await browse()).newPage()
  await page.goto(pages + 'recipe-react.html')
  await expectJaneThenNobody(page, () => page.getByRole('button', { name: 'Log out' }).click())
  expect(await (await server.backend(site)).identified(jane.id), 'StrictMode does no harm').toBe(1)
})

test('Next.js: the layout is rendered on a server, and goes on in the browser', async ({ browse, server, site, strangers, pages }) => {
  const steps = await recipe(browse, server, site, 'Next.js')
  const files = {
    'layout.jsx': steps['layout']!, 'nametag-user.jsx': steps['component']!, 'log-out.jsx': steps['log-out button']!,
    'session.js': `export const currentUser = async () => (${JSON.stringify(jane)})`,
  }
  const page = `<LogOut signOut={() => { document.title = 'Out' }} />`
  // As Next.js does: the layout runs on the server only, and the browser takes over what came of it.
  const rendered = fold({ ...files, 'main.jsx': `import { renderToString } from 'react-dom/server'
import RootLayout from './layout.jsx'
import { LogOut } from './log-out.jsx'
RootLayout({ children: <div id="page">${page}</div> }).then(tree => console.log(renderToString(tree)))` }, 'node')
  strangers.add('recipe-next.js', fold({ ...files, 'main.jsx': `import { hydrateRoot } from 'react-dom/client'
import RootLayout from './layout.jsx'
import { LogOut } from './log-out.jsx'
RootLayout({ children: <div id="page">${page}</div> }).then(tree => hydrateRoot(document, tree))` }))
  const made = execFileSync(process.execPath, ['-'], { encoding: 'utf8', input: rendered })
  expect(made).toContain(`data-site="${site.key}"`)
  strangers.add('recipe-next.html', '<!doctype html>' + made.replace('</body>', '<script src="recipe-next.js"></script></body>'))
  const shown = await (await browse()).newPage()
  await shown.goto(pages + 'recipe-next.html')
  await expectJaneThenNobody(shown, () => shown.getByRole('button', { name: 'Log out' }).click())
  await expect(shown).toHaveTitle('Out')
})

test('Vue', async ({ browse, server, site, strangers, pages }) => {
  const steps = await recipe(browse, server, site, 'Vue')
  const setup = steps['component']!.replace(/<\/?script[^>]*>/g, '') // what the compiler makes of it is its setup()
  strangers.add('recipe-vue.js', fold({
    'nametag.js': steps['composable']!,
    'session.js': `import { ref } from 'vue'\nexport const user = ref(${JSON.stringify(jane)})`,
    'main.jsx': `import { createApp, h } from 'vue'
${setup.replace(/^\s*(useNametag.*)$/m, '')}
createApp({ setup() { ${/^\s*(useNametag.*)$/m.exec(setup)![1]}; return () => h('button', { onClick() { user.value = null } }, 'Log out') } }).mount('#app')`,
  }))
  strangers.add('recipe-vue.html', html(steps['snippet']!, '<div id="app"></div><script src="recipe-vue.js"></script>'))
  const page = await (await browse()).newPage()
  await page.goto(pages + 'recipe-vue.html')
  await expectJaneThenNobody(page, () => page.getByRole('button', { name: 'Log out' }).click())
})

test('WordPress, as PHP prints it', async ({ browse, server, site, strangers, pages }) => {
  const php = (() => { try { return execFileSync('php', ['-v'], { encoding: 'utf8' }) } catch { return '' } })()
  if (process.env['SKIP_NOTHING']) expect(php, '.ci/languages installs it').toBeTruthy()
  test.skip(!php, 'PHP isn’t installed here')
  const steps = await recipe(browse, server, site, 'WordPress')
  // What the plugin calls of WordPress, as its documentation has it.
  const wordpress = `
class User { public $ID = 0; public $user_email; public $display_name; function exists() { return $this->ID > 0; } }
function add_action($hook, $do, $priority = 10) { $do(); }
function wp_get_current_user() { global $argv; $u = new User; if ($argv[1]) { $u->ID = 42; $u->user_email = 'jane@example.com'; $u->display_name = $argv[2]; } return $u; }
function wp_json_encode($data, $flags = 0) { return json_encode($data, $flags); }
function wp_print_inline_script_tag($code) { echo "<script>\n$code\n</script>\n"; }
function wp_print_script_tag($attributes) { echo '<script'; foreach ($attributes as $n => $v) echo $v === true ? " $n" : ' ' . $n . '="' . htmlspecialchars($v) . '"'; echo "></script>\n"; }
`
  const print = (loggedIn: boolean) => execFileSync('php', ['-r', wordpress + steps['plugin']!.replace('<?php', ''), '--', loggedIn ? '1' : '', hostile], { encoding: 'utf8' })
  strangers.add('recipe-wp-in.html', html(print(true)))
  strangers.add('recipe-wp-out.html', html(print(false)))
  const page = await (await browse()).newPage()
  await page.goto(pages + 'recipe-wp-in.html')
  await expectJaneThenNobody(page, () => page.goto(pages + 'recipe-wp-out.html'))
  expect((await (await server.backend(site)).contact(jane.id))?.traits['name']?.value).toBe(hostile)

  await test.step('who was never logged in stays the same visitor', async () => {
    const before = await visitorId(page)
    await page.reload()
    expect(await visitorId(page)).toBe(before)
  })
})

test('Shopify, as Liquid prints it', async ({ browse, server, site, strangers, pages }) => {
  const steps = await recipe(browse, server, site, 'Shopify')
  const customer: { [key: string]: unknown } = { id: 42, email: jane.email, name: hostile, tags: ['VIP', 'wholesale'] }
  const print = (loggedIn: boolean) => steps['identify recipe']!
    .replace(/\{% if customer %\}([^]*)\{% else %\}([^]*)\{% endif %\}/, (_, yes, no) => loggedIn ? yes : no)
    .replace(/\{\{ customer\.(\w+) \| json \}\}/g, (_, key) => JSON.stringify(customer[key]).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e'))
  strangers.add('recipe-shop-in.html', html(steps['snippet']! + print(true)))
  strangers.add('recipe-shop-out.html', html(steps['snippet']! + print(false)))
  const page = await (await browse()).newPage()
  await page.goto(pages + 'recipe-shop-in.html')
  await expectJaneThenNobody(page, () => page.goto(pages + 'recipe-shop-out.html'))
  expect((await (await server.backend(site)).contact(jane.id))?.traits).toMatchObject({ name: { value: hostile }, tags: { value: ['VIP', 'wholesale'] } })
})

test('Tag Manager, which takes data attributes out of script tags', async ({ browse, server, site, strangers, pages }) => {
  const steps = await recipe(browse, server, site, 'Tag Manager')
  const values: { [name: string]: string } = { nametag_id: jane.id, nametag_email: jane.email, nametag_name: hostile }
  const fire = (page: Page, label: string) => page.evaluate(code => {
    const script = document.createElement('script')
    script.text = code
    document.body.append(script)
  }, steps[label]!.replace(/<\/?script>/g, '').replace(/\{\{(\w+)\}\}/g, (_, name) => JSON.stringify(values[name])))
  for (const label of ['tag that loads it', 'tag that identifies', 'tag that resets']) expect(steps[label], 'old JavaScript').not.toMatch(/=>|\b(let|const)\b|`|\.\.\./)
  strangers.add('recipe-gtm.html', html('', steps['data layer']))
  const page = await (await browse()).newPage()
  await page.goto(pages + 'recipe-gtm.html')
  expect(await page.evaluate(() => (window as never as { dataLayer: object[] }).dataLayer)).toMatchObject([{ event: 'nametag_user', nametag_id: '42' }])
  await fire(page, 'tag that loads it')
  await fire(page, 'tag that identifies')
  await fire(page, 'tag that loads it') // again, as where two triggers fit: it loads once
  await expectJaneThenNobody(page, () => fire(page, 'tag that resets'))
  expect(await page.locator('script[data-site]').count()).toBe(1)
})

for (const name of ['HTML', 'React', 'Next.js', 'Vue', 'WordPress', 'Shopify', 'Tag Manager']) {
  test(`${name}: the switch for consent is in the tag, and in a step of its own`, async ({ browse, server, site }) => {
    const [without, steps] = [await recipe(browse, server, site, name), await recipe(browse, server, site, name, true)]
    expect(Object.values(without).join()).not.toContain('consent')
    expect(Object.values(steps)[0]).toMatch(/data-consent(="|' => '|', ')required/)
    expect(steps['consent recipe']).toContain(`Nametag('consent', 'granted')`)
  })
}

test('a page that waits for consent sends nothing, and goes on by what the recipe says', async ({ browse, server, site, strangers, pages }) => {
  const steps = await recipe(browse, server, site, 'HTML', true)
  strangers.add('recipe-consent.html', html(steps['snippet']!, steps['identify recipe']))
  const page = await (await browse()).newPage()
  await page.goto(pages + 'recipe-consent.html')
  expect(await say(page, 'status')).toMatchObject({ connected: false, waiting: 1 })
  await page.evaluate(code => { new Function(code)() }, steps['consent recipe']!.split('\n\n')[0]!)
  await expect.poll(() => identity(page)).toMatchObject({ external_id: jane.id })
  await page.evaluate(code => { new Function(code)() }, steps['consent recipe']!.split('\n\n')[1]!)
  await expect.poll(async () => (await identity(page)).external_id).toBe(undefined)
})

test('the kind of pages is remembered', async ({ browse, server, site }) => {
  const { page } = await openPanel(await browse(), server, 'settings/install?site=' + site.key)
  await expect(page.getByRole('radio', { name: 'HTML' })).toBeChecked()
  await page.getByText('Shopify', { exact: true }).click()
  await page.reload()
  await expect(page.getByRole('radio', { name: 'Shopify' })).toBeChecked()
  await expect(page.locator('[data-step="snippet"]')).toContainText('theme.liquid')
})
