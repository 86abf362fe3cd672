import { MessageChannelMain } from 'electron'
import type { Log } from '../core/ports.ts'
import type { PeerPort } from '../rpc/peer-port.ts'
import { peerPort } from './peer-port.ts'
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
