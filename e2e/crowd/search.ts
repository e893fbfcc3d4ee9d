import type { Window } from './window.ts'

const box = `document.querySelector('.list input[type=search]')`

/** Reports whether the panel can be searched, and goes to where that is done. */
export const canSearch = (window: Window) => window.evaluate<boolean>(`(${box}?.focus(), ${box} !== null)`)

/** Types a name, and takes it away again. Milliseconds from its last letter until all rows on the screen have it; null if they never do. */
export async function search(window: Window, name: string): Promise<number | null> {
  await window.type(name)
  const ms = await window.evaluate<number | null>(`eye.holding(${JSON.stringify(name)})`)
  await window.erase(name.length)
  return ms
}
