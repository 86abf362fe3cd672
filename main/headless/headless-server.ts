import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { answerBare, onUnreadable } from '../core/bare-answers.ts'
import type { Clock, Log } from '../core/ports.ts'
import { securityHeaders } from '../page/content-policy.ts'
import type { PageFiles } from '../page/page-files.ts'
import type { PeerPort } from '../rpc/peer-port.ts'
import { answerPlain } from './answers.ts'
import { portTaken } from './port-taken.ts'
import { guardRequest } from './request-guard.ts'
import { createSessionRoute } from './session-route.ts'
import { Sessions } from './sessions.ts'
import { keepRoom } from './socket-room.ts'
import { createSocketRoute } from './socket-route.ts'

export interface HeadlessServerOptions {
  /** 0 takes any free port. */
  port: number
  page: PageFiles
  /** The random end of the cookie's name: cookies are shared by all ports of one host, names keep Keydecks apart. */
  cookieSuffix: string
  /** Called for each page that is let in. */
  serve: (port: PeerPort) => void
  clock: Clock
  log: Log
  /** How long headers and bodies may take, in milliseconds. */
  patience?: { headers: number; body: number }
}

export interface HeadlessServer {
  readonly port: number
  readonly address: string
  /** The address with a fresh one-time code. */
  freshLink(): string
  close(): Promise<void>
}

/** The loopback server of the headless host: the page's files, the session route, the socket, and nothing else. */
export async function startHeadlessServer(options: HeadlessServerOptions): Promise<HeadlessServer> {
  const { page, log, clock, patience = { headers: 10_000, body: 15_000 } } = options
  const server = createServer({
    maxHeaderSize: 16 * 1024,
    headersTimeout: patience.headers,
    requestTimeout: patience.body,
    keepAliveTimeout: 5_000,
    connectionsCheckingInterval: Math.min(1_000, patience.headers),
    requireHostHeader: false,
    noDelay: true,
  })
  server.maxHeadersCount = 100
  server.maxRequestsPerSocket = 500
  keepRoom(server)
  onUnreadable(server, answerBare)
  refuseOddities(server)

  const port = await listen(server, options.port)
  const address = `http://127.0.0.1:${port}`
  const headers = securityHeaders({ socketOrigin: `ws://127.0.0.1:${port}` })
  const sessions = new Sessions(clock)
  const session = createSessionRoute({ sessions, cookieName: `keydeck-${options.cookieSuffix}`, port })
  const socket = createSocketRoute({ session, port, serve: options.serve, log })

  const answer = (request: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    const refusal = guardRequest(request, { port })
    if (refusal) {
      log.warn('headless.refused', { rule: refusal.rule, status: refusal.status })
      return answerPlain(response, refusal.status, refusal.sentence)
    }
    if (request.url === '/session') return session.answer(request, response)
    if (request.method === 'OPTIONS') return answerPlain(response, 403, '')
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return answerPlain(response, 405, 'Keydeck does not do that.')
    const file = page.get(request.url!)
    if (!file) return answerPlain(response, 404, `There is nothing here. Keydeck is at ${address}`)
    response.writeHead(200, { 'content-type': file.type, 'content-length': file.body.length })
    response.end(request.method === 'HEAD' ? undefined : file.body)
  }
  server.on('request', answer)
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const refusal = guardRequest(request, { port })
    if (!refusal) return socket.upgrade(request, stream, head)
    log.warn('headless.refused', { rule: refusal.rule, status: refusal.status })
    answerBare(stream, refusal.status)
  })

  return {
    port,
    address,
    freshLink: () => `${address}/#code=${sessions.issueCode()}`,
    async close() {
      socket.close()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') void portTaken(port, error.code).then(reject)
      else reject(error)
    })
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      if (typeof address === 'object' && address) resolve(address.port)
      else reject(new Error('The server has no address.'))
    })
  })
}

/** What no page sends: tunnels, promised bodies, and bytes that aren't HTTP. */
function refuseOddities(server: Server): void {
  server.on('connect', (_request: IncomingMessage, stream: Duplex) => answerBare(stream, 405))
  server.on('checkContinue', (_request: IncomingMessage, response: ServerResponse) => answerPlain(response, 417, ''))
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => answerPlain(response, 417, ''))
}
