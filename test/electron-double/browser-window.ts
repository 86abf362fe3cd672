import { isAbsolute } from 'node:path'
import { app, lifeline } from './app.ts'
import { checkOptions, LoudEmitter, loud, notImplemented } from './loud.ts'
import type { Stands } from './stands.ts'
import { announce, WebContents } from './web-contents.ts'

type Members =
  | 'close'
  | 'destroy'
  | 'focus'
  | 'getBounds'
  | 'getNormalBounds'
  | 'hide'
  | 'id'
  | 'isDestroyed'
  | 'isFocused'
  | 'isMaximized'
  | 'isMinimized'
  | 'isVisible'
  | 'loadURL'
  | 'maximize'
  | 'minimize'
  | 'reload'
  | 'restore'
  | 'setBackgroundColor'
  | 'setTitleBarOverlay'
  | 'show'
  | 'unmaximize'
  | 'webContents'
type Options = Electron.BrowserWindowConstructorOptions
type Preferences = Electron.WebPreferences

const events = [
  'blur',
  'close',
  'closed',
  'focus',
  'hide',
  'maximize',
  'minimize',
  'ready-to-show',
  'restore',
  'show',
  'unmaximize',
]
const options = [
  'autoHideMenuBar',
  'backgroundColor',
  'height',
  'icon',
  'minHeight',
  'minWidth',
  'show',
  'title',
  'titleBarOverlay',
  'titleBarStyle',
  'webPreferences',
  'width',
  'x',
  'y',
] as const satisfies (keyof Options)[]
/** The only values under which a tab of Chromium shows what Electron would: others would weaken what is tested. */
const preferences = {
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  sandbox: true,
  spellcheck: false,
  webviewTag: false,
  webSecurity: true,
} as const satisfies Preferences
const freePreferences = ['preload', 'devTools'] as const satisfies (keyof Preferences)[]

const open = new Set<BrowserWindow>()
let lastId = 0

/** A window: its page is real, its frame is remembered only. */
export class BrowserWindow extends LoudEmitter implements Stands<Electron.BrowserWindow, Members> {
  readonly id: number
  readonly options: Options
  readonly webContents: WebContents
  overlay: Electron.TitleBarOverlayOptions | undefined
  backgroundColor: string
  private readonly bounds: Electron.Rectangle
  private state: 'normal' | 'maximized' | 'minimized' = 'normal'
  private visible: boolean
  private focused = false
  private isGone = false

  constructor(given: Options = {}) {
    super('BrowserWindow', events)
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    checkOptions('BrowserWindow', given, options)
    checkPreferences(given.webPreferences ?? {})
    this.options = given
    this.id = lastId += 1
    this.backgroundColor = given.backgroundColor ?? '#FFF'
    this.bounds = { x: given.x ?? 0, y: given.y ?? 0, width: given.width ?? 800, height: given.height ?? 600 }
    this.visible = given.show ?? true

    const self = loud<BrowserWindow>('BrowserWindow', this)
    this.webContents = WebContents.create({
      preload: given.webPreferences?.preload,
      size: { width: this.bounds.width, height: this.bounds.height },
      onGone: () => self.gone(),
    })
    this.webContents.once('did-finish-load', () => self.emit('ready-to-show', {}))
    open.add(self)
    app.emit('browser-window-created', {}, self)
    announce(this.webContents)
    return self
  }

  static getAllWindows(): BrowserWindow[] {
    return [...open]
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return [...open].find((window) => window.webContents === contents) ?? null
  }

  static getFocusedWindow(): BrowserWindow | null {
    return [...open].find((window) => window.isFocused()) ?? null
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }

  reload(): void {
    this.webContents.reload()
  }

  close(): void {
    if (!this.isGone && !this.emitPreventable('close')) this.destroy()
  }

  destroy(): void {
    this.webContents.close()
  }

  isDestroyed(): boolean {
    return this.isGone
  }

  show(): void {
    this.visible = true
    this.emit('show')
  }

  hide(): void {
    this.visible = false
    this.emit('hide')
  }

  isVisible(): boolean {
    return this.visible
  }

  focus(): void {
    this.focused = true
    this.emit('focus')
  }

  isFocused(): boolean {
    return this.focused
  }

  maximize(): void {
    this.become('maximized', 'maximize')
  }

  unmaximize(): void {
    if (this.state === 'maximized') this.become('normal', 'unmaximize')
  }

  minimize(): void {
    this.become('minimized', 'minimize')
  }

  restore(): void {
    if (this.state === 'minimized') this.become('normal', 'restore')
  }

  isMaximized(): boolean {
    return this.state === 'maximized'
  }

  isMinimized(): boolean {
    return this.state === 'minimized'
  }

  getBounds(): Electron.Rectangle {
    return { ...this.bounds }
  }

  getNormalBounds(): Electron.Rectangle {
    return { ...this.bounds }
  }

  setBackgroundColor(colour: string): void {
    this.backgroundColor = colour
  }

  setTitleBarOverlay(overlay: Electron.TitleBarOverlayOptions): void {
    if (!this.options.titleBarOverlay) throw new Error('Titlebar overlay is not enabled')
    this.overlay = overlay
  }

  private become(state: BrowserWindow['state'], event: string): void {
    this.state = state
    this.emit(event)
  }

  private gone(): void {
    this.isGone = true
    for (const window of open) if (window.id === this.id) open.delete(window)
    this.emit('closed')
    if (open.size === 0) app.allWindowsClosed()
  }
}

function checkPreferences(given: Preferences): void {
  checkOptions('webPreferences', given, [...Object.keys(preferences), ...freePreferences])
  for (const [name, value] of Object.entries(preferences)) {
    const actual = given[name as keyof typeof preferences] ?? value
    if (actual !== value) notImplemented(`webPreferences.${name}: ${String(actual)}`)
  }
  if (given.preload && !isAbsolute(given.preload)) throw new Error('preload script must have absolute path')
}

lifeline.hasWindows = () => open.size > 0
lifeline.closeWindows = async () => {
  const windows = [...open]
  const gone = windows.map((window) => new Promise<void>((resolve) => window.once('closed', () => resolve())))
  for (const window of windows) {
    if (window.emitPreventable('close')) return false
    window.destroy()
  }
  await Promise.all(gone)
  return true
}
