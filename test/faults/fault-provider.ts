import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { SecureVersion } from 'node:tls'

/** One request as it reached the provider. */
export interface SeenRequest {
  method: string
  path: string
  headers: IncomingHttpHeaders
  rawHeaders: string[]
  body: Buffer
}

/** What the provider does with one request: well or badly. */
export type Fault = (exchange: { request: SeenRequest; response: ServerResponse; socket: Socket }) => unknown

export interface FaultProviderOptions {
  tls?: { key: string; cert: string; minVersion?: SecureVersion; maxVersion?: SecureVersion; ciphers?: string }
  host?: string
  /** Default: any that is free. */
  port?: number
}

/** A provider on loopback that answers as it is told, and remembers what it saw. */
export class FaultProvider {
  readonly seen: SeenRequest[] = []
  /** Connections that were opened, whether a request came or not. */
  connections = 0
  readonly #sockets = new Set<Socket>()
  readonly #server: ReturnType<typeof createServer> | ReturnType<typeof createTlsServer>
  readonly #scheme: string
  readonly #host: string
  readonly #port: number
  #faults: Fault[] = []
  #usual: Fault
  #waiting: { count: number; resolve: () => void }[] = []

  constructor(options: FaultProviderOptions, usual: Fault) {
    this.#usual = usual
    this.#scheme = options.tls ? 'https' : 'http'
    this.#host = options.host ?? '127.0.0.1'
    this.#port = options.port ?? 0
    const listener: RequestListener = (request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('error', () => {})
      request.on('end', () => {
        const seen = {
          method: request.method ?? '',
          path: request.url ?? '',
          headers: request.headers,
          rawHeaders: request.rawHeaders,
          body: Buffer.concat(chunks),
        }
        this.seen.push(seen)
        const fault = this.#faults.shift() ?? this.#usual
        this.#notice()
        Promise.resolve(fault({ request: seen, response, socket: request.socket })).catch((error: unknown) => {
          response.destroy(error instanceof Error ? error : new Error('fault failed'))
        })
      })
    }
    this.#server = options.tls ? createTlsServer(options.tls, listener) : createServer(listener)
    this.#server.keepAliveTimeout = 0
    this.#server.on('connection', (socket: Socket) => {
      this.connections++
      this.#sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => this.#sockets.delete(socket))
    })
    this.#server.on('tlsClientError', () => {})
  }

  async listen(): Promise<this> {
    this.#server.listen(this.#port, this.#host)
    await once(this.#server, 'listening')
    return this
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get origin(): string {
    const host = this.#host.includes(':') ? `[${this.#host}]` : this.#host
    return `${this.#scheme}://${host}:${this.port}`
  }

  get baseUrl(): string {
    return `${this.origin}/v1`
  }

  /** The last request. Throws where none came. */
  get last(): SeenRequest {
    const last = this.seen.at(-1)
    if (!last) throw new Error('The provider saw no request.')
    return last
  }

  /** Answers every request this way from now on. */
  always(fault: Fault): void {
    this.#usual = fault
  }

  /** Answers the next requests this way, one each. */
  next(...faults: Fault[]): void {
    this.#faults.push(...faults)
  }

  /** Resolves when so many requests have come in all. */
  requests(count: number): Promise<void> {
    if (this.seen.length >= count) return Promise.resolve()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.push({ count, resolve })
    return promise
  }

  /** Connections that are open now. */
  get open(): number {
    return this.#sockets.size
  }

  /** Breaks every connection without a goodbye. */
  reset(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #notice(): void {
    this.#waiting = this.#waiting.filter(({ count, resolve }) => {
      if (this.seen.length < count) return true
      resolve()
      return false
    })
  }
}

/** Starts a provider on a free port of loopback. */
export function startFaultProvider(usual: Fault, options: FaultProviderOptions = {}): Promise<FaultProvider> {
  return new FaultProvider(options, usual).listen()
}
