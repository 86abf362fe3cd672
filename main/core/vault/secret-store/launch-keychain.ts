import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { errorKind } from '../../error-kind.ts'
import type { KeychainLauncher, KeychainPort, KeychainReply } from './keychain-messages.ts'

// Bundled, the worker is a file of its own beside this chunk; from source, Node runs the TypeScript itself.
const workerFile = import.meta.url.endsWith('.ts') ? './keychain-worker.ts' : './keychain-worker.js'

/** The worker's file, for a host that starts it in a process of its own kind. */
export const keychainWorkerUrl = new URL(workerFile, import.meta.url)

/**
 * Runs the worker in a child process. A native call that waits for a prompt can't be stopped inside a process (Node even
 * waits for it at exit); killing the child ends it, and takes the prompt off the screen.
 */
export function launchKeychainProcess(environment: NodeJS.ProcessEnv = process.env): KeychainPort {
  const { NODE_OPTIONS: _dropped, ...env } = environment
  const child = spawn(process.execPath, ['--no-warnings', fileURLToPath(keychainWorkerUrl)], {
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    windowsHide: true,
  })
  let exited = false
  const listeners: ((how: string) => void)[] = []
  const exit = (how: string) => {
    if (exited) return
    exited = true
    for (const listener of listeners) listener(how)
  }
  child.on('exit', (code, signal) => exit(signal ?? `code ${code}`))
  child.on('error', (error) => exit(errorKind(error)))
  // It can't be spoken to any more: its exit, which follows, says why where it died by itself.
  child.on('disconnect', () => child.kill('SIGKILL'))
  return {
    send(request) {
      child.send(request, (error) => {
        if (error) exit(errorKind(error))
      })
    },
    onReply(listener) {
      child.on('message', (reply) => listener(reply as KeychainReply))
    },
    onExit(listener) {
      listeners.push(listener)
    },
    kill() {
      child.kill('SIGKILL')
    },
  }
}

/** Runs the worker in a thread, for hosts whose executable can't run a file as plain Node does. */
export const launchKeychainThread: KeychainLauncher = () => {
  const worker = new Worker(keychainWorkerUrl, { execArgv: [], stdout: true, stderr: true })
  const post = worker.postMessage.bind(worker)
  return {
    send: (request) => post(request),
    onReply: (listener) => worker.on('message', (reply: KeychainReply) => listener(reply)),
    onExit(listener) {
      worker.on('exit', (code) => listener(`code ${code}`))
      worker.on('error', (error) => listener(errorKind(error)))
    },
    kill: () => void worker.terminate(),
  }
}

/** A child process where this program is Node; a thread inside Electron, whose binary is closed to running plain files. */
export const launchKeychain: KeychainLauncher = () =>
  process.versions['electron'] === undefined ? launchKeychainProcess() : launchKeychainThread()
