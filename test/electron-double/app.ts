import { existsSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { commandLine } from './command-line.ts'
import { LoudEmitter, loud, notImplemented } from './loud.ts'
import { takeInstanceLock } from './single-instance.ts'
import type { Stands } from './stands.ts'

type Members =
  | 'enableSandbox'
  | 'exit'
  | 'getAppPath'
  | 'getPath'
  | 'getVersion'
  | 'hasSingleInstanceLock'
  | 'isPackaged'
  | 'isReady'
  | 'quit'
  | 'requestSingleInstanceLock'
  | 'setPath'
  | 'whenReady'

const events = [
  'activate',
  'before-quit',
  'browser-window-created',
  'quit',
  'ready',
  'second-instance',
  'web-contents-created',
  'will-quit',
  'window-all-closed',
]

/** What the windows and Chromium do for the app's life; set by their modules, so that unit tests need neither. */
export const lifeline = {
  /** Closes every window; false when a window refused. */
  closeWindows: async (): Promise<boolean> => true,
  hasWindows: () => false,
  stopChromium: async (): Promise<void> => {},
}

class App extends LoudEmitter implements Stands<Electron.App, Members> {
  readonly commandLine = commandLine
  isPackaged = process.env['ELECTRON_DOUBLE_PACKAGED'] === '1'
  isSandboxed = false
  isQuitting = false
  private appFolder = process.cwd()
  private name = 'Electron'
  private version = '0.0.0'
  private hasStarted = false
  private hasLock = false
  private readonly paths = new Map<string, string>()
  private readonly started = Promise.withResolvers<void>()

  constructor() {
    super('app', events)
  }

  /** The app's package, as the executable read it. */
  describe(given: { folder: string; name: string; version: string }): void {
    this.appFolder = given.folder
    this.name = given.name
    this.version = given.version
  }

  /** Called once, after the entry point ran and Chromium is up. */
  becomeReady(): void {
    this.hasStarted = true
    this.emit('ready', {}, {})
    this.started.resolve()
  }

  whenReady(): Promise<void> {
    return this.started.promise
  }

  isReady(): boolean {
    return this.hasStarted
  }

  enableSandbox(): void {
    if (this.hasStarted) throw new Error('app.enableSandbox() can only be called before app is ready')
    this.isSandboxed = true
  }

  getAppPath(): string {
    return this.appFolder
  }

  getVersion(): string {
    return this.version
  }

  getPath(name: Parameters<Electron.App['getPath']>[0]): string {
    const set = this.paths.get(name)
    if (set) return set
    if (name === 'home') return homedir()
    if (name === 'temp') return tmpdir()
    if (name === 'appData') return process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config')
    if (name === 'userData' || name === 'sessionData') return join(this.getPath('appData'), this.name)
    return notImplemented(`app.getPath('${name}')`)
  }

  setPath(name: string, path: string): void {
    if (!isAbsolute(path)) throw new Error('Path must be absolute')
    if (!existsSync(path)) throw new Error(`Failed to set path: ${path} does not exist`)
    this.paths.set(name, path)
  }

  requestSingleInstanceLock(): boolean {
    this.hasLock ||= takeInstanceLock(this.getPath('userData'), ({ argv, workingDirectory }) => {
      const tell = () => this.emit('second-instance', {}, argv, workingDirectory, null)
      void this.started.promise.then(tell)
    })
    return this.hasLock
  }

  hasSingleInstanceLock(): boolean {
    return this.hasLock
  }

  quit(): void {
    if (this.isQuitting || this.emitPreventable('before-quit')) return
    this.isQuitting = true
    void this.closeAndLeave()
  }

  exit(code = 0): void {
    this.isQuitting = true
    this.emit('quit', {}, code)
    void lifeline.stopChromium().finally(() => process.exit(code))
  }

  /** Every window is gone and nobody asked to quit. */
  allWindowsClosed(): void {
    if (this.isQuitting) return
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed')
    else this.quit()
  }

  private async closeAndLeave(): Promise<void> {
    const closed = await lifeline.closeWindows()
    if (!closed || this.emitPreventable('will-quit')) {
      this.isQuitting = false
      return
    }
    this.exit(0)
  }
}

export const app = loud('app', new App())
