import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, devices, expect, type Browser, type BrowserContextOptions, type Page } from '@playwright/test'
import { compile } from './build.ts'
import { chromium as found } from './chromium.ts'
import { Panel } from './panel.ts'
import { Server } from './server.ts'
import { Shop } from './shop.ts'

// The README's picture: the real panel at the moment in which somebody in the demo shop turns out to be Jane.

const target = fileURLToPath(new URL('screenshot.png', import.meta.url))
const limitBytes = 300_000
const size = { width: 1440, height: 900 }
const gap = 16
// What the two windows measure before they are made small enough to stand side by side.
const shopWindow = { width: 420, height: 950 }
const panelWindow = { width: 1110, height: 950 }

/** The others who are in the shop: all the panel's columns have something to say. */
const crowd = [
  { device: 'Pixel 7', path: 'products/cactus-trio?utm_source=instagram', from: '', login: '' },
  { device: 'Desktop Firefox', path: 'plans', from: 'https://www.google.com/', login: 'Ravi Narayan' },
  { device: 'iPad Mini', path: 'products/string-of-pearls', from: '', login: '' },
  { device: 'Desktop Edge', path: 'cart', from: 'https://duckduckgo.com/', login: 'Lukas Brandt' },
  { device: 'iPhone 15', path: 'shop?utm_source=letter&utm_campaign=spring', from: '', login: 'Mei Tanaka' },
]

async function take(browser: Browser, server: Server): Promise<void> {
  const panel = await openPanel(browser, server)
  for (const { device, path, from, login } of crowd) {
    const shop = await enter(browser, server, device, path, from)
    if (login) await shop.logIn(login)
    if (login) await shop.enter(path)
  }
  const shop = await enter(browser, server, 'Desktop Chrome', '', 'https://www.google.com/', { viewport: shopWindow, deviceScaleFactor: 2 })
  await shop.look('Monstera')
  await panel.open(panel.rows.first())
  await expect(panel.page.locator('.now-mark'), 'the others have come to rest').toHaveCount(0, { timeout: 20_000 })
  await shop.logIn('Jane Moreau')
  await panel.person.getByRole('heading', { name: 'Jane Moreau' }).waitFor()
  await panel.page.locator('.row-named', { hasText: 'Jane Moreau' }).waitFor()
  await panel.page.waitForFunction(() => document.getAnimations().every(a => a.playState === 'finished'))
  await lay(await browser.newPage({ viewport: size }), await shop.page.screenshot(), await panel.page.screenshot())
}

async function openPanel(browser: Browser, server: Server): Promise<Panel> {
  const context = await browser.newContext({ viewport: panelWindow, deviceScaleFactor: 2, colorScheme: 'light' })
  await context.addCookies([{ ...await server.admin(), url: server.url }])
  const panel = new Panel(await context.newPage())
  await panel.page.goto(server.url + '/panel/')
  return panel
}

async function enter(browser: Browser, server: Server, device: string, path: string, from: string, window?: BrowserContextOptions): Promise<Shop> {
  const { defaultBrowserType: _, ...look } = devices[device]!
  const context = await browser.newContext({ ...look, colorScheme: 'light', ...window })
  const shop = new Shop(await context.newPage(), server.url)
  await shop.enter(path, from)
  return shop
}

/** Lays the two windows side by side. */
async function lay(page: Page, shop: Buffer, panel: Buffer): Promise<void> {
  const scale = (size.width - 3 * gap) / (shopWindow.width + panelWindow.width)
  const picture = (png: Buffer, width: number) => `<img width="${width * scale}" src="data:image/png;base64,${png.toString('base64')}">`
  await page.setContent(`<style>
    body { margin: 0; height: 100vh; display: flex; gap: ${gap}px; align-items: center; justify-content: center; background: #dfe3ec }
    img { border-radius: 10px; outline: 1px solid #c3cadb }
  </style>${picture(shop, shopWindow.width)}${picture(panel, panelWindow.width)}`)
  await page.screenshot({ path: target })
  const { size: bytes } = statSync(target)
  if (bytes > limitBytes) throw new Error(`the picture has ${bytes} bytes, over ${limitBytes}`)
  console.log(`${target}: ${bytes} bytes`)
}

const folder = mkdtempSync(join(tmpdir(), 'nametag-screenshot-'))
process.env['E2E_PROGRAM'] = compile(folder)
const server = await Server.start('--demo')
const browser = await chromium.launch(found())
try {
  await take(browser, server)
} finally {
  await browser.close()
  await server.dispose()
  rmSync(folder, { recursive: true, force: true })
}
