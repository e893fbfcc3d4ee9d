import type { Page } from '@playwright/test'
import type { ApiError, Trust } from '../internal/wire/wire.ts'
import { expect } from './expect.ts'

export interface Identity { visitor_id: string | null; trust: Trust; external_id?: string; email?: string }
export type Outcome = { ok: unknown; error?: undefined } | { ok?: undefined; error: ApiError }

type Nametag = ((...call: unknown[]) => Promise<unknown>) & { [method: string]: (...args: unknown[]) => Promise<unknown> }
declare global { interface Window { Nametag: Nametag } }

/** What the page gets for `Nametag(...call)`: an answer or a rejection. */
export async function attempt(page: Page, ...call: unknown[]): Promise<Outcome> {
  return page.evaluate(async call => {
    try {
      return { ok: await window.Nametag(...call) }
    } catch (error) {
      return { error: error as never }
    }
  }, call)
}

/** Calls `Nametag(...call)` in the page, which must go well. */
export async function say<T = unknown>(page: Page, ...call: unknown[]): Promise<T> {
  const { ok, error } = await attempt(page, ...call)
  if (error) throw new Error(`Nametag(${JSON.stringify(call)}): ${JSON.stringify(error)}`)
  return ok as T
}

/** Calls it and doesn't wait for what comes of it. */
export async function begin(page: Page, ...call: unknown[]): Promise<void> {
  await page.evaluate(call => { window.Nametag(...call).catch(() => {}) }, call)
}

export const identity = (page: Page): Promise<Identity> => say<Identity>(page, 'identity')

/** The visitor's id, once the script has loaded and the server has said it. */
export async function visitorId(page: Page): Promise<string> {
  let id: string | null = null
  await expect(async () => { // not waitForFunction: a promise is true to it, whatever comes of it
    id = await page.evaluate(async () => (await window.Nametag('identity') as Identity).visitor_id)
    expect(id).toBeTruthy()
  }).toPass()
  return id!
}

/** Notes every event of a kind; returns what reads the notes. */
export async function listen(page: Page, event: string): Promise<() => Promise<unknown[]>> {
  const name = 'heard_' + event
  await page.evaluate(([event, name]) => {
    const heard: unknown[] = (window as never as { [name: string]: unknown[] })[name!] = []
    void window.Nametag('on', event, (detail: unknown) => heard.push(detail ?? null))
  }, [event, name])
  return () => page.evaluate(name => (window as never as { [name: string]: unknown[] })[name]!, name)
}
