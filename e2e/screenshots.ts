import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser } from '@playwright/test'
import { compile, foldGallery } from './build.ts'
import { chromium as found } from './chromium.ts'
import { Scene } from './scene.ts'
import { reach, states, type State } from './states.ts'

// Pictures of every page in every state, for whoever looks at them as a designer: `make screenshots`, or with ONLY=visitor for those
// whose names begin so. The contact sheet shows all at once.

const folder = fileURLToPath(new URL('.results/screens/', import.meta.url))
const schemes = ['light', 'dark'] as const
const screens = { phone: { width: 360, height: 740 }, desktop: { width: 1440, height: 900 }, wall: { width: 2560, height: 1440 } }
const only = process.env['ONLY'] ?? ''

const chosen = states.filter(({ name }) => name.startsWith(only))
const file = (state: State, screen: string, scheme: string) => `${state.name}-${screen}-${scheme}.png`

/** Loads it once: screen and scheme change under the page. */
async function take(browser: Browser, scene: Scene, state: State): Promise<void> {
  const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB' })
  try {
    const page = await context.newPage()
    await reach(page, scene, state)
    for (const [screen, size] of Object.entries(screens)) {
      await page.setViewportSize(size)
      for (const colorScheme of schemes) {
        await page.emulateMedia({ colorScheme })
        await page.screenshot({ path: folder + file(state, screen, colorScheme), fullPage: state.name === 'gallery' })
      }
    }
  } catch (thrown) {
    console.error(`${state.name}: ${thrown}`)
  } finally {
    await context.close()
  }
}

function sheet(): string {
  const picture = (state: State, screen: string, scheme: string) =>
    `<a href="${file(state, screen, scheme)}"><img loading="lazy" class="${screen}" src="${file(state, screen, scheme)}" alt="${screen}, ${scheme}"></a>`
  const row = (state: State) => `<section><h2>${state.name}</h2><div>${Object.keys(screens).flatMap(screen => schemes.map(scheme => picture(state, screen, scheme))).join('')}</div></section>`
  return `<!doctype html><meta charset="utf-8"><title>Nametag’s panel in all its states</title><style>
    body { margin: 1.5rem; background: #8b90a0; font: 14px system-ui } h2 { margin: 1.5rem 0 .5rem; font-size: 1rem }
    div { display: flex; gap: .75rem; align-items: flex-start; overflow-x: auto } img { height: 20rem; max-width: none; object-fit: cover; object-position: top; border-radius: 4px }
    .phone { width: 9.75rem } .desktop { width: 32rem } .wall { width: 35.5rem }
  </style>${chosen.map(row).join('')}`
}

mkdirSync(folder, { recursive: true })
const programs = mkdtempSync(join(tmpdir(), 'nametag-screenshots-'))
process.env['E2E_PROGRAM'] = compile(programs)
foldGallery()
const scene = await Scene.open()
const browser = await chromium.launch(found())
try {
  for (const state of chosen) {
    console.log(state.name)
    await take(browser, scene, state)
  }
  writeFileSync(folder + 'index.html', sheet())
  console.log(`${folder}index.html`)
} finally {
  await browser.close()
  await scene.close()
  rmSync(programs, { recursive: true, force: true })
}
