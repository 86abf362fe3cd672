import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'

/** Answers with a sentence, and closes: who was refused starts anew. */
export function answerPlain(response: ServerResponse, status: number, sentence: string): void {
  const body = Buffer.from(sentence ? `${sentence}\n` : '')
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': body.length,
    connection: 'close',
    ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
  })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}

/** Answers with JSON. */
export function answerJson(
  response: ServerResponse,
  status: number,
  value: object,
  headers: Record<string, string> = {},
): void {
  const body = Buffer.from(JSON.stringify(value))
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length, ...headers })
  response.end(body)
}

/** Answers on a bare stream, where Node made no response, and closes it. */
export function answerRaw(stream: Duplex, status: number): void {
  stream.on('error', () => stream.destroy())
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Length: 0',
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
  ]
  stream.end(`${lines.join('\r\n')}\r\n\r\n`, () => stream.destroy())
}
