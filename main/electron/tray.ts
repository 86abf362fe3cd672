import { Menu, type NativeImage, nativeImage, Tray } from 'electron'
import colourDouble from './icons/tray@2x.png?inline'
import colour from './icons/tray.png?inline'
import templateDouble from './icons/tray-template@2x.png?inline'
import template from './icons/tray-template.png?inline'

/** What the tray tells of the gateway. */
export type GatewayState = { isOn: false } | { isOn: true; address: string }

/** The tray's icon; `update` says the gateway's new state in words. */
export interface KeydeckTray {
  update(state: GatewayState): void
}

/** Shows the tray's icon with the gateway off, as it is after every start. */
export function showTray(actions: { open: () => void; quit: () => void }): KeydeckTray {
  const tray = new Tray(trayImage())
  tray.on('click', actions.open)
  const update = (state: GatewayState) => {
    const words = state.isOn ? `Gateway on: ${state.address}` : 'Gateway off'
    tray.setToolTip(`Keydeck: ${words}`)
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: words, enabled: false },
        { type: 'separator' },
        { label: 'Open Keydeck', click: actions.open },
        { label: 'Quit Keydeck', click: actions.quit },
      ]),
    )
  }
  update({ isOn: false })
  return { update }
}

/** macOS colours a black template itself; elsewhere the icon keeps its own colours. */
function trayImage(): NativeImage {
  const isMac = process.platform === 'darwin'
  const image = nativeImage.createFromDataURL(isMac ? template : colour)
  image.addRepresentation({ scaleFactor: 2, dataURL: isMac ? templateDouble : colourDouble })
  image.setTemplateImage(isMac)
  return image
}
