import { randomUUID } from 'node:crypto'
import type { CdpSession } from './cdp.ts'
import { ipcMain } from './ipc-main.ts'
import type { MessagePortMain } from './message-ports.ts'
import type { WebContents } from './web-contents.ts'
import { bindingName, type FromPage, isolatedWorld, receiverName, type ToPage } from './wire.ts'

/** What crosses between the main process and the isolated world of one page, document by document. */
export class PageLink {
  private readonly contents: WebContents
  private readonly page: CdpSession
  private readonly ports = new Map<string, MessagePortMain>()
  private document: number | undefined

  constructor(contents: WebContents, page: CdpSession, mainFrameId: string) {
    this.contents = contents
    this.page = page
    page.on('Runtime.executionContextCreated', ({ context }) => {
      const isOurs = context.name === isolatedWorld && context.auxData?.['frameId'] === mainFrameId
      if (isOurs) this.document = context.id
    })
    page.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.document) this.closePorts()
    })
    page.on('Runtime.executionContextsCleared', () => this.closePorts())
    page.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === bindingName) this.receive(JSON.parse(payload) as FromPage, executionContextId)
    })
  }

  async open(): Promise<void> {
    await this.page.send('Runtime.enable')
    await this.page.send('Runtime.addBinding', { name: bindingName, executionContextName: isolatedWorld })
  }

  deliver(channel: string, message: unknown, transfer: MessagePortMain[]): void {
    const ports = transfer.map(() => randomUUID())
    this.tell({ kind: 'message', channel, message, ports })
    for (const [index, port] of transfer.entries()) this.handOver(port, ports[index] ?? '')
  }

  /** The document is gone, and with it the other end of every port it held. */
  closePorts(): void {
    this.document = undefined
    for (const port of this.ports.values()) port.close()
    this.ports.clear()
  }

  private handOver(port: MessagePortMain, id: string): void {
    this.ports.set(id, port)
    port.transferTo({
      send: (data) => this.tell({ kind: 'port', port: id, data }),
      close: () => this.tell({ kind: 'port-close', port: id }),
    })
  }

  private tell(message: ToPage): void {
    if (this.document === undefined) return
    const call = this.page.send('Runtime.callFunctionOn', {
      functionDeclaration: `(text) => globalThis.${receiverName}(text)`,
      arguments: [{ value: JSON.stringify(message) }],
      executionContextId: this.document,
      silent: true,
    })
    // A document that went away meanwhile gets nothing, as in Electron.
    call.catch(() => {})
  }

  private receive(message: FromPage, document: number): void {
    const frame = document === this.document ? this.contents.mainFrame : null
    switch (message.kind) {
      case 'port':
        return this.ports.get(message.port)?.receiveFromPage(message.data)
      case 'port-close':
        this.ports.get(message.port)?.close()
        this.ports.delete(message.port)
        return
      case 'send':
        return ipcMain.receive(this.contents, frame, message.channel, message.parts)
      case 'invoke':
        return void this.answer(message, frame)
      case 'preload-error':
        return this.contents.preloadFailed(new Error(message.message))
      case 'departure':
        return this.contents.departing(message.url)
      default:
        throw new Error(`electron double: a page sent ${JSON.stringify(message)}`)
    }
  }

  private async answer(question: FromPage & { kind: 'invoke' }, frame: WebContents['mainFrame'] | null): Promise<void> {
    const { id, channel, parts } = question
    try {
      this.tell({ kind: 'reply', id, value: (await ipcMain.answer(this.contents, frame, channel, parts)) ?? null })
    } catch (error) {
      this.tell({ kind: 'reply-error', id, message: `Error invoking remote method '${channel}': ${String(error)}` })
    }
  }
}
