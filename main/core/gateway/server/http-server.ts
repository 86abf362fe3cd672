import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { answerBare, onUnreadable } from '../../bare-answers.ts'
import { answerProblem } from './answers.ts'
import { problem, problemBody } from './problem.ts'

/** How long a client may take, in milliseconds, and how many may be connected. */
export interface ServerLimits {
  headersMs: number
  /** Python's clients use a connection again after a while: Node's own 5 seconds race with them. */
  keepAliveMs: number
  connections: number
}

/** What the app runs with; tests give others. */
export const serverLimits: ServerLimits = { headersMs: 10_000, keepAliveMs: 75_000, connections: 2_000 }

/** A server that listens on one port of 127.0.0.1. */
export interface Listening {
  readonly port: number
  /** Takes no new connection, and lets go of those that are idle. Resolves when the last is gone. */
  drain(): Promise<void>
  /** Cuts whatever is still connected. */
  cut(): void
}

/** Listens on 127.0.0.1, and nowhere else. Rejects with the system's error where the port can't be had. */
export function listen(
  port: number,
  limits: ServerLimits,
  handle: (request: IncomingMessage, response: ServerResponse, port: number) => void,
): Promise<Listening> {
  const server = createServer({
    maxHeaderSize: 16 * 1024,
    headersTimeout: limits.headersMs,
    // Bodies are timed by who reads them: an upload may take long, where the provider is slow.
    requestTimeout: 0,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: Math.min(2_000, limits.headersMs),
    // The guard answers this, with its own words.
    requireHostHeader: false,
    noDelay: true,
    insecureHTTPParser: false,
  })
  // Node would leave out what comes behind so many, and so hide it from the guard. Their size is limited anyway.
  server.maxHeadersCount = 0
  server.maxConnections = limits.connections
  let bound = port
  // Before the others: what they answer at once must be known here.
  onUnreadable(server, (stream, status) => {
    const what = problem('invalid_request', 'This is not an HTTP request that can be read.', { status })
    answerBare(stream, status, problemBody(what))
  })
  const onRequest = (request: IncomingMessage, response: ServerResponse) => handle(request, response, bound)
  server.on('request', onRequest)
  // The checks come before the promised body is asked for.
  server.on('checkContinue', onRequest)
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    response.shouldKeepAlive = false
    answerProblem(response, unmet, null)
    request.resume()
  })
  return new Promise((resolve, reject) => {
    // It stays: a connection that can't be accepted later, for want of files, must not end the process.
    server.on('error', reject)
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      bound = portOf(server) ?? port
      resolve({
        port: bound,
        drain() {
          // A connection that is busy now must not be kept for a next request.
          server.keepAliveTimeout = 1
          return new Promise((done) => server.close(() => done()))
        },
        cut: () => server.closeAllConnections(),
      })
    })
  })
}

function portOf(server: Server): number | null {
  const address = server.address()
  return typeof address === 'object' ? (address?.port ?? null) : null
}

const unmet = problem('invalid_request', 'Of what "Expect" can ask, the gateway knows "100-continue" alone.', {
  status: 417,
})
