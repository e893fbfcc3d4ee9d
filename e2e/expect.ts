import { expect as playwrights } from '@playwright/test'

// What tests wait for here mostly takes some milliseconds, and Playwright looks again after 100, 350, 850 and 1,850.
export const intervals = [20, 50, 100]

const poll: typeof playwrights.poll = (actual, said) =>
  playwrights.poll(actual, { intervals, ...typeof said === 'string' ? { message: said } : said })

/** Playwright's, but what is polled is looked at more often. */
export const expect: typeof playwrights = new Proxy(playwrights, {
  get: (expect, name) => name === 'poll' ? poll : Reflect.get(expect, name) as unknown,
})
