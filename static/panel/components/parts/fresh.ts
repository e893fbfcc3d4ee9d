import { useEffect } from 'preact/hooks'

const everyMs = 30_000

/** Asks at once, and again while somebody looks: every so often, and when they or the network come back. */
export function useFresh(load: () => void, of: unknown) {
  useEffect(() => {
    const look = () => { if (document.visibilityState !== 'hidden') load() }
    look()
    const timer = setInterval(look, everyMs)
    addEventListener('online', look)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      removeEventListener('online', look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [of])
}
