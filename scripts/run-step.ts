import { spawnSync } from 'node:child_process'
import { delimiter, join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** Runs a program of this repo from its root, with the repo's own Node first on the path; answers its exit code. */
export function runStep(program: string, args: readonly string[], env: Record<string, string> = {}): number {
  const path = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`
  const result = spawnSync(program, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: path, ...env },
    shell: process.platform === 'win32',
  })
  if (result.error) {
    console.error(`${program} could not be started: ${result.error.message}`)
    return 1
  }
  return result.status ?? 1
}

/** Runs a program, and ends this one with its code where it fails. */
export function mustRun(program: string, args: readonly string[], env?: Record<string, string>): void {
  const code = runStep(program, args, env)
  if (code !== 0) {
    console.error(`Failed: ${program} ${args.join(' ')}`)
    process.exit(code)
  }
}
