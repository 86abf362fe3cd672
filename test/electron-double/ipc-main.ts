import { EventEmitter } from 'node:events'
import { loud } from './loud.ts'
import type { WebContents } from './web-contents.ts'
import type { WebFrameMain } from './web-frame-main.ts'

type Handler = (event: object, ...parts: unknown[]) => unknown

/** Channels of the main process. Any channel may be listened to, so the emitter itself is not a loud one. */
class IpcMain extends EventEmitter {
  private readonly handlers = new Map<string, Handler>()

  handle(channel: string, handler: Handler): void {
    if (this.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    this.handlers.set(channel, handler)
  }

  removeHandler(channel: string): void {
    this.handlers.delete(channel)
  }

  /** What `ipcRenderer.send` brought. */
  receive(sender: WebContents, senderFrame: WebFrameMain | null, channel: string, parts: unknown[]): void {
    this.emit(channel, { type: 'frame', sender, senderFrame, ports: [] }, ...parts)
  }

  /** What `ipcRenderer.invoke` asked. */
  async answer(sender: WebContents, senderFrame: WebFrameMain | null, channel: string, parts: unknown[]) {
    const handler = this.handlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    return handler({ type: 'frame', sender, senderFrame }, ...parts)
  }
}

export const ipcMain = loud('ipcMain', new IpcMain())
