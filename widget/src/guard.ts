// Whatever touches the host page is guarded: strangers' browsers refuse in many ways, and none may reach the page.

/** Runs fn; where that throws, returns undefined. */
export const guarded = <T>(fn: () => T): T | undefined => {
  try {
    return fn()
  } catch {
    return undefined
  }
}
