import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import type { Log } from '../core/ports.ts'
import { pageAddress } from './address.ts'
import { reviveWindow } from './window-revival.ts'
import { readWindowState, smallestWindow, writeWindowState } from './window-state.ts'

const titleBarHeight = 40
/** `bg-canvas`, `bg-chrome` and `fg-2` of the page's tokens, for what the system draws before and beside the page. */
const colours = {
  dark: { canvas: '#0f1424', chrome: '#080b16', symbols: '#b4bdd6' },
  light: { canvas: '#fbf8f2', chrome: '#ece6d9', symbols: '#3e4459' },
}

/** Opens the one window. `folder` is where its place is kept. */
export function openWindow(folder: string, log: Log): BrowserWindow {
  const { isMaximized, ...bounds } = readWindowState(
    folder,
    screen.getAllDisplays().map((display) => display.workArea),
  )
  const colour = currentColours()
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: 'Keydeck',
    backgroundColor: colour.canvas,
    autoHideMenuBar: true,
    titleBarStyle: 'hidden',
    titleBarOverlay: { color: colour.chrome, symbolColor: colour.symbols, height: titleBarHeight },
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      // It would fetch dictionaries from a server that is nobody's provider.
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  })
  if (isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => writeWindowState(folder, { ...window.getNormalBounds(), isMaximized: window.isMaximized() }))
  followTheme(window)
  reviveWindow(window, log)
  // Rejects too when the person closes or reloads the window meanwhile.
  window.loadURL(pageAddress).catch(() => log.warn('page.load-ended', { isGone: window.isDestroyed() }))
  return window
}

/** Brings a window that is there to the front. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

function followTheme(window: BrowserWindow): void {
  const paint = () => {
    const colour = currentColours()
    window.setBackgroundColor(colour.canvas)
    // macOS draws its own three lights and knows no overlay colour.
    if (process.platform === 'darwin') return
    window.setTitleBarOverlay({ color: colour.chrome, symbolColor: colour.symbols, height: titleBarHeight })
  }
  nativeTheme.on('updated', paint)
  window.on('closed', () => nativeTheme.off('updated', paint))
}

const currentColours = () => (nativeTheme.shouldUseDarkColors ? colours.dark : colours.light)
