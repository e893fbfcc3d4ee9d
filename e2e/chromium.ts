import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { LaunchOptions } from '@playwright/test'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The machine's own browser: $CHROME, else the first on the path, else Playwright's, which says so if it is missing. */
export function chromium(): LaunchOptions {
  const executablePath = process.env['CHROME'] || onPath()
  const isRoot = process.getuid?.() === 0
  return {
    ...(executablePath && { executablePath }),
    args: isRoot ? ['--no-sandbox'] : [],
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
