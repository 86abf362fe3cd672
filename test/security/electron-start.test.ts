import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest'
import { findRefusedSwitch, refusedSwitches } from '../../main/electron/start-switches.ts'
import type * as Double from '../electron-double/module.ts'

const startShell = vi.hoisted(() => vi.fn<(folder: string) => Promise<void>>())
vi.mock('../../main/electron/shell.ts', () => ({ startShell }))

let folder: string
let double: typeof Double
let exit: MockInstance<typeof Double.app.exit>
let quit: MockInstance<typeof Double.app.quit>

beforeEach(async () => {
  vi.resetModules()
  startShell.mockReset().mockResolvedValue()
  folder = join(mkdtempSync(join(tmpdir(), 'keydeck-start-')), 'profile')
  vi.stubEnv('KEYDECK_DATA', folder)
  double = await import('../electron-double/module.ts')
  exit = vi.spyOn(double.app, 'exit').mockImplementation(() => {})
  quit = vi.spyOn(double.app, 'quit').mockImplementation(() => {})
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(join(folder, '..'), { recursive: true, force: true })
})

const start = () => import('../../main/electron/index.ts')

describe('a packaged Keydeck', () => {
  test.each(refusedSwitches)('does not start with --%s: it says so, and the core is never opened', async (name) => {
    const show = vi.spyOn(double.dialog, 'showErrorBox').mockImplementation(() => {})
    double.app.isPackaged = true
    double.app.commandLine.appendSwitch(name)
    await start()
    expect(show.mock.calls[0]?.[0]).toContain(`--${name}`)
    expect(exit).toHaveBeenCalledWith(1)
    expect(startShell).not.toHaveBeenCalled()
  })

  test('starts with the switches that people need', () => {
    const asked = new Set<string>()
    const commandLine = { hasSwitch: (name: string) => Boolean(asked.add(name)) && false }
    expect(findRefusedSwitch({ isPackaged: true, commandLine })).toBeUndefined()
    for (const harmless of ['force-device-scale-factor', 'ozone-platform', 'lang', 'disable-gpu', 'enable-features']) {
      expect(asked.has(harmless), harmless).toBe(false)
    }
  })
})

test('while it is developed, the switches are the tools of the trade', async () => {
  double.app.commandLine.appendSwitch('remote-debugging-port', '0')
  await start()
  expect(startShell).toHaveBeenCalledExactlyOnceWith(folder)
})

test('the sandbox and the scheme are set before Electron is ready, when they still count', async () => {
  await start()
  expect(double.app.isReady()).toBe(false)
  expect(double.app.isSandboxed).toBe(true)
  double.app.becomeReady()
  expect(() => double.protocol.handle('app', () => new Response())).not.toThrow()
})

test('a second start ends before it opens anything', async () => {
  vi.spyOn(double.app, 'requestSingleInstanceLock').mockReturnValue(false)
  await start()
  expect(quit).toHaveBeenCalledOnce()
  expect(startShell).not.toHaveBeenCalled()
})

test.skipIf(process.platform === 'win32')(
  'the profile is made for its owner alone, and what comes into it too',
  async () => {
    await start()
    expect(existsSync(folder)).toBe(true)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077, name).toBe(0)
  },
)
