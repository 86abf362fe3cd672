import { type BrowserWindow, dialog } from 'electron'
import { systemClock } from '../core/clock.ts'
import type { Log } from '../core/ports.ts'

/** A second crash within this time is no accident: then the person decides. */
const soon = 60_000

/** Loads the page again when its process is gone. The core, and every call in it, has nothing to do with that process. */
export function reviveWindow(window: BrowserWindow, log: Log): void {
  let lastCrash = Number.NEGATIVE_INFINITY
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    log.error('page.process-gone', { reason, exitCode })
    const now = systemClock.monotonic()
    const isRepeated = now - lastCrash < soon
    lastCrash = now
    if (isRepeated) void askToReload(window, reason)
    else window.reload()
  })
}

async function askToReload(window: BrowserWindow, reason: string): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: "Keydeck's page stopped again.",
    detail: `The system's reason: ${reason}. Your keys, calls and conversations are kept by another process and are safe.`,
    buttons: ['Load the page again', 'Close the window'],
    defaultId: 0,
    cancelId: 1,
  })
  if (window.isDestroyed()) return
  if (response === 0) window.reload()
  else window.destroy()
}
