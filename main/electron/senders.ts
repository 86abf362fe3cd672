import { type IpcMainEvent, ipcMain, type WebFrameMain } from 'electron'
import type { Log } from '../core/ports.ts'
import { isPageAddress } from './address.ts'

/** Who sent a message, after the check. */
export interface TrustedSender {
  frame: WebFrameMain
  /** The same for a window as long as it lives, across reloads. */
  contentsId: number
}

/**
 * The only way to listen to a page. The message's arguments never reach the handler: what a page wants to say, it says
 * through the contract, where a schema checks it.
 */
export function onPageMessage(channel: string, log: Log, handle: (sender: TrustedSender) => void): void {
  ipcMain.on(channel, (event) => {
    const frame = trustedFrame(event)
    if (frame) return handle({ frame, contentsId: event.sender.id })
    log.warn('ipc.sender-refused', { channel })
  })
}

/** The frame, if it is the living main frame of its window and shows our own page; a frame inside it is nobody. */
export function trustedFrame(event: Pick<IpcMainEvent, 'sender' | 'senderFrame'>): WebFrameMain | undefined {
  const frame = event.senderFrame
  if (!frame || frame.isDestroyed() || frame.detached) return undefined
  if (frame.parent !== null || frame.frameTreeNodeId !== event.sender.mainFrame.frameTreeNodeId) return undefined
  return isPageAddress(frame.url) ? frame : undefined
}
