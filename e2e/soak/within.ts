import { errors } from '@playwright/test'

/** Waits for some work; throws a TimeoutError where it isn't done in time. */
export async function within(ms: number, what: string, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new errors.TimeoutError(`${what} isn't over after ${ms / 1000} s`)), ms)
  })
  await Promise.race([work, late]).finally(() => clearTimeout(timer))
}
