/**
 * `npm run package`: builds, and packs for this system. `-- --dir` leaves the folder unpacked, to look at what went in;
 * `--built` packs what is built already, if it is younger than its sources.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findElectron } from './find-electron.ts'
import { isBuilt } from './is-built.ts'
import { mustRun, runStep } from './run-step.ts'
import { makeStandInRuntime } from './stand-in-runtime.ts'

const root = join(import.meta.dirname, '..')
const parts = process.argv.slice(2).filter((part) => part !== '--built')
const isFresh = process.argv.includes('--built') && isBuilt(root)
// An override is for running, and may itself be a stand-in: what is packed is the installed runtime or none.
const installed = findElectron(root, {})
let scratch: string | undefined

// Another value in the environment would build React's development form, with the paths of the sources in it.
if (!isFresh) mustRun('vite', ['build', '--logLevel', 'error'], { NODE_ENV: 'production' })
const code = runStep('electron-builder', [...runtimeOptions(), ...parts])
if (scratch) rmSync(scratch, { recursive: true, force: true })
process.exit(code)

/** The installed runtime; without one, electron-builder downloads it, unless the folder is only to be looked at. */
function runtimeOptions(): string[] {
  if (installed) return [`-c.electronDist=${dirname(installed)}`]
  if (!parts.includes('--dir')) return []
  process.stderr.write(
    "Electron's runtime is not installed: packing a stand-in. This shows what goes in; it can't run.\n",
  )
  scratch = mkdtempSync(join(tmpdir(), 'keydeck-runtime-'))
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')) as {
    version: string
  }
  makeStandInRuntime(scratch, { version })
  return [`-c.electronDist=${scratch}`]
}
