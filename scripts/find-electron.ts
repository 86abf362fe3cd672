import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The Electron program that `electron .` would run, or undefined where its runtime is not installed. Never by
 * `require('electron')`, which would download one.
 */
export function findElectron(root: string, environment: Record<string, string | undefined>): string | undefined {
  const home = join(root, 'node_modules', 'electron')
  const named = join(home, 'path.txt')
  const name = existsSync(named) ? readFileSync(named, 'utf8').trim() : undefined
  const chosen = environment['ELECTRON_OVERRIDE_DIST_PATH']
  const program = chosen ? join(chosen, name ?? 'electron') : name && join(home, 'dist', name)
  return program && existsSync(program) ? program : undefined
}
