import { Menu, type NativeImage, nativeImage, Tray } from 'electron'
import type { GatewayState } from '../../contract/gateway.ts'
import colourDouble from './icons/tray@2x.png?inline'
import colour from './icons/tray.png?inline'
import templateDouble from './icons/tray-template@2x.png?inline'
import template from './icons/tray-template.png?inline'

/** The tray's icon; `update` says the gateway's new state in words. */
export interface KeydeckTray {
  update(state: GatewayState): void
}

interface TrayActions {
  open: () => void
  /** Switches the gateway. */
  switch: (on: boolean) => void
  quit: () => void
}

/** Shows the tray's icon. */
export function showTray(actions: TrayActions, first: GatewayState): KeydeckTray {
  const tray = new Tray(trayImage())
  tray.on('click', actions.open)
  let shown = ''
  const update = (state: GatewayState) => {
    const words = wordsFor(state)
    // Its events come with every call, and a menu that is replaced closes under the pointer.
    if (words === shown) return
    shown = words
    const isOn = state.state === 'on'
    tray.setToolTip(`Keydeck: ${words}`)
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: words, enabled: false },
        {
          label: isOn ? 'Switch gateway off' : 'Switch gateway on',
          enabled: isOn || state.state === 'off',
          click: () => actions.switch(!isOn),
        },
        { type: 'separator' },
        { label: 'Open Keydeck', click: actions.open },
        { label: 'Quit Keydeck', click: actions.quit },
      ]),
    )
  }
  update(first)
  return { update }
}

function wordsFor({ state, baseUrl, trouble }: GatewayState): string {
  if (state === 'on') return `Gateway on: ${baseUrl}`
  if (state !== 'off') return `Gateway ${state}`
  if (trouble?.reason === 'port_taken') return `Gateway off: port ${trouble.port} is taken`
  return trouble ? `Gateway off: port ${trouble.port} can not be used` : 'Gateway off'
}

/** macOS colours a black template itself; elsewhere the icon keeps its own colours. */
function trayImage(): NativeImage {
  const isMac = process.platform === 'darwin'
  const image = nativeImage.createFromDataURL(isMac ? template : colour)
  image.addRepresentation({ scaleFactor: 2, dataURL: isMac ? templateDouble : colourDouble })
  image.setTemplateImage(isMac)
  return image
}
