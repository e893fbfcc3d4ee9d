import axe from 'axe-core'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { Scene } from './scene.ts'
import { reach, states } from './states.ts'

// WCAG 2.2 AA and what is good practice beside it, as far as a program can see it: on every page, in every state. Each is
// loaded once; screen and scheme change under it.

let scene: Scene
test.beforeAll(async () => { scene = await Scene.open() })
test.afterAll(() => scene.close())

const phone = { width: 360, height: 740 }
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const ofColours = ['color-contrast']
const ofRoom = ['target-size', 'scrollable-region-focusable', 'meta-viewport', 'region'] // all else is the same on another screen

for (const state of states) {
  test(state.name, async ({ browse }) => {
    if (state.name.startsWith('gallery')) test.slow() // everything there is, twice
    const page = await (await browse({ reducedMotion: 'reduce' })).newPage()
    await reach(page, scene, state)
    await page.evaluate(axe.source)
    const found = [...await findings(page, 'light', rules), ...await findings(page, 'dark', ofColours)]
    await page.setViewportSize(phone)
    found.push(...await findings(page, 'dark phone', ofRoom))
    found.push(...await cutOff(page, { width: 320, height: 256 }), ...await cutOff(page, { width: 640, height: 400 }))
    expect(found).toEqual([])
  })
}

/** What axe finds by these rules, or kinds of rules. */
async function findings(page: Page, where: string, runOnly: string[]): Promise<string[]> {
  await page.emulateMedia({ colorScheme: where.startsWith('dark') ? 'dark' : 'light' })
  const { violations } = await page.evaluate(runOnly => (window as never as { axe: typeof axe }).axe.run({ runOnly, resultTypes: ['violations'] }), runOnly)
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${where}: ${id} (${help}) at ${target.join(' ')}: ${failureSummary?.split('\n').slice(1).join(';')}`))
}

/** What doesn't fit where 1280 × 1024 pixels are zoomed to 400 % (WCAG 1.4.10), or 1280 × 800 to 200 % (1.4.4). */
async function cutOff(page: Page, size: { width: number; height: number }): Promise<string[]> {
  await page.setViewportSize(size)
  return page.evaluate(() => {
    const frames = [document.documentElement, ...document.querySelectorAll('.side, main, .page-head, .page-scroll, .rows, .person, .person-scroll, .dialog[open], .dialog-box, .banner, .empty, .card')]
    return frames.filter(frame => frame.scrollWidth > frame.clientWidth + 1).map(frame => `${innerWidth} px: <${frame.tagName.toLowerCase()} class="${frame.className}"> is ${frame.scrollWidth} wide in ${frame.clientWidth}`)
  })
}
