// What this browser remembers of its agent's choices. Storage can be blocked; then a choice lasts as long as the page.

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

export function remember(name: string, value: string) {
  try {
    localStorage.setItem(name, value)
  } catch { /* see above */ }
}
