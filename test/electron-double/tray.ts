import { app } from './app.ts'
import { LoudEmitter, loud } from './loud.ts'
import type { Menu } from './menu.ts'
import type { NativeImage } from './native-image.ts'

/** An icon in the tray; nobody sees it, and a test reads what it says. */
export class Tray extends LoudEmitter {
  static readonly shown: Tray[] = []
  readonly image: NativeImage
  toolTip = ''
  menu: Menu | null = null

  constructor(image: NativeImage) {
    super('Tray', ['click'])
    if (!app.isReady()) throw new Error('Cannot create Tray before app is ready')
    if (image.isEmpty()) throw new Error('electron double: a tray without a picture')
    this.image = image
    const self = loud<Tray>('Tray', this)
    Tray.shown.push(self)
    return self
  }

  setToolTip(text: string): void {
    this.toolTip = text
  }

  setContextMenu(menu: Menu | null): void {
    this.menu = menu
  }
}
