import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'

/** Answers on a bare stream, where Node made no response, and closes it. */
export function answerBare(stream: Duplex, status: number, json = ''): void {
  stream.on('error', () => stream.destroy())
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    ...(json ? ['Content-Type: application/json'] : []),
    `Content-Length: ${Buffer.byteLength(json)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
  ]
  stream.end(`${lines.join('\r\n')}\r\n\r\n${json}`, () => stream.destroy())
}

/**
 * Has what the parser refuses answered on the bare stream, as it never becomes a request. Where an answer to an earlier
 * request is under way there, words of ours would be taken for a part of it, or for the answer itself: then the connection
 * ends without any. For servers that listen to `checkContinue` and `checkExpectation` too.
 */
export function onUnreadable(server: Server, answer: (stream: Duplex, status: number) => void): void {
  const answering = new WeakMap<Duplex, ServerResponse[]>()
  const note = ({ socket }: IncomingMessage, response: ServerResponse) => {
    const before = answering.get(socket)?.filter(isUnfinished) ?? []
    answering.set(socket, [...before, response])
  }
  for (const event of ['request', 'checkContinue', 'checkExpectation']) server.on(event, note)
  server.on('clientError', (error: NodeJS.ErrnoException, stream: Duplex) => {
    if (error.code === 'ECONNRESET' || !stream.writable) return void stream.destroy()
    const [first, ...more] = answering.get(stream)?.filter(isUnfinished) ?? []
    // The one request whose own body can't be read still waits for its answer: this one.
    const isOwn = first !== undefined && more.length === 0 && !first.headersSent && !first.req.complete
    if (first && !isOwn) return void stream.destroy()
    answer(stream, statusFor(error.code))
  })
}

const isUnfinished = ({ writableFinished }: ServerResponse) => !writableFinished

function statusFor(code: string | undefined): number {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408
  return code === 'HPE_HEADER_OVERFLOW' ? 431 : 400
}
