/** In the page: what has the focus, empty where nothing has it, and why that can't be seen (WCAG 2.4.7, 2.4.11), empty where it can. */
export function lookAtFocus(): { what: string; wrong: string } {
  const at = document.activeElement as HTMLElement | null
  if (!at || at === document.body) return { what: '', wrong: '' }
  const what = `<${at.tagName.toLowerCase()} class="${at.className}"> ${(at.getAttribute('aria-label') ?? at.innerText).slice(0, 40)}`
  const box = at.getBoundingClientRect()
  const outlined = [at, at.nextElementSibling, at.closest('.row, .contact')].some(element => element && getComputedStyle(element).outlineStyle !== 'none')
  if (!outlined) return { what, wrong: 'has no outline' }
  const inside = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]].map(([x, y]) => [box.left + box.width * x!, box.top + box.height * y!] as const)
    .filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight)
  const free = inside.some(([x, y]) => {
    const top = document.elementFromPoint(x, y)
    return top && (at.contains(top) || top.contains(at) || at.nextElementSibling?.contains(top))
  })
  return { what, wrong: !inside.length ? 'is off the screen' : free ? '' : 'is covered' }
}
