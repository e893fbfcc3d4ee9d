import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium as playwrights, devices, type BrowserContext } from '@playwright/test'
import { chromium } from './chromium.ts'

/**
 * Opens an address in a browser as people have it, until what follows has been done. Playwright's own keep every page
 * visible and awake, and Chromium prerenders nothing while it is driven: until drive is called, nobody drives this one.
 */
export async function alone(address: string, follows: (drive: () => Promise<BrowserContext>) => Promise<void>): Promise<void> {
  const { executablePath = playwrights.executablePath(), args = [] } = chromium()
  const profile = mkdtempSync(join(tmpdir(), 'nametag-e2e-profile-'))
  const flags = ['--headless', '--remote-debugging-port=0', '--user-data-dir=' + profile, '--user-agent=' + devices['Desktop Chrome'].userAgent, '--no-first-run']
  const browser = spawn(executablePath, [...args, ...flags, address], { stdio: ['ignore', 'ignore', 'pipe'], detached: true }) // a group of its own, with all its processes
  const gone = new Promise(resolve => browser.once('exit', resolve))
  const endpoint = new Promise<string>((resolve, reject) => {
    let printed = ''
    browser.stderr.on('data', (text: Buffer) => {
      const [, url] = /listening on (ws:\S+)/.exec(printed += text.toString()) ?? []
      if (url) resolve(url)
    })
    browser.once('error', reject)
    browser.once('exit', () => reject(new Error(`the browser ended; it said:\n${printed}`)))
  })
  endpoint.catch(() => {}) // where nobody drives
  try {
    await follows(async () => (await playwrights.connectOverCDP(await endpoint, { noDefaults: true })).contexts()[0]!)
  } finally {
    if (browser.pid && browser.exitCode === null) process.kill(-browser.pid, 'SIGKILL')
    await gone
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}
