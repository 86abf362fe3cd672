import { mkdirSync } from 'node:fs'
import { app, dialog } from 'electron'
import { dataFolder } from '../core/storage/data-folder.ts'
import { registerPageScheme } from './page-protocol.ts'
import { startShell } from './shell.ts'
import { findRefusedSwitch } from './start-switches.ts'

process.umask(0o077)
// A diagnostic report would hold the environment, where people keep keys.
if (process.report) process.report.excludeEnv = true

const folder = dataFolder()
mkdirSync(folder, { recursive: true, mode: 0o700 })
app.setPath('userData', folder)
const refused = findRefusedSwitch(app)

if (refused) {
  dialog.showErrorBox(
    `Keydeck does not start with --${refused}`,
    'This switch would open Keydeck to other programs or weaken its protection. Start it without the switch.',
  )
  app.exit(1)
} else if (!app.requestSingleInstanceLock()) {
  // The first one comes to the front. What this start was called with is neither passed on nor kept.
  app.quit()
} else {
  app.enableSandbox()
  registerPageScheme()
  void startShell(folder)
}
