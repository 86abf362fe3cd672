import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { answerBare } from '../core/bare-answers.ts'
import type { Log } from '../core/ports.ts'
import { FRAME_LIMIT, type PeerPort } from '../rpc/peer-port.ts'
import { guardOwnPage, valuesOf } from './request-guard.ts'
import type { SessionRoute } from './session-route.ts'
import { socketPort } from './socket-port.ts'

const PROTOCOL = 'keydeck.v1'
const TOKEN_PREFIX = 'page.'
const PAGES = 32

export interface SocketRoute {
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void
  close(): void
}

/** `/rpc`: the contract over a WebSocket, for a page of this origin that has a session, with its token as a subprotocol. */
export function createSocketRoute(options: {
  session: SessionRoute
  port: number
  serve: (port: PeerPort) => void
  log: Log
}): SocketRoute {
  const { session, port, serve, log } = options
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    // A UTF-16 unit is at most three bytes of UTF-8.
    maxPayload: FRAME_LIMIT * 3,
    handleProtocols: () => PROTOCOL,
  })
  sockets.on('wsClientError', (_error, stream) => answerBare(stream, 400))

  return {
    upgrade(request, stream, head) {
      const status = refusalOf(request)
      if (status !== null) {
        log.warn('headless.socket-refused', { status })
        return answerBare(stream, status)
      }
      sockets.handleUpgrade(request, stream, head, (socket) => serve(socketPort(socket, log)))
    },
    close() {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
    },
  }

  function refusalOf(request: IncomingMessage): number | null {
    if (request.url !== '/rpc') return 404
    const refusal = guardOwnPage(request, { port })
    if (refusal) return refusal.status
    const offered = valuesOf(request, 'sec-websocket-protocol')
      .flatMap((line) => line.split(','))
      .map((name) => name.trim())
    const tokens = offered.filter((name) => name.startsWith(TOKEN_PREFIX))
    if (offered.length !== 2 || tokens.length !== 1 || !offered.includes(PROTOCOL)) return 400
    const kind = session.admits(request, tokens[0]!.slice(TOKEN_PREFIX.length))
    if (kind !== 'session') return kind === 'throttled' ? 429 : 401
    return sockets.clients.size >= PAGES ? 503 : null
  }
}
