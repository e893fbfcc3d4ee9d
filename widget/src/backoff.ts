import { firstPauseMs, longestPauseMs } from './limits.ts'

/** Milliseconds to wait after this many failures: full jitter, so that a crowd never comes back in step. */
export const backoff = (failures: number): number => Math.random() * Math.min(longestPauseMs, firstPauseMs * 2 ** failures)
