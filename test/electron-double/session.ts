import { app } from './app.ts'
import { LoudEmitter, loud } from './loud.ts'
import type { Doubled, Stands } from './stands.ts'
import type { WebContents } from './web-contents.ts'

type HandlerOf<Name extends Members> = NonNullable<Parameters<Doubled<Electron.Session[Name]>>[0]>
type Handlers = {
  check: HandlerOf<'setPermissionCheckHandler'>
  request: HandlerOf<'setPermissionRequestHandler'>
  device: HandlerOf<'setDevicePermissionHandler'>
  media: HandlerOf<'setDisplayMediaRequestHandler'>
  pairing: HandlerOf<'setBluetoothPairingHandler'>
}
export type Permission = Parameters<Handlers['check']>[1]
type Members =
  | 'setBluetoothPairingHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler'

/** What each of Electron's permissions is called in Chromium's own `Browser.setPermission`. */
export const chromiumNames = {
  'background-fetch': ['background-fetch'],
  'background-sync': ['background-sync'],
  'captured-surface-control': ['captured-surface-control'],
  'clipboard-read': ['clipboard-read'],
  'clipboard-sanitized-write': ['clipboard-write'],
  'display-capture': ['display-capture'],
  geolocation: ['geolocation'],
  'idle-detection': ['idle-detection'],
  keyboardLock: ['keyboard-lock'],
  'local-fonts': ['local-fonts'],
  'local-network': ['local-network'],
  'local-network-access': ['local-network-access'],
  'loopback-network': ['loopback-network'],
  media: ['camera', 'microphone'],
  midi: ['midi'],
  nfc: ['nfc'],
  notifications: ['notifications'],
  'payment-handler': ['payment-handler'],
  'periodic-background-sync': ['periodic-background-sync'],
  'persistent-storage': ['persistent-storage'],
  pointerLock: ['pointer-lock'],
  'screen-wake-lock': ['screen-wake-lock'],
  sensors: ['accelerometer', 'ambient-light-sensor', 'gyroscope', 'magnetometer'],
  'speaker-selection': ['speaker-selection'],
  'storage-access': ['storage-access'],
  'system-wake-lock': ['system-wake-lock'],
  'top-level-storage-access': ['top-level-storage-access'],
  'web-app-installation': ['web-app-installation'],
  'window-management': ['window-management'],
} satisfies Partial<Record<Permission, string[]>>

/** The default session: whom the page asks for permissions. Without a handler everything is allowed, as in Electron. */
export class Session extends LoudEmitter implements Stands<Electron.Session, Members> {
  readonly handlers: { [Name in keyof Handlers]: Handlers[Name] | null } = {
    check: null,
    request: null,
    device: null,
    media: null,
    pairing: null,
  }

  constructor() {
    super('session', ['will-download'])
  }

  setPermissionCheckHandler(handler: Handlers['check'] | null): void {
    this.handlers.check = handler
  }

  setPermissionRequestHandler(handler: Handlers['request'] | null): void {
    this.handlers.request = handler
  }

  setDevicePermissionHandler(handler: Handlers['device'] | null): void {
    this.handlers.device = handler
  }

  setDisplayMediaRequestHandler(handler: Handlers['media'] | null): void {
    this.handlers.media = handler
  }

  setBluetoothPairingHandler(handler: Handlers['pairing'] | null): void {
    this.handlers.pairing = handler
  }

  /** Whether either of the app's handlers would let the page have a permission. */
  async allows(contents: WebContents, permission: Permission, origin: string): Promise<boolean> {
    const { check, request } = this.handlers
    const details = { isMainFrame: true, requestingUrl: `${origin}/` }
    if (!check || check(contents, permission, origin, details)) return true
    if (!request) return true
    return new Promise((resolve) => request(contents, permission, resolve, details))
  }
}

const defaultSession = loud('session.defaultSession', new Session())

export const session = loud('session', {
  get defaultSession(): Session {
    if (!app.isReady()) throw new Error('Session can only be received when app is ready')
    return defaultSession
  },
})
