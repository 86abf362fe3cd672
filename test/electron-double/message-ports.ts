import { checkCrossable } from './crossable.ts'
import { LoudEmitter } from './loud.ts'
import type { Stands } from './stands.ts'

type Members = 'close' | 'postMessage' | 'start'

/** Where a port goes on when its other end was handed to a page. */
export interface RemoteEnd {
  send(data: unknown): void
  close(): void
}

/** One end of a channel in the main process. Messages wait until `start`. */
export class MessagePortMain extends LoudEmitter implements Stands<Electron.MessagePortMain, Members> {
  private other: MessagePortMain | undefined
  private remote: RemoteEnd | undefined
  private readonly waiting: unknown[] = []
  private isStarted = false
  private isClosed = false
  private isTransferred = false

  constructor() {
    super('MessagePortMain', ['close', 'message'])
  }

  static pair(): [MessagePortMain, MessagePortMain] {
    const [one, two] = [new MessagePortMain(), new MessagePortMain()]
    one.other = two
    two.other = one
    return [one, two]
  }

  postMessage(message: unknown, transfer: MessagePortMain[] = []): void {
    if (this.isClosed || this.isTransferred) return
    if (transfer.length > 0) throw new Error('electron double: a port does not carry ports')
    checkCrossable(message)
    const copy = structuredClone(message)
    const { other } = this
    queueMicrotask(() => other?.receive(copy))
  }

  start(): void {
    if (this.isStarted || this.isTransferred) return
    this.isStarted = true
    for (const data of this.waiting.splice(0)) this.receive(data)
  }

  close(): void {
    this.other?.endLater()
    this.end()
  }

  /** Hands this end to a page: what came and what comes goes there. */
  transferTo(remote: RemoteEnd): void {
    if (this.isTransferred || this.isClosed) throw new Error('Port at index 0 is already neutered.')
    this.isTransferred = true
    this.remote = remote
    for (const data of this.waiting.splice(0)) remote.send(data)
  }

  /** What the page sent through the end it holds. */
  receiveFromPage(data: unknown): void {
    this.other?.receive(data)
  }

  private receive(data: unknown): void {
    if (this.isClosed) return
    if (this.remote) this.remote.send(data)
    else if (this.isStarted) this.emit('message', { data, ports: [] })
    else this.waiting.push(data)
  }

  private endLater(): void {
    queueMicrotask(() => this.end())
  }

  private end(): void {
    if (this.isClosed) return
    this.isClosed = true
    this.remote?.close()
    this.emit('close')
  }
}

/** Two ends that belong together. */
export class MessageChannelMain {
  readonly port1: MessagePortMain
  readonly port2: MessagePortMain

  constructor() {
    ;[this.port1, this.port2] = MessagePortMain.pair()
  }
}
