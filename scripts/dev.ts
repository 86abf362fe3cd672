/** `npm run dev`: builds, opens the headless host, and builds the page and the core again whenever a source changes. */
import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { join } from 'node:path'
import { mustRun, runStep } from './run-step.ts'

const root = join(import.meta.dirname, '..')
mustRun('vite', ['build', '--logLevel', 'warn'])

const open = () => spawn(process.execPath, [join(root, 'dist/main/headless.js')], { cwd: root, stdio: 'inherit' })
let host = open()
let pending: NodeJS.Timeout | undefined

for (const folder of ['contract', 'main', 'renderer']) {
  watch(join(root, folder), { recursive: true }, () => {
    clearTimeout(pending)
    pending = setTimeout(rebuild, 150)
  })
}

function rebuild(): void {
  if (runStep('vite', ['build', '--logLevel', 'warn']) !== 0) return
  host.once('exit', () => {
    host = open()
  })
  host.kill('SIGTERM')
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    host.removeAllListeners('exit')
    host.once('exit', () => process.exit(0))
    host.kill(signal)
  })
}
