import type { Event, WebContents } from 'electron'
import { isPageAddress } from './address.ts'

type Navigation = Event<{ url: string; isMainFrame: boolean }>

/** Keeps every page that ever exists in this process at home: no other site, no window, no embedded page. */
export function guardContents(contents: WebContents): void {
  contents.on('will-navigate', stayHome)
  contents.on('will-frame-navigate', stayHome)
  contents.on('will-redirect', stayHome)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** Also no page of our own in a frame: nothing in Keydeck is framed. */
function stayHome(event: Navigation): void {
  if (!event.isMainFrame || !isPageAddress(event.url)) event.preventDefault()
}
