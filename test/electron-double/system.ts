import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { checkOptions, LoudEmitter, loud, notImplemented } from './loud.ts'
import type { Stands } from './stands.ts'

type MessageBoxOptions = Electron.MessageBoxOptions
const messageBoxOptions = [
  'buttons',
  'cancelId',
  'defaultId',
  'detail',
  'message',
  'noLink',
  'title',
  'type',
] as const satisfies (keyof MessageBoxOptions)[]

type OpenDialogOptions = Electron.OpenDialogOptions
const openDialogOptions = ['buttonLabel', 'properties', 'title'] as const satisfies (keyof OpenDialogOptions)[]

/** Dialogs that nobody sees: a question is answered by closing it. A test that wants another answer replaces the method. */
export const dialog = loud('dialog', {
  showErrorBox(title: string, content: string): void {
    process.stderr.write(`electron double: error box: ${title}: ${content}\n`)
  },
  async showMessageBox(...parts: [BrowserWindow, MessageBoxOptions] | [MessageBoxOptions]) {
    if (!app.isReady()) throw new Error('dialog module can only be used after app is ready')
    const options = parts.length === 2 ? parts[1] : parts[0]
    checkOptions('showMessageBox', options, messageBoxOptions)
    return { response: options.cancelId ?? 0, checkboxChecked: false }
  },
  async showOpenDialog(
    ...parts: [BrowserWindow, OpenDialogOptions] | [OpenDialogOptions]
  ): Promise<Electron.OpenDialogReturnValue> {
    if (!app.isReady()) throw new Error('dialog module can only be used after app is ready')
    const options = parts.length === 2 ? parts[1] : parts[0]
    checkOptions('showOpenDialog', options, openDialogOptions)
    return { canceled: true, filePaths: [] }
  },
} satisfies Stands<typeof Electron.dialog, 'showErrorBox' | 'showMessageBox' | 'showOpenDialog'>)

/** Opening something outside would leave the machine, so a test that expects it replaces the method. */
export const shell = loud('shell', {
  openExternal: (_url: string): Promise<void> => notImplemented('shell.openExternal'),
} satisfies Stands<typeof Electron.shell, 'openExternal'>)

const area = { x: 0, y: 0, width: 1920, height: 1080 }

/** One display of a common size. */
export const screen = loud('screen', {
  getAllDisplays() {
    if (!app.isReady()) throw new Error("The 'screen' module can't be used before the app 'ready' event")
    return [loud('Display', { id: 1, bounds: area, workArea: { ...area, y: 32, height: 1048 }, scaleFactor: 1 })]
  },
})

class NativeTheme extends LoudEmitter implements Stands<Electron.NativeTheme, 'shouldUseDarkColors' | 'themeSource'> {
  private source: Electron.NativeTheme['themeSource'] = 'system'

  constructor() {
    super('nativeTheme', ['updated'])
  }

  get themeSource() {
    return this.source
  }

  set themeSource(source: Electron.NativeTheme['themeSource']) {
    if (source === this.source) return
    this.source = source
    this.emit('updated')
    for (const window of BrowserWindow.getAllWindows()) window.webContents.preferColours(this.preferred)
  }

  /** What pages are told; the empty text leaves them the system's. */
  get preferred(): string {
    return this.source === 'system' ? '' : this.source
  }

  get shouldUseDarkColors(): boolean {
    return this.source === 'dark'
  }
}

export const nativeTheme = loud('nativeTheme', new NativeTheme())
