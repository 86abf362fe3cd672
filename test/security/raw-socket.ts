import { connect, type Socket } from 'node:net'

/** A connection that a test writes to by hand. */
export const dial = (port: number) => connect(port, '127.0.0.1')

/** Sends these bytes as they are and gives everything that came back until the server closed. */
export function sendRaw(port: number, bytes: string | Buffer): Promise<string> {
  const socket = dial(port)
  socket.write(bytes)
  return collect(socket)
}

/** Everything that a socket brings until it ends; a reset is an end like another. */
export function collect(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    socket.setEncoding('latin1')
    socket.on('data', (part) => {
      text += String(part)
    })
    socket.on('error', () => resolve(text))
    socket.on('close', () => resolve(text))
  })
}

/** A request as text, with `Connection: close` so that the answer ends. */
export function request(line: string, headers: Record<string, string> | [string, string][] = {}, body = ''): string {
  const pairs = Array.isArray(headers) ? headers : Object.entries(headers)
  const rest = body ? [['Content-Length', String(Buffer.byteLength(body))] as const] : []
  const lines = [...pairs, ...rest, ['Connection', 'close'] as const].map(([name, value]) => `${name}: ${value}`)
  return `${line}\r\n${lines.join('\r\n')}\r\n\r\n${body}`
}

/** The status of a raw answer, 0 where the server closed without one. */
export const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)

/** Sends these bytes and gives what comes back first: a connection that would stay open is closed from here. */
export function firstAnswer(port: number, text: string): Promise<string> {
  const socket = dial(port)
  socket.write(text)
  return new Promise((resolve) => {
    socket.once('data', (bytes) => {
      resolve(bytes.toString('latin1'))
      socket.destroy()
    })
    socket.once('close', () => resolve(''))
  })
}
