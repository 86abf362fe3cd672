import { unsupported } from './loud.ts'

export { app } from './app.ts'
export { BrowserWindow } from './browser-window.ts'
export { ClipboardItem, clipboard } from './clipboard.ts'
export { ipcMain } from './ipc-main.ts'
export { Menu } from './menu.ts'
export { MessageChannelMain } from './message-ports.ts'
export { nativeImage } from './native-image.ts'
export { Notification } from './notification.ts'
export { protocol } from './protocol.ts'
export { session } from './session.ts'
export { dialog, nativeTheme, screen, shell } from './system.ts'
export { Tray } from './tray.ts'
export { webContents } from './web-contents.ts'

export const autoUpdater = unsupported('autoUpdater')
export const BaseWindow = unsupported('BaseWindow')
export const BrowserView = unsupported('BrowserView')
export const contentTracing = unsupported('contentTracing')
export const crashReporter = unsupported('crashReporter')
export const desktopCapturer = unsupported('desktopCapturer')
export const globalShortcut = unsupported('globalShortcut')
export const ImageView = unsupported('ImageView')
export const inAppPurchase = unsupported('inAppPurchase')
export const MenuItem = unsupported('MenuItem')
export const net = unsupported('net')
export const netLog = unsupported('netLog')
export const powerMonitor = unsupported('powerMonitor')
export const powerSaveBlocker = unsupported('powerSaveBlocker')
export const pushNotifications = unsupported('pushNotifications')
export const safeStorage = unsupported('safeStorage')
export const ShareMenu = unsupported('ShareMenu')
export const systemPreferences = unsupported('systemPreferences')
export const TouchBar = unsupported('TouchBar')
export const utilityProcess = unsupported('utilityProcess')
export const View = unsupported('View')
export const webFrameMain = unsupported('webFrameMain')
export const WebContentsView = unsupported('WebContentsView')
