/** What Electron documents of its parts; without Chromium. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type * as Double from './module.ts'

let double: typeof Double
let folder: string
const app = () => double.app

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'electron-double-'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

beforeEach(async () => {
  vi.resetModules()
  double = await import('./module.ts')
})

describe('before ready', () => {
  test.each([
    ['a window', () => new double.BrowserWindow()],
    ['a tray', () => new double.Tray(double.nativeImage.createFromDataURL('data:,'))],
    ['the default session', () => double.session.defaultSession],
    ['a protocol handler', () => double.protocol.handle('app', () => new Response())],
    ['the displays', () => double.screen.getAllDisplays()],
  ])('there is no %s', (_what, use) => expect(use).toThrow())

  test('a question can not be asked', async () => {
    await expect(double.dialog.showMessageBox({ message: 'x' })).rejects.toThrow('after app is ready')
  })
})

describe('after ready', () => {
  beforeEach(() => app().becomeReady())

  test('schemes and the sandbox come too late', () => {
    expect(() => double.protocol.registerSchemesAsPrivileged([])).toThrow('before app is ready')
    expect(() => app().enableSandbox()).toThrow('before app is ready')
  })

  test('a scheme without an origin, or with two handlers, can not be served', () => {
    expect(() => double.protocol.handle('plain', () => new Response())).toThrow('standard and secure')
  })

  test('a promise of readiness is kept, and the event came once', async () => {
    await app().whenReady()
    expect(app().isReady()).toBe(true)
  })

  test.each([
    ['sandbox', false],
    ['contextIsolation', false],
    ['nodeIntegration', true],
    ['webSecurity', false],
    ['webviewTag', true],
  ])('a window with %s: %s is refused: a tab of Chromium would be safer than it', (name, value) => {
    expect(() => new double.BrowserWindow({ webPreferences: { [name]: value } })).toThrow(`webPreferences.${name}`)
  })

  test('a preload must be absolute', () => {
    expect(() => new double.BrowserWindow({ webPreferences: { preload: 'index.cjs' } })).toThrow('absolute path')
  })

  test('a window is announced, and its page too', () => {
    const heard: string[] = []
    for (const name of ['browser-window-created', 'web-contents-created']) app().on(name, () => heard.push(name))
    const window = new double.BrowserWindow()
    expect(heard).toEqual(['browser-window-created', 'web-contents-created'])
    expect(double.BrowserWindow.getAllWindows()).toEqual([window])
    expect(double.BrowserWindow.fromWebContents(window.webContents)).toBe(window)
  })

  test('permissions are granted where nobody decides, as in Electron', async () => {
    const { defaultSession } = double.session
    const contents = new double.BrowserWindow().webContents
    expect(await defaultSession.allows(contents, 'geolocation', 'app://x')).toBe(true)
    defaultSession.setPermissionCheckHandler(() => false)
    expect(await defaultSession.allows(contents, 'geolocation', 'app://x')).toBe(true)
    defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
    expect(await defaultSession.allows(contents, 'geolocation', 'app://x')).toBe(false)
  })
})

describe('loudness', () => {
  test.each([
    ['a member', () => (double.app as unknown as Record<string, () => void>)['relaunch']?.(), 'app.relaunch'],
    ['a module', () => (double.safeStorage as Record<string, unknown>)['encryptString'], 'safeStorage.encryptString'],
    ['a call of a module', () => (double.net as unknown as () => void)(), 'net()'],
    ['a class', () => new (double.utilityProcess as new () => object)(), 'new utilityProcess()'],
    ['an event', () => app().on('gpu-info-update', () => {}), 'the event gpu-info-update of app'],
    [
      'a setting',
      () => Object.assign(double.nativeTheme, { inForcedColorsMode: true }),
      'setting nativeTheme.inForced',
    ],
    ['a menu role', () => double.Menu.buildFromTemplate([{ role: 'zoomIn' }, { role: 'shareMenu' }]), 'shareMenu'],
    ['a menu option', () => double.Menu.buildFromTemplate([{ label: 'x', accelerator: 'F1' }]), 'accelerator'],
    ['a picture that is none', () => double.nativeImage.createFromDataURL('data:image/png;base64,AAAA'), 'no PNG'],
    [
      'a privilege',
      () => double.protocol.registerSchemesAsPrivileged([{ scheme: 'x', privileges: { bypassCSP: true } }]),
      'bypassCSP',
    ],
    ['opening something outside', () => double.shell.openExternal('https://example.com'), 'shell.openExternal'],
  ])('%s that the double lacks is named', (_what, use, name) => expect(use).toThrow(name))

  test('an option of a window is named', () => {
    app().becomeReady()
    expect(() => new double.BrowserWindow({ kiosk: true })).toThrow('the option kiosk of BrowserWindow')
    expect(() => new double.BrowserWindow({ webPreferences: { offscreen: true } })).toThrow('offscreen')
  })
})

describe('paths', () => {
  test('a path must be absolute and be there', () => {
    expect(() => app().setPath('userData', 'here')).toThrow('absolute')
    expect(() => app().setPath('userData', join(folder, 'none'))).toThrow('does not exist')
    app().setPath('userData', folder)
    expect(app().getPath('userData')).toBe(folder)
  })
})

describe('quitting', () => {
  test('before-quit can hold it back, will-quit too', () => {
    const exit = vi.spyOn(app(), 'exit').mockImplementation(() => {})
    app().once('before-quit', (event: { preventDefault(): void }) => event.preventDefault())
    app().quit()
    expect([app().isQuitting, exit.mock.calls.length]).toEqual([false, 0])
  })

  test('comes in the documented order', async () => {
    const heard: string[] = []
    const leave = vi.spyOn(process, 'exit').mockImplementation((() => {}) as never)
    for (const name of ['window-all-closed', 'before-quit', 'will-quit', 'quit']) app().on(name, () => heard.push(name))
    app().quit()
    await vi.waitFor(() => expect(leave).toHaveBeenCalledWith(0))
    expect(heard).toEqual(['before-quit', 'will-quit', 'quit'])
    leave.mockRestore()
  })

  test('the last window closed quits, unless somebody listens', () => {
    const quit = vi.spyOn(app(), 'quit').mockImplementation(() => {})
    app().allWindowsClosed()
    expect(quit).toHaveBeenCalledOnce()
    app().on('window-all-closed', () => {})
    app().allWindowsClosed()
    expect(quit).toHaveBeenCalledOnce()
  })
})

describe('ipcMain', () => {
  test('takes one handler a channel', () => {
    double.ipcMain.handle('a', () => 1)
    expect(() => double.ipcMain.handle('a', () => 2)).toThrow("Attempted to register a second handler for 'a'")
    double.ipcMain.removeHandler('a')
    expect(() => double.ipcMain.handle('a', () => 3)).not.toThrow()
  })
})

describe('ports of the main process', () => {
  test('keep what came until they are started, in order', async () => {
    const { port1, port2 } = new double.MessageChannelMain()
    const got: unknown[] = []
    port2.on('message', ({ data }: { data: unknown }) => got.push(data))
    port1.postMessage('one')
    port1.postMessage('two')
    await Promise.resolve()
    expect(got).toEqual([])
    port2.start()
    expect(got).toEqual(['one', 'two'])
  })

  test('throw for what can not be cloned, and go on', async () => {
    const { port1, port2 } = new double.MessageChannelMain()
    const got: unknown[] = []
    port2.on('message', ({ data }: { data: unknown }) => got.push(data))
    port2.start()
    expect(() => port1.postMessage(() => {})).toThrow('An object could not be cloned.')
    expect(() => port1.postMessage(new Date())).toThrow('electron double')
    port1.postMessage('still there')
    await vi.waitFor(() => expect(got).toEqual(['still there']))
  })

  test('tell the other end that they were closed, once, and send nothing afterwards', async () => {
    const { port1, port2 } = new double.MessageChannelMain()
    const closed = vi.fn<() => void>()
    const got = vi.fn<() => void>()
    port2.on('close', closed).on('message', got)
    port2.start()
    port1.close()
    port1.close()
    port1.postMessage('late')
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce())
    expect(got).not.toHaveBeenCalled()
  })
})

test('nativeTheme says when the theme changed, and only then', () => {
  const updated = vi.fn<() => void>()
  double.nativeTheme.on('updated', updated)
  double.nativeTheme.themeSource = 'dark'
  double.nativeTheme.themeSource = 'dark'
  expect([updated.mock.calls.length, double.nativeTheme.shouldUseDarkColors]).toEqual([1, true])
})

test('a custom address and its form in Chromium are each other', async () => {
  const { fromChromium, toChromium } = await import('./addresses.ts')
  for (const address of [
    'app://keydeck/',
    'app://keydeck/a.js?x#y',
    'app://keydeck/https://b.app.test/',
    'https://example.com/',
  ]) {
    expect(fromChromium(toChromium(address))).toBe(address)
  }
  expect(fromChromium('https://keydeck.app.test.evil.example/')).toBe('https://keydeck.app.test.evil.example/')
  expect(fromChromium('https://keydeck.app.test@evil.example/')).toBe('https://keydeck.app.test@evil.example/')
})
