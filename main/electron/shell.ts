import { join } from 'node:path'
import { app, BrowserWindow, dialog, nativeTheme, session } from 'electron'
import type { HostInfo } from '../../contract/host.ts'
import { type Core, createCore } from '../core/create-core.ts'
import { createRedactor } from '../core/door/redact.ts'
import { createFileLog } from '../core/log-file.ts'
import type { Log } from '../core/ports.ts'
import { lockProfile } from '../core/storage/profile-lock.ts'
import { loadPage } from '../page/page-files.ts'
import { servePeer } from '../rpc/serve-peer.ts'
import { connectPages } from './connect-pages.ts'
import { guardContents } from './contents-guards.ts'
import { desktopPorts } from './host-ports.ts'
import { setMenu } from './menu.ts'
import { servePage } from './page-protocol.ts'
import { endOnCrash, quitGracefully } from './quit.ts'
import { guardSession } from './session-guards.ts'
import { showTray } from './tray.ts'
import { focusWindow, openWindow } from './window.ts'

/** Starts the desktop host: guards first, then the core, then what a person sees. */
export async function startShell(folder: string): Promise<void> {
  const redactor = createRedactor()
  const log = createFileLog({ folder: join(folder, 'logs'), redact: (text) => redactor.redact(text) })
  endOnCrash(log)
  app.on('web-contents-created', (_event, contents) => guardContents(contents))
  try {
    await app.whenReady()
    guardSession(session.defaultSession)
    servePage(loadPage(join(import.meta.dirname, '../renderer'), 'electron'))
    const lock = lockProfile({ folder, host: 'electron', now: Date.now() })
    const show = () => showWindow(folder, log)
    const ports = desktopPorts({ log, onNotificationClick: show })
    const core = await createCore({ dataFolder: folder, ports, redactor })
    quitGracefully({
      log,
      async close() {
        await core.close()
        lock.release()
      },
    })
    serveCore(core, folder, log)
    setMenu({ platform: process.platform, isPackaged: app.isPackaged })
    showGateway(core, show, log)
    app.on('second-instance', show)
    app.on('activate', show)
    app.on('window-all-closed', () => {
      if (process.platform !== 'darwin') app.quit()
    })
    show()
  } catch (error) {
    log.error('start.failed', { kind: error instanceof Error ? error.name : 'unknown' })
    dialog.showErrorBox('Keydeck could not start', error instanceof Error ? error.message : 'The reason is unknown.')
    app.exit(1)
  }
}

/** Pages reach the core, and the theme that a person chose there rules what the system draws. */
function serveCore(core: Core, folder: string, log: Log): void {
  const hostInfo = describeHost(core, folder)
  connectPages({ log, serve: (port) => servePeer({ core, hostInfo, port }) })
  const followTheme = () => {
    nativeTheme.themeSource = core.settings.get().theme
  }
  followTheme()
  core.events.subscribe((event) => {
    if (event.type === 'settings') followTheme()
  })
}

/** The tray follows the gateway, and switches it. */
function showGateway({ gateway, events }: Core, open: () => void, log: Log): void {
  const note = (error: unknown) =>
    log.error('gateway.switch-failed', { kind: error instanceof Error ? error.name : 'unknown' })
  const tray = showTray(
    { open, quit: () => app.quit(), switch: (on) => void (on ? gateway.start() : gateway.stop()).catch(note) },
    gateway.state(),
  )
  events.subscribe(({ type }) => {
    if (type === 'gateway') tray.update(gateway.state())
  })
}

function showWindow(folder: string, log: Log): void {
  const window = BrowserWindow.getAllWindows().at(0)
  if (window) focusWindow(window)
  else openWindow(folder, log)
}

function describeHost(core: Core, folder: string): HostInfo {
  const known = ['linux', 'darwin', 'win32'] as const
  return {
    kind: 'electron',
    version: app.getVersion(),
    platform: known.find((name) => name === process.platform) ?? 'other',
    readsClipboard: true,
    choosesFiles: true,
    opensLinks: 'core',
    windowControls: true,
    dataFolder: folder,
    notice: core.notice,
  }
}
