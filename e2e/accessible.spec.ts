import type { BrowserContextOptions, Page } from '@playwright/test'
import { expect, test as base } from './fixtures.ts'
import { lookAtFocus } from './focus.ts'
import { Scene } from './scene.ts'
import { reach, states } from './states.ts'

// What axe can't see: the keyboard's way, motion, large text, narrow screens, a system's own colours, and how much is read out.

interface Stage { open: (state: string, options?: BrowserContextOptions) => Promise<Page> }
const test = base.extend<Stage, { scene: Scene }>({
  scene: [async ({}, use) => {
    const scene = await Scene.open()
    await use(scene)
    await scene.close()
  }, { scope: 'worker' }],
  open: ({ browse, scene }, use) => use(async (name, options) => {
    const page = await (await browse({ reducedMotion: 'reduce', ...options })).newPage()
    await reach(page, scene, states.find(state => state.name === name)!)
    return page
  }),
})

const phone = { width: 360, height: 740 }

for (const name of ['login', 'visitors', 'visitor-known', 'contact', 'conflict', 'install', 'security']) {
  for (const [screen, viewport] of Object.entries({ desktop: { width: 1440, height: 900 }, phone })) {
    test(`the keyboard sees where it is: ${name} on a ${screen}`, async ({ open }) => {
      const page = await open(name, { viewport })
      const lost: string[] = []
      let stops = 0
      for (let more = true; more && stops < 60; stops++) {
        await page.keyboard.press('Tab')
        more = await page.evaluate(isNew)
        const { what, wrong } = await page.evaluate(lookAtFocus)
        if (more && wrong) lost.push(`${what}: ${wrong}`)
      }
      expect(lost).toEqual([])
      expect(stops, 'something can be reached').toBeGreaterThan(2)
    })
  }
}

/** Whether the focus is where it wasn't before: otherwise the page is through. */
function isNew(): boolean {
  const at = document.activeElement as HTMLElement & { seen?: boolean } | null
  if (!at || at === document.body || at.seen) return false
  return at.seen = true
}

test('a dialog gives the keyboard back to what opened it', async ({ open }) => {
  const page = await open('gallery')
  for (const close of ['Escape', 'button']) {
    const opener = page.getByRole('button', { name: 'Ask' }).first()
    await opener.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Undo the merge?' })
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
    close === 'button' ? await dialog.getByRole('button', { name: 'Close' }).click() : await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    await expect(opener).toBeFocused()
  }
  const only = page.getByRole('button', { name: 'Once' }).first()
  await only.click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog', { name: 'Shown this once' }), 'it can’t be had again').toBeVisible()
})

test('the keys that there are show at “?”, but not where one types', async ({ open }) => {
  const page = await open('contacts')
  await page.keyboard.press('?')
  const keys = page.getByRole('dialog', { name: 'Keys and searches' })
  await expect(keys).toContainText('Searching visitors')
  await page.keyboard.press('Escape')
  await expect(keys).toHaveCount(0)
  await page.keyboard.press('/')
  await page.keyboard.press('?')
  await expect(page.getByRole('searchbox')).toHaveValue('?')
  await expect(keys).toHaveCount(0)
})

test('a list of contacts is one stop of the keyboard, from which j, k and the arrows lead on', async ({ open }) => {
  const page = await open('contacts')
  const links = page.getByRole('list', { name: 'Contacts' }).getByRole('link')
  const count = await links.count()
  for (const [key, at] of [['j', 0], ['j', 1], ['ArrowDown', 2], ['k', 1], ['End', count - 1], ['j', count - 1], ['Home', 0], ['ArrowUp', 0]] as const) {
    await page.keyboard.press(key)
    await expect(links.nth(at), key).toBeFocused()
  }
  await page.keyboard.press('Enter')
  const person = page.locator('[data-person]')
  const heading = person.getByRole('heading', { level: 2 })
  await expect(heading).toHaveText(await links.nth(0).innerText())
  await page.keyboard.press('j')
  await expect(heading, 'the open person follows').toHaveText(await links.nth(1).innerText())
  await page.keyboard.press('Tab')
  await expect(person.getByRole('link', { name: 'Close' }), 'the next stop is the person').toBeFocused()
  await page.keyboard.press('Enter')
  await expect(person).toHaveCount(0)
  await expect(links.nth(1), 'and closed, one goes on in the list').toBeFocused()
  await page.keyboard.press('Enter')
  await page.locator('.brand').click()
  await page.keyboard.press('Escape')
  await expect(links.nth(1), 'from nowhere too').toBeFocused()
})

test('a key is heard as soon as what it is for is there', async ({ open }) => {
  const page = await open('contacts')
  const pressed = page.evaluate(() => new Promise<void>(pressed => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector('[data-person]')) return
      observer.disconnect()
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))
      pressed()
    }).observe(document.body, { childList: true, subtree: true })
  }))
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await pressed
  await expect(page.locator('[data-person]')).toHaveCount(0)
})

test('what goes away under the keyboard leaves it its place', async ({ open }) => {
  const page = await open('watched')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: /^Stop watching/ }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('list')).toHaveCount(0)
  await expect(dialog.locator(':focus')).toHaveCount(1)
  await page.keyboard.press('Tab')
  await expect(dialog.getByRole('switch', { name: 'Sound' })).toBeFocused()
})

test('who leaves what has the keyboard isn’t called back', async ({ open }) => {
  const page = await open('contacts')
  await page.keyboard.press('j')
  await expect(page.locator('.row-link:focus')).toHaveCount(1)
  await page.locator('.brand').click()
  const at = await page.evaluate(async () => {
    document.querySelector('#main')!.append(document.createElement('p')) // something changes on the page
    for (let frames = 0; frames < 4; frames++) await new Promise(requestAnimationFrame)
    return document.activeElement!.tagName
  })
  expect(at).toBe('BODY')
})

test('what is barred while the server is asked has the keyboard again', async ({ open }) => {
  const page = await open('conflict')
  const way = page.getByRole('button', { name: /^Theirs\./ })
  await page.route('**/resolve*', async route => {
    await expect(page.locator(':focus'), 'browsers take it away').toHaveCount(0)
    await route.abort()
  })
  await way.focus()
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-conflict]').getByRole('alert')).toContainText('The server can’t be reached.')
  await expect(way).toBeFocused()
})

test('the skip link leads past the navigation', async ({ open }) => {
  const page = await open('visitors')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('#main')).toBeFocused()
})

for (const name of ['visitors', 'visitors-loading', 'install-waiting', 'gallery-dialog']) {
  test(`nothing moves for whom motion is too much: ${name}`, async ({ open }) => {
    const page = await open(name)
    expect(await page.evaluate(() => [...document.querySelectorAll('*')].flatMap(element => ['', '::before', '::after'].flatMap(part => {
      const { animationName, animationDuration, animationIterationCount, transitionDuration } = getComputedStyle(element, part)
      const still = (animationName === 'none' || (parseFloat(animationDuration) <= 0.001 && animationIterationCount === '1')) && parseFloat(transitionDuration) === 0
      return still ? [] : [`${element.className}${part}: ${animationName} ${animationDuration} ${transitionDuration}`]
    })))).toEqual([])
  })
}

test('where the system chooses the colours, what is on and what is chosen can be told', async ({ open }) => {
  const page = await open('gallery', { forcedColors: 'active' })
  const looks = (selector: string, part?: string) => page.locator(selector).first().evaluate((element, part) => {
    const { backgroundColor, outlineStyle } = getComputedStyle(element, part)
    return { backgroundColor, outlineStyle }
  }, part)
  for (const on of [true, false]) {
    const track = await looks(`.switch[aria-checked="${on}"]`)
    const thumb = await looks(`.switch[aria-checked="${on}"]`, '::after')
    expect(thumb.backgroundColor, `the thumb of a switch, ${on}`).not.toBe(track.backgroundColor)
  }
  expect((await looks('.switch[aria-checked="true"]')).backgroundColor).not.toBe((await looks('.switch[aria-checked="false"]')).backgroundColor)
  expect((await looks('.choice :checked + span')).outlineStyle).toBe('solid')
})

test('what ticks is not read out', async ({ browse, scene }) => {
  const page = await (await browse()).newPage()
  await page.clock.install()
  await reach(page, scene, states.find(({ name }) => name === 'gallery')!)
  await page.evaluate(() => {
    const heard: string[] = []
    Object.assign(window, { heard })
    const live = '[role="status"], [role="alert"], [aria-live]:not([aria-live="off"])'
    new MutationObserver(changes => changes.forEach(({ target }) => {
      const element = target instanceof Element ? target : target.parentElement
      if (element?.closest(live) && !element.closest('[aria-hidden="true"], [role="timer"]')) heard.push(element.outerHTML.slice(0, 200))
    })).observe(document.body, { subtree: true, characterData: true, childList: true })
  })
  const times = page.locator('[data-part="Times"] .specimen-light')
  const before = await times.innerText()
  await page.clock.runFor(5_000)
  expect(await times.innerText(), 'it does tick').not.toBe(before)
  expect(await page.evaluate(() => (window as never as { heard: string[] }).heard)).toEqual([])
})
