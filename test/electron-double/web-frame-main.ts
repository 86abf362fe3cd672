import { checkCrossable } from './crossable.ts'
import { loud } from './loud.ts'
import type { MessagePortMain } from './message-ports.ts'
import type { Stands } from './stands.ts'

type Members = 'detached' | 'frameTreeNodeId' | 'isDestroyed' | 'origin' | 'parent' | 'postMessage' | 'url'

/** What a frame needs of its page. */
export interface FrameHome {
  readonly id: number
  address(): string
  isDestroyed(): boolean
  deliver(channel: string, message: unknown, ports: MessagePortMain[]): void
}

/** The main frame of a page. Frames inside it run no preload, so none of them ever sends. */
export class WebFrameMain implements Stands<Electron.WebFrameMain, Members> {
  readonly parent: WebFrameMain | null = null
  readonly detached = false
  readonly frameTreeNodeId: number
  private readonly home: FrameHome

  constructor(home: FrameHome) {
    this.home = home
    this.frameTreeNodeId = 100 + home.id
  }

  static of(home: FrameHome): WebFrameMain {
    return loud('WebFrameMain', new WebFrameMain(home))
  }

  get url(): string {
    return this.home.address()
  }

  get origin(): string {
    const match = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]+/i.exec(this.url)
    return match?.[0] ?? 'null'
  }

  isDestroyed(): boolean {
    return this.home.isDestroyed()
  }

  postMessage(channel: string, message: unknown, transfer: MessagePortMain[] = []): void {
    if (this.isDestroyed()) throw new Error('Render frame was disposed before WebFrameMain could be accessed')
    checkCrossable(message)
    this.home.deliver(channel, message, transfer)
  }
}
