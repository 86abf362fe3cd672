import type { RpcContext } from './base.ts'
import type { PeerPort } from './peer-port.ts'
import { router } from './router.ts'
import { serveRouter } from './serve-router.ts'

/** Serves the contract to one page, until either side closes the port. */
export function servePeer({ core, hostInfo, port }: RpcContext & { port: PeerPort }): void {
  serveRouter({ router, context: { core, hostInfo }, log: core.log, port })
}
