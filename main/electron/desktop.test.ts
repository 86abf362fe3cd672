import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { GatewayState } from '../../contract/gateway.ts'
import { app } from '../../test/electron-double/app.ts'
import { BrowserWindow } from '../../test/electron-double/browser-window.ts'
import { Menu, type MenuItem } from '../../test/electron-double/menu.ts'
import { Notification } from '../../test/electron-double/notification.ts'
import { readyDouble } from '../../test/electron-double/ready-double.ts'
import { dialog, nativeTheme } from '../../test/electron-double/system.ts'
import { Tray } from '../../test/electron-double/tray.ts'
import { desktopPorts } from './host-ports.ts'
import { setMenu } from './menu.ts'
import { showTray } from './tray.ts'
import { focusWindow, openWindow } from './window.ts'

type RealWindow = Parameters<typeof focusWindow>[0]
const log = { info: () => {}, warn: () => {}, error: () => {} }
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydeck-desktop-'))
  readyDouble()
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

beforeEach(() => {
  vi.restoreAllMocks()
  vi.spyOn(BrowserWindow.prototype, 'loadURL').mockResolvedValue()
})

const roles = (items: MenuItem[]): string[] =>
  items.flatMap((item) => [item.role ?? '', ...roles(item.submenu?.items ?? [])])

describe('the menu', () => {
  test('has the clipboard roles, without which copy and paste are dead on macOS', () => {
    setMenu({ platform: 'darwin', isPackaged: true })
    expect(roles(Menu.getApplicationMenu()?.items ?? [])).toEqual(
      expect.arrayContaining(['appMenu', 'editMenu', 'windowMenu']),
    )
  })

  test.each(['linux', 'darwin', 'win32'])('has no developer tools in a packaged app on %s', (platform) => {
    setMenu({ platform, isPackaged: true })
    const packaged = roles(Menu.getApplicationMenu()?.items ?? [])
    expect(packaged).not.toContain('reload')
    expect(packaged).not.toContain('toggleDevTools')
    setMenu({ platform, isPackaged: false })
    expect(roles(Menu.getApplicationMenu()?.items ?? [])).toContain('toggleDevTools')
  })
})

describe('the tray', () => {
  const off: GatewayState = {
    port: 4_480,
    startWithApp: false,
    waitSeconds: 10,
    state: 'off',
    baseUrl: 'http://127.0.0.1:4480/v1',
    since: null,
    trouble: null,
    running: 0,
    waiting: 0,
    addedMsP50: null,
    addedMsP95: null,
  }
  const labels = () => Tray.shown.at(-1)?.menu?.items.map(({ label }) => label)

  test('says whether the gateway is on, and where', () => {
    const open = vi.fn<() => void>()
    const tray = showTray({ open, quit: () => {}, switch: () => {} }, off)
    const shown = Tray.shown.at(-1)
    expect(shown?.toolTip).toBe('Keydeck: Gateway off')
    tray.update({ ...off, state: 'on', since: 1 })
    expect(shown?.toolTip).toBe('Keydeck: Gateway on: http://127.0.0.1:4480/v1')
    expect(shown?.menu?.items[0]).toMatchObject({ label: 'Gateway on: http://127.0.0.1:4480/v1', enabled: false })
    shown?.menu?.items.find((item) => item.label === 'Open Keydeck')?.click()
    shown?.emit('click')
    expect(open).toHaveBeenCalledTimes(2)
  })

  test('switches the gateway, and not while it is on its way', () => {
    const turned = vi.fn<(on: boolean) => void>()
    const tray = showTray({ open: () => {}, quit: () => {}, switch: turned }, off)
    const press = (label: string) =>
      Tray.shown
        .at(-1)
        ?.menu?.items.find((item) => item.label === label)
        ?.click()
    press('Switch gateway on')
    tray.update({ ...off, state: 'stopping' })
    expect(Tray.shown.at(-1)?.menu?.items[1]).toMatchObject({ label: 'Switch gateway on', enabled: false })
    tray.update({ ...off, state: 'on' })
    press('Switch gateway off')
    expect(turned.mock.calls).toEqual([[true], [false]])
  })

  test('says why the gateway is not on', () => {
    const trouble = { reason: 'port_taken' as const, port: 4_480, holder: 'nginx (pid 12)' }
    showTray({ open: () => {}, quit: () => {}, switch: () => {} }, { ...off, trouble })
    expect(labels()?.[0]).toBe('Gateway off: port 4480 is taken')
  })

  test('keeps its menu while calls come and go: one that is replaced closes under the pointer', () => {
    const tray = showTray({ open: () => {}, quit: () => {}, switch: () => {} }, { ...off, state: 'on' })
    const { menu } = Tray.shown.at(-1)!
    tray.update({ ...off, state: 'on', running: 3 })
    expect(Tray.shown.at(-1)?.menu).toBe(menu)
  })

  test('has a picture at both scales', () => {
    const image = Tray.shown.at(-1)?.image
    expect([image?.getSize(1), image?.getSize(2)]).toEqual([
      { width: 16, height: 16 },
      { width: 32, height: 32 },
    ])
  })
})

describe('the window', () => {
  test('has developer tools only while it is developed', () => {
    app.isPackaged = true
    openWindow(folder, log)
    app.isPackaged = false
    openWindow(folder, log)
    const tools = BrowserWindow.getAllWindows().map((window) => window.options.webPreferences?.devTools)
    expect(tools).toEqual([false, true])
  })

  test('never asks a dictionary server: spell checking would', () => {
    openWindow(folder, log)
    expect(BrowserWindow.getAllWindows().at(-1)?.options.webPreferences?.spellcheck).toBe(false)
  })

  test('follows the theme in what the system draws around the page', () => {
    openWindow(folder, log)
    const window = BrowserWindow.getAllWindows().at(-1)
    nativeTheme.themeSource = 'dark'
    expect([window?.backgroundColor, window?.overlay?.color]).toEqual(['#0f1424', '#080b16'])
    nativeTheme.themeSource = 'light'
    expect([window?.backgroundColor, window?.overlay?.color]).toEqual(['#fbf8f2', '#ece6d9'])
  })

  test("paints with the page's own tokens", () => {
    const tokens = readFileSync(join(import.meta.dirname, '../../renderer/styles/tokens.css'), 'utf8').toLowerCase()
    const source = readFileSync(join(import.meta.dirname, 'window.ts'), 'utf8')
    for (const [colour] of source.matchAll(/#[0-9a-f]{6}/g)) expect(tokens, colour).toContain(colour)
  })

  test('remembers its place when it is closed', () => {
    openWindow(folder, log)
    const window = BrowserWindow.getAllWindows().at(-1)
    vi.spyOn(window!, 'destroy').mockImplementation(() => {})
    window?.maximize()
    window?.close()
    expect(JSON.parse(readFileSync(join(folder, 'window-state.json'), 'utf8'))).toMatchObject({ isMaximized: true })
  })

  test('comes to the front from the task bar', () => {
    openWindow(folder, log)
    const window = BrowserWindow.getAllWindows().at(-1)!
    window.minimize()
    focusWindow(window as unknown as RealWindow)
    expect([window.isMinimized(), window.isVisible(), window.isFocused()]).toEqual([false, true, true])
  })
})

describe('a page whose process is gone', () => {
  const crash = (reason: string, times: number) => {
    openWindow(folder, log)
    const window = BrowserWindow.getAllWindows().at(-1)!
    const reload = vi.spyOn(window, 'reload').mockImplementation(() => {})
    const ask = vi.spyOn(dialog, 'showMessageBox').mockResolvedValue({ response: 0, checkboxChecked: false })
    for (let count = 0; count < times; count += 1)
      window.webContents.emit('render-process-gone', {}, { reason, exitCode: 5 })
    return { reload, ask }
  }

  test('is loaded again once, and the person is asked when it crashes again at once', async () => {
    const { reload, ask } = crash('crashed', 1)
    expect([reload.mock.calls.length, ask.mock.calls.length]).toEqual([1, 0])
    const again = crash('oom', 2)
    await vi.waitFor(() => expect(again.reload).toHaveBeenCalledTimes(2))
    expect(again.ask).toHaveBeenCalledOnce()
  })

  test('is left alone when it ended in order', () => {
    const { reload } = crash('clean-exit', 1)
    expect(reload).not.toHaveBeenCalled()
  })
})

describe('the ports', () => {
  test('ask for a file with hidden ones shown, and answer nothing when the dialog is closed', async () => {
    const { files } = desktopPorts({ log, onNotificationClick: () => {} })
    expect(await files.chooseFile()).toBeNull()
    const ask = vi.spyOn(dialog, 'showOpenDialog').mockResolvedValue({ canceled: false, filePaths: ['/home/a/.env'] })
    expect(await files.chooseFile()).toBe('/home/a/.env')
    expect(ask.mock.calls[0]?.at(-1)).toMatchObject({ properties: expect.arrayContaining(['showHiddenFiles']) })
  })

  test('show a notification, and a click on it opens Keydeck', () => {
    const onNotificationClick = vi.fn<() => void>()
    desktopPorts({ log, onNotificationClick }).notifier.notify('Rotation due', 'main, in production')
    const shown = Notification.shown.at(-1)
    expect([shown?.title, shown?.body]).toEqual(['Rotation due', 'main, in production'])
    shown?.emit('click', {})
    expect(onNotificationClick).toHaveBeenCalledOnce()
  })
})
