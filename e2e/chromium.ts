import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { LaunchOptions } from '@playwright/test'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

// What a whole browser does beside its pages: the popups of the address bar alone, two pages for each window, take nearly
// half of the time, and a process that waits for the next page a twentieth. It heeds only the last such list, so this one
// holds what Playwright switches off for its own sake, too.
const features = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'AimEnabled', 'PreloadTopChromeWebUI', 'SpareRendererForSitePerProcess',
  'LensOverlay', 'MediaRouter', 'OptimizationHints', 'PreconnectToSearch', 'HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable', 'ThirdPartyStoragePartitioning',
  'PaintHolding', 'AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'AvoidCorsURLLoaderRestartOnRedirect']

/** The machine's own browser: $CHROME, else the first on the path, else Playwright's, which says so if it is missing. */
export function chromium(): LaunchOptions {
  const executablePath = process.env['CHROME'] || onPath()
  const isRoot = process.getuid?.() === 0
  return {
    ...(executablePath && { executablePath }),
    args: ['--disable-features=' + features.join(','), ...(isRoot ? ['--no-sandbox'] : [])],
  }
}

function onPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.flatMap(folder => names.map(name => join(folder, name))).find(canRun)
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
