import { defineConfig, devices } from '@playwright/test'
import { chromium } from './chromium.ts'
import { intervals } from './expect.ts'

// Every test runs the real program with the real bundles in a real browser: `npm run e2e`.
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts', // soak/ has tests that need no browser
  outputDir: '.results/tests',
  globalSetup: './build.ts',
  workers: 3, // on two cores: half of the time a test waits for what happens within a second or so
  fullyParallel: false, // a file's tests share a server, so that it starts once
  forbidOnly: true,
  timeout: 45_000,
  expect: { timeout: 8_000, toPass: { intervals } },
  reporter: [['list'], ['html', { outputFolder: '.results/report', open: 'never' }]],
  use: {
    ...devices['Desktop Chrome'], // a headless browser's own user agent says that nobody sits in front of it
    locale: 'en-GB',
    launchOptions: chromium(),
    trace: 'off', // a fifth of the time; --trace on when something is to be found out
    screenshot: 'only-on-failure',
  },
})
