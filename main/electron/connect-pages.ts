import { MessageChannelMain, type MessagePortMain } from 'electron'
import type { Log } from '../core/ports.ts'
import type { PeerPort } from '../rpc/peer-port.ts'
import { onPageMessage } from './senders.ts'

/**
 * Gives each page that asks one port to the core. The page asks first, so neither a slow load nor a reload can miss it;
 * a page that asks again loses its former connection, whose document is gone.
 */
export function connectPages(options: { log: Log; serve: (port: PeerPort) => void }): void {
  const connections = new Map<number, PeerPort>()
  onPageMessage('keydeck:rpc-connect', options.log, ({ frame, contentsId }) => {
    connections.get(contentsId)?.close()
    const { port1, port2 } = new MessageChannelMain()
    const connection = peerPort(port1)
    connections.set(contentsId, connection)
    connection.onClose(() => {
      if (connections.get(contentsId) === connection) connections.delete(contentsId)
    })
    options.serve(connection)
    port1.start()
    frame.postMessage('keydeck:rpc-port', null, [port2])
  })
}

/** A port as the acceptor wants it: text out, and one `closed` whichever side ended it. */
function peerPort(port: MessagePortMain): PeerPort {
  const closers: (() => void)[] = []
  let isOpen = true
  const ended = () => {
    if (!isOpen) return
    isOpen = false
    for (const closed of closers) closed()
  }
  port.on('close', ended)
  return {
    send(frame) {
      if (isOpen) port.postMessage(frame)
    },
    onMessage: (receive) => void port.on('message', ({ data }) => receive(data)),
    onClose: (closed) => void closers.push(closed),
    close() {
      port.close()
      ended()
    },
  }
}
