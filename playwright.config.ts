import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import type { HostOptions } from './test/e2e/hosts.ts'

// Playwright asks the electron package for its runtime in this process: give it the stand-in, or the folder of a real one.
process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= join(import.meta.dirname, 'test/electron-double/dist')

/** The same specs on both hosts; `electron-only` and `headless-only` hold what only one of them has. */
export default defineConfig<object, HostOptions>({
  testDir: 'test/e2e',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 2,
  // Each test has a profile of its own: at the end no worker waits for a file that the other is in the middle of.
  fullyParallel: true,
  // What failed once is tried again, so that one stumble of a busy machine does not hide what the others say; `npm test` names it.
  retries: 1,
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
  projects: [
    { name: 'electron', testIgnore: 'headless-only/**', use: { host: 'electron' } },
    { name: 'headless', testIgnore: 'electron-only/**', use: { host: 'headless' } },
  ],
})
