/** `npm start`: opens the desktop app, or says in one line why it can't and opens the headless host. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { findElectron } from './find-electron.ts'
import { isBuilt } from './is-built.ts'
import { mustRun } from './run-step.ts'
import { readStartOptions, type StartOptions, whyNoDesktop } from './start-options.ts'

const root = join(import.meta.dirname, '..')

function main(): void {
  const options = readOptionsOrExit()
  const program = findElectron(root, process.env)
  const reason = whyNoDesktop({ program, platform: process.platform, environment: process.env })
  if (options.host === 'electron' && reason) fail(`${reason}, so the desktop app can't open.`)
  if (options.host === 'any' && reason) say(`${reason}, so Keydeck opens in your browser instead.`)
  if (!isBuilt(root)) {
    say('Building Keydeck …')
    mustRun('vite', ['build', '--logLevel', 'error'], { NODE_ENV: 'production' })
  }
  if (options.host === 'headless' || reason || !program) {
    run(process.execPath, [join(root, 'dist/main/headless.js'), ...options.rest])
  } else {
    run(program, [root, ...options.rest])
  }
}

/** Runs the host as if it had been started itself: its signals, its exit code. */
function run(program: string, parts: string[]): void {
  const child = spawn(program, parts, { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // A terminal tells everybody in it; a second time would mean that the person is in a hurry.
      const isTold = process.stdin.isTTY && signal !== 'SIGTERM'
      if (!isTold) child.kill(signal)
    })
  }
  child.on('error', (error) => fail(`${program} could not be started: ${error.message}`))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 1
    if (!signal) return
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

function readOptionsOrExit(): StartOptions {
  try {
    return readStartOptions(process.argv.slice(2))
  } catch (error) {
    return fail((error as Error).message)
  }
}

const say = (sentence: string) => void process.stderr.write(`${sentence}\n`)

function fail(sentence: string): never {
  say(sentence)
  process.exit(1)
}

main()
