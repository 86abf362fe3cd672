import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { WebSocket, WebSocketServer } from 'ws'
import { peerPort } from '../../main/electron/peer-port.ts'
import { socketPort } from '../../main/headless/socket-port.ts'
import { FRAME_LIMIT, type PeerPort } from '../../main/rpc/peer-port.ts'
import type { Carrier } from '../../renderer/lib/rpc-link.ts'
import { silentLog } from '../fakes/log.ts'

/** The page's end of a connection, with the means to misbehave. */
export interface CarrierEnds {
  page: Carrier
  sendRaw(data: string | Uint8Array): void
  closePage(): void
  /** Resolves when the page sees that the connection ended. */
  closed: Promise<void>
}
export type Connect = (serve: (port: PeerPort) => void) => Promise<CarrierEnds>

/** Electron's carrier: the shell's own adapter, over a Node channel that has the shape of Electron's port. */
export async function createPortCarrier() {
  const open = new Set<MessagePort>()
  const connect: Connect = async (serve) => {
    const { port1, port2 } = new MessageChannel()
    open.add(port1).add(port2)
    serve(peerPort(asElectronPort(port1)))
    const closed = new Promise<void>((resolve) => port2.on('close', () => resolve()))
    return {
      page: {
        send: (frame) => port2.postMessage(frame),
        onMessage: (receive) => port2.on('message', (frame: string) => receive(frame)),
        onClose: (ended) => port2.on('close', ended),
      },
      sendRaw: (data) => port2.postMessage(data),
      closePage: () => port2.close(),
      closed,
    }
  }
  return {
    connect,
    async dispose() {
      for (const port of open) port.close()
    },
  }
}

/** Electron's MessagePortMain hands an event with `data`; Node's port hands the data. */
function asElectronPort(port: MessagePort) {
  return {
    on(event: 'message' | 'close', listener: (event: { data: unknown }) => void) {
      if (event === 'close') port.on('close', () => listener({ data: undefined }))
      else port.on('message', (data: unknown) => listener({ data }))
    },
    postMessage: (frame: string) => port.postMessage(frame),
    close: () => port.close(),
  }
}

/** The headless host's carrier: its own adapter over a real socket. */
export async function createSocketCarrier() {
  const server = createServer()
  const sockets = new WebSocketServer({ server, maxPayload: FRAME_LIMIT })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const connect: Connect = async (serve) => {
    sockets.once('connection', (socket) => serve(socketPort(socket, silentLog)))
    const socket = new WebSocket(`ws://127.0.0.1:${port}`)
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    socket.on('error', () => {})
    await new Promise((resolve) => socket.once('open', resolve))
    return {
      page: {
        send: (frame) => socket.send(frame),
        onMessage: (receive) => socket.on('message', (data: Buffer) => receive(data.toString('utf8'))),
        onClose: (ended) => socket.once('close', ended),
      },
      sendRaw: (data) => socket.send(data),
      closePage: () => socket.close(),
      closed,
    }
  }
  return {
    connect,
    async dispose() {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
