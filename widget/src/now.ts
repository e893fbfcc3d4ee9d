import { doublings, pauseMs } from './limits.ts'

/** Milliseconds on a clock that nobody sets. */
export const now = (): number => performance.now()

/** When to try again after this many failures: full jitter, so that a crowd never comes back in step. */
export const later = (failures: number): number => now() + Math.random() * pauseMs * 2 ** Math.min(failures, doublings)
