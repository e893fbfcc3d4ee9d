import type { Locator, Page } from '@playwright/test'
import { expect } from './expect.ts'
import { lookAtFocus } from './focus.ts'

/** How somebody works with a page. A story that is written with a hand is told by mouse and by keyboard alone. */
export interface Hand {
  /** Presses a button, a link or a switch; or the key that does the same, for whom it is nearer. */
  press(what: Locator, key?: string): Promise<void>
  /** Writes into a field, in place of what is there; `key` leads there. */
  write(field: Locator, text: string, key?: string): Promise<void>
  /** Whether one could go on from here. */
  rest(): Promise<void>
}

export const hands: { [name in 'mouse' | 'keyboard']: (page: Page) => Hand } = { mouse, keyboard }

/** The keyboard is for what is written, and nothing else. */
function mouse(page: Page): Hand {
  const press = async (what: Locator) => {
    await what.click()
    await page.mouse.move(0, 0) // lists stand still under the pointer
  }
  return {
    press,
    async write(field, text) {
      await press(field)
      await field.fill(text)
    },
    async rest() {},
  }
}

/** Never the mouse. It goes on from where it is, step by step, and sees where that is. */
function keyboard(page: Page): Hand {
  const reach = (what: Locator, key: string | undefined) => key ? page.keyboard.press(key) : tabTo(page, what)
  return {
    async press(what, key) {
      await expect(what).toBeVisible()
      await reach(what, key)
      if (!key) await page.keyboard.press('Enter')
    },
    async write(field, text, key) {
      await reach(field, key)
      await expect(field).toBeFocused()
      await page.keyboard.press('ControlOrMeta+A')
      await page.keyboard.type(text)
    },
    rest: () => expectKept(page),
  }
}

const most = 20 // what needs more stops than this is out of reach

/** Goes from stop to stop until one is there; each can be seen. */
export async function tabTo(page: Page, what: Locator): Promise<void> {
  await expect(what).toBeVisible()
  await expectKept(page)
  const stops: string[] = []
  let seen = { what: '', wrong: '' }
  for (let key; key = await what.evaluate(keyTowards);) {
    expect(stops.length, `stops before ${what}:\n${stops.join('\n')}`).toBeLessThan(most)
    await page.keyboard.press(key)
    await expect.poll(async () => seen = await page.evaluate(lookAtFocus), 'each stop can be seen').toMatchObject({ wrong: '' })
    stops.push(seen.what)
  }
}

/** The keyboard goes on where it was: what it was at may be gone, but not its place. A page that was just opened has none yet. */
async function expectKept(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(isLost), `the keyboard is somewhere on ${new URL(page.url()).pathname}`).toBe(false)
}

function isLost(): boolean {
  const begun = window as { begun?: true }
  const nowhere = !document.activeElement || document.activeElement === document.body
  if (!nowhere) begun.begun = true
  return nowhere && Boolean(begun.begun)
}

/** Which key leads there from where the keyboard is; none if it is there. */
function keyTowards(element: Element): 'Tab' | 'Shift+Tab' | '' {
  const at = document.activeElement!
  if (at === element) return ''
  return at.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING ? 'Shift+Tab' : 'Tab'
}
