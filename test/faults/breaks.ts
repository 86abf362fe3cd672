import { once } from 'node:events'
import type { Fault } from './fault-provider.ts'

const eventStream = { 'content-type': 'text/event-stream; charset=utf-8' }

/** How a connection can end in the middle of an answer. */
export type Break = 'fin' | 'rst' | 'mid-chunk' | 'clean'

/** Sends these pieces of a stream and then breaks off. `clean` ends as HTTP ends, with the terminal event missing. */
export function breakingOff(
  pieces: readonly string[],
  how: Break,
  headers: Record<string, string> = eventStream,
): Fault {
  return async ({ response, socket }) => {
    response.writeHead(200, headers)
    for (const piece of pieces) response.write(piece)
    if (how === 'clean') return response.end()
    // Written to the network, so that the break comes after them.
    await new Promise<void>((resolve) => response.write('', () => resolve()))
    if (how === 'mid-chunk') socket.write('4000\r\ndata: {"never":')
    if (how === 'rst') return socket.resetAndDestroy()
    socket.end()
  }
}

/** Sends these pieces, then nothing more until `release` resolves; then ends. */
export function stalling(
  pieces: readonly string[],
  release: Promise<unknown>,
  headers: Record<string, string> = eventStream,
): Fault {
  return async ({ response }) => {
    response.writeHead(200, headers)
    response.flushHeaders()
    for (const piece of pieces) response.write(piece)
    await Promise.race([release, once(response, 'close')])
    response.end()
  }
}

/** Never answers at all. */
export const silent: Fault = () => {}

/** Closes the connection instead of an answer. */
export const hangingUp: Fault = ({ socket }) => socket.resetAndDestroy()

/** Sends `bytes` bytes without a newline, as fast as they are taken. Resolves when the asker goes away or all are sent. */
export function flooding(bytes: number, piece = Buffer.alloc(64 * 1024, 0x61), start = 'data: '): Fault {
  return async ({ response }) => {
    response.writeHead(200, eventStream)
    response.write(start)
    let wake = () => {}
    response.on('drain', () => wake()).on('close', () => wake())
    for (let sent = 0; sent < bytes && !response.destroyed; sent += piece.length) {
      if (!response.write(piece)) await new Promise<void>((resolve) => (wake = resolve))
    }
    response.end()
  }
}

/** Sends the asker elsewhere. */
export function redirecting(status: number, location: string): Fault {
  return ({ response }) => {
    response.writeHead(status, { location })
    response.end()
  }
}

/** Answers with the credential that it was sent, in the body and in a header. */
export function echoingKey(
  status: number,
  wrap: (key: string) => string = (key) => `Incorrect API key provided: ${key}.`,
): Fault {
  return ({ request, response }) => {
    const key = (request.headers.authorization ?? '').replace('Bearer ', '')
    const body = { error: { message: wrap(key), type: 'invalid_request_error', param: null, code: 'invalid_api_key' } }
    response.writeHead(status, {
      'content-type': 'application/json',
      'x-debug': `sent ${key}`,
      'x-request-id': `req ${key}`,
    })
    response.end(JSON.stringify(body))
  }
}
