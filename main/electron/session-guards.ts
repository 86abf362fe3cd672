import type { Session } from 'electron'
import { isPageAddress } from './address.ts'

/** The page needs no permission and no device: every question is answered with no. It saves nothing but what it made itself. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null))
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }))
  session.on('will-download', (event, item) => {
    const address = item.getURL()
    if (!address.startsWith('blob:') || !isPageAddress(address.slice('blob:'.length))) event.preventDefault()
  })
}
