import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test'

const root = resolve(import.meta.dirname, '../../..')

/** Whether these specs drive the stand-in; what only it can be told is skipped by name elsewhere. */
export const isStandIn = (process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '').endsWith(join('electron-double', 'dist'))

/** One start of the desktop app on the profile of its test. */
export interface Desktop {
  app: ElectronApplication
  window: Page
  output(): string
}

/** Starts the built app, or another build of it. */
export type Launch = (options?: { build?: string; args?: string[] }) => Promise<Desktop>

/** The environment of a person's session without a keychain, so that the first screen is always the same. */
export function desktopEnvironment(folder: string): Record<string, string> {
  const kept = ['PATH', 'LANG', 'DISPLAY', 'TMPDIR', 'HOME', 'NODE_COMPILE_CACHE', 'KEYDECK_CHROMIUM']
  const pairs = kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]] as const]))
  const node = join(root, 'node_modules', '.bin', 'node')
  return { TZ: 'UTC', ...Object.fromEntries(pairs), KEYDECK_NODE: node, KEYDECK_DATA: folder }
}

export const test = base.extend<{ folder: string; launch: Launch; desktop: Desktop; page: Page }>({
  folder: async ({ browserName }, use) => {
    const folder = mkdtempSync(join(tmpdir(), `keydeck-desktop-${browserName}-`))
    await use(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  launch: async ({ folder }, use) => {
    const endings: (() => Promise<unknown>)[] = []
    await use(async ({ build = root, args = [] } = {}) => {
      const app = await _electron.launch({ args: ['.', ...args], cwd: build, env: desktopEnvironment(folder) })
      const child = app.process()
      const gone = new Promise((resolve) => child.once('exit', resolve))
      // Playwright's own `close` waits for ever where the app ended while it was being attached to.
      endings.push(() => Promise.race([gone, app.close().catch(() => gone)]))
      let output = ''
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (chunk) => {
          output += String(chunk)
        })
      }
      const window = await app.firstWindow().catch((error: unknown) => {
        throw new Error(`No window came up. The app said:\n${output}`, { cause: error })
      })
      return { app, window, output: () => output }
    })
    for (const end of endings) await end()
  },
  desktop: async ({ launch }, use) => use(await launch()),
  page: async ({ desktop }, use) => use(desktop.window),
})

export { expect }

/** Only a page that runs, has its port and is answered shows this. */
export async function comesUp(window: Page, timeout = 15_000): Promise<void> {
  await expect(window.getByRole('heading', { name: 'Where should your keys lie?' })).toBeVisible({ timeout })
}

/** A page that tries to leave is where it was. */
export async function staysHome(window: Page, address: string): Promise<void> {
  const before = window.url()
  await window.evaluate((to) => {
    location.href = to
  }, address)
  // The next question is answered after the attempt; a page that left would answer from elsewhere, or not at all.
  await window.evaluate(() => new Promise((done) => setTimeout(done, 100)))
  expect(window.url()).toBe(before)
  await comesUp(window, 5_000)
}

/** No window opens, and the page is told so. */
export async function opensNoWindow({ app, window }: Desktop, address: string): Promise<void> {
  expect(await window.evaluate((to) => globalThis.open(to) === null, address)).toBe(true)
  expect(app.windows()).toHaveLength(1)
  // Asks the main process for the page anew: it lives, and heard of the attempt before.
  await window.reload()
  await comesUp(window)
}

/** The states of the permissions that a page can ask about. */
export async function permissionStates(window: Page): Promise<Record<string, string>> {
  return window.evaluate(async () => {
    const names = [
      'camera',
      'microphone',
      'geolocation',
      'notifications',
      'clipboard-read',
      'clipboard-write',
      'local-fonts',
      'midi',
      'persistent-storage',
      'idle-detection',
      'window-management',
    ]
    const states = names.map(async (name) => [
      name,
      (await navigator.permissions.query({ name: name as PermissionName })).state,
    ])
    return Object.fromEntries(await Promise.all(states)) as Record<string, string>
  })
}
