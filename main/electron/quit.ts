import { app, dialog } from 'electron'
import { systemClock } from '../core/clock.ts'
import { errorKind } from '../core/error-kind.ts'
import type { Log } from '../core/ports.ts'

/** How long a quit waits for the core; what is on record by then survives anyway. */
const patience = 10_000

/** Holds the first quit until everything is written and closed, then lets it through. */
export function quitGracefully(options: { log: Log; close: () => Promise<void> }): void {
  let state: 'running' | 'closing' | 'closed' = 'running'
  const leave = () => {
    if (state === 'closed') return
    state = 'closed'
    app.quit()
  }
  app.on('before-quit', (event) => {
    if (state === 'closed') return
    event.preventDefault()
    if (state === 'closing') return
    state = 'closing'
    systemClock.after(patience, () => {
      if (state === 'closing') options.log.error('quit.core-hangs')
      leave()
    })
    options.close().then(leave, (error: unknown) => {
      options.log.error('quit.core-failed', { kind: error instanceof Error ? error.name : 'unknown' })
      leave()
    })
  })
}

/** An error that nobody caught ends the app in plain words. Electron's own dialog would show the message, which may quote input. */
export function endOnCrash(log: Log): void {
  const end = (error: unknown) => {
    log.error('shell.crashed', { kind: errorKind(error) })
    dialog.showErrorBox('Keydeck met an internal error and ends', 'What was saved is safe. Start Keydeck again.')
    app.exit(70)
  }
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
}
