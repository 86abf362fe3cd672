import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { findElectron } from '../../../scripts/find-electron.ts'
import { comesUp, desktopEnvironment, expect, isStandIn, test } from './desktop.ts'

const root = resolve(import.meta.dirname, '../../..')

/** Starts the program itself, as a person's desktop would; its exit code and what it wrote. */
async function startAgain(folder: string, parts: string[], env: Record<string, string> = {}) {
  const program = findElectron(root, process.env)
  if (!program) throw new Error('There is no Electron, and no stand-in.')
  const child = spawn(program, [root, ...parts], { env: { ...desktopEnvironment(folder), ...env } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += String(chunk)
    })
  }
  const [code] = (await once(child, 'exit')) as [number | null]
  return { code, output }
}

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

test('a second start ends at once, brings the first to the front, and nothing keeps what it was called with', async ({
  desktop,
  folder,
}) => {
  await comesUp(desktop.window)
  await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
  const canary = `yx-${randomBytes(18).toString('hex')}`
  const second = await startAgain(folder, [`--key=${canary}`, canary])
  expect(second.code).toBe(0)
  await expect
    .poll(() =>
      desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isMinimized())),
    )
    .toEqual([false])
  expect(desktop.app.windows()).toHaveLength(1)
  await desktop.app.close()
  expect(second.output + desktop.output()).not.toContain(canary)
  const keepers = filesOf(folder).filter((path) => readFileSync(path).includes(canary))
  expect(keepers).toEqual([])
})

test('a page that is reloaded has its port again, ten times over', async ({ page }) => {
  await comesUp(page)
  for (let count = 0; count < 10; count += 1) {
    await page.reload()
    await comesUp(page)
  }
})

test('a window comes back where it was', async ({ launch, folder }) => {
  const first = await launch()
  await comesUp(first.window)
  await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.maximize())
  await first.app.close()
  expect(existsSync(join(folder, 'window-state.json'))).toBe(true)
  const second = await launch()
  await comesUp(second.window)
  expect(await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMaximized())).toBe(true)
})

test('a damaged window state is no reason not to start', async ({ launch, folder }) => {
  writeFileSync(join(folder, 'window-state.json'), '{"x":')
  await comesUp((await launch()).window)
})

test('closing the window closes the core in order, and the profile can be opened again', async ({ launch, folder }) => {
  const { app, window } = await launch()
  await comesUp(window)
  const gone = once(app.process(), 'exit')
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => {})
  const [code] = (await gone) as [number]
  expect(code).toBe(0)
  expect(
    filesOf(folder).filter((path) => path.endsWith('keydeck.db-wal') || path.endsWith('keydeck.lock.json')),
  ).toEqual([])
  await comesUp((await launch()).window)
})

test('a killed app can be started again', async ({ launch }) => {
  const first = await launch()
  await comesUp(first.window)
  const gone = once(first.app.process(), 'exit')
  first.app.process().kill('SIGKILL')
  await gone
  await comesUp((await launch()).window)
})

test('a page whose process is gone is loaded again, and the core never noticed', async ({ desktop }) => {
  await comesUp(desktop.window)
  const loads = desktop.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    return new Promise<string>((done) => contents?.once('did-finish-load', () => done(contents.getURL())))
  })
  const devTools = await desktop.window.context().newCDPSession(desktop.window)
  devTools.send('Page.crash').catch(() => {})
  expect(await loads).toMatch(/^app:\/\/keydeck\/(#|$)/)
})

test('the theme that is chosen in the page rules what the system draws', async ({ desktop }) => {
  await comesUp(desktop.window)
  expect(await desktop.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('system')
  await desktop.window.getByRole('navigation').getByRole('link', { name: 'Settings' }).click()
  await desktop.window.getByText('Dark', { exact: true }).click()
  await expect.poll(() => desktop.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark')
})

test.describe('packaged', () => {
  test.skip(!isStandIn, 'Only the stand-in can be told that it is packaged: a packaged app takes no debugger.')

  for (const name of [
    'remote-debugging-port=9222',
    'no-sandbox',
    'proxy-server=http://127.0.0.1:9',
    'ignore-certificate-errors',
  ]) {
    test(`started with --${name}, it says why it ends, and the profile was never opened`, async ({ folder }) => {
      const { code, output } = await startAgain(folder, [`--${name}`], { ELECTRON_DOUBLE_PACKAGED: '1' })
      expect(code).toBe(1)
      expect(output).toContain(`Keydeck does not start with --${name.split('=')[0]}`)
      expect(filesOf(folder)).toEqual([])
    })
  }
})
