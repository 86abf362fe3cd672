import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication } from '@playwright/test'

const dist = join(import.meta.dirname, 'dist')

/** What every small app of these tests starts with. `say` prints a line that a test can wait for. */
const opening = `
import { app, BrowserWindow, ipcMain, MessageChannelMain, protocol, session } from 'electron'
import { join } from 'node:path'
const say = (...parts) => console.log(...parts.map((part) => typeof part === 'string' ? part : JSON.stringify(part)))
app.setPath('userData', process.env.FIXTURE_DATA)
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }])
const serve = (html) => protocol.handle('app', (request) =>
  new Response(request.url === 'app://home/' ? html : 'else', { headers: { 'content-type': 'text/html' } }))
const open = async (more = {}) => {
  const window = new BrowserWindow({ webPreferences: { preload: join(import.meta.dirname, 'preload.cjs'), ...more } })
  window.webContents.setWindowOpenHandler(({ url }) => { say('popup', url); return { action: 'deny' } })
  return window
}
`

/** A small Electron app on disk, for the double to run. */
export interface FixtureApp {
  folder: string
  /** Through Playwright, as the end-to-end specs do. */
  launch(): Promise<ElectronApplication>
  /** The executable alone. */
  spawn(...parts: string[]): ChildProcess
  /** What the app and the double printed since the start, both streams. */
  output(): string
  dispose(): void
}

/** Writes an app: `main` goes on where the opening ends, `preload` is its preload. */
export function fixtureApp(main: string, preload = ''): FixtureApp {
  const folder = mkdtempSync(join(tmpdir(), 'electron-double-app-'))
  const data = join(folder, 'data')
  mkdirSync(data)
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'small', version: '1.2.3', type: 'module', main: 'main.js' }),
  )
  writeFileSync(join(folder, 'main.js'), opening + main)
  writeFileSync(join(folder, 'preload.cjs'), preload)
  const env = { ...(process.env as Record<string, string>), FIXTURE_DATA: data, ELECTRON_OVERRIDE_DIST_PATH: dist }
  let output = ''
  const listen = (child: ChildProcess) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        output += String(chunk)
      })
    }
    return child
  }
  return {
    folder,
    async launch() {
      // Playwright asks the electron package, in this process, where its runtime is.
      process.env['ELECTRON_OVERRIDE_DIST_PATH'] = dist
      const app = await _electron.launch({ args: ['.'], cwd: folder, env })
      listen(app.process())
      return app
    },
    spawn: (...parts) => listen(spawn(join(dist, 'electron'), ['.', ...parts], { cwd: folder, env })),
    output: () => output,
    dispose: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  }
}
