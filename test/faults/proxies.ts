import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { Certificate } from './certificates.ts'

/** A proxy on loopback that leads every name to this machine, and remembers what it was asked. */
export interface FakeProxy {
  port: number
  /** `host:port` of each connection that was asked for. */
  asked: string[]
  /** The head of each request, as it came. */
  heads: string[]
  close(): void
}

/** An HTTP proxy that tunnels. With `answer` it says that instead, and nothing more; with `tls` it is an HTTPS proxy. */
export async function startTunnel(
  allow: (port: number) => boolean,
  answer?: string,
  tls?: Certificate,
): Promise<FakeProxy> {
  return start(tls, (socket, note) => {
    socket.once('data', (data) => {
      const head = data.toString('latin1')
      const [, name = '', port = ''] = /^CONNECT (\S+):(\d+)/.exec(head) ?? []
      note(`${name}:${port}`, head)
      if (answer !== undefined) return void socket.write(answer)
      if (!allow(Number(port))) return void socket.destroy()
      join(socket, Number(port), () => socket.write('HTTP/1.1 200 Connection Established\r\n\r\n'))
    })
  })
}

/**
 * A SOCKS5 proxy. `code` is what it answers to each request: 0 lets it through. `method` is how it wants to be
 * persuaded: 0 not at all, 255 in no way that it was offered.
 */
export async function startSocks(code = 0, method = 0): Promise<FakeProxy> {
  return start(undefined, (socket, note) => {
    socket.once('data', (greeting) => {
      if (greeting[0] !== 5) return void socket.destroy()
      socket.write(Buffer.from([5, method]))
      socket.once('data', (request) => {
        const { name, port } = readSocksRequest(request)
        note(`${name}:${port}`, greeting.toString('hex'))
        const reply = Buffer.from([5, code, 0, 1, 127, 0, 0, 1, 0, 0])
        if (code !== 0) return void socket.end(reply)
        join(socket, port, () => socket.write(reply))
      })
    })
  })
}

function readSocksRequest(request: Buffer): { name: string; port: number } {
  if (request[3] === 1) return { name: request.subarray(4, 8).join('.'), port: request.readUInt16BE(8) }
  const length = request[4] ?? 0
  return { name: request.subarray(5, 5 + length).toString('latin1'), port: request.readUInt16BE(5 + length) }
}

function join(socket: Socket, port: number, onConnect: () => void): void {
  const upstream = connect(port, '127.0.0.1', () => {
    onConnect()
    socket.pipe(upstream).pipe(socket)
  })
  upstream.on('error', () => socket.destroy())
}

async function start(
  tls: Certificate | undefined,
  serve: (socket: Socket, note: (asked: string, head: string) => void) => void,
): Promise<FakeProxy> {
  const asked: string[] = []
  const heads: string[] = []
  const listener = (socket: Socket) => {
    socket.on('error', () => {})
    serve(socket, (name, head) => {
      asked.push(name)
      heads.push(head)
    })
  }
  const server = tls ? createTlsServer(tls, listener) : createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, asked, heads, close: () => void server.close() }
}
