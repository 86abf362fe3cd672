import { once } from 'node:events'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Listening, listen, serverLimits } from './http-server.ts'

let listening: Listening
let seen: string[][]
let server: Server | null
beforeEach(async () => {
  seen = []
  server = null
  listening = await listen(0, serverLimits, (request, response) => {
    seen.push(request.rawHeaders)
    server = (request.socket as typeof request.socket & { server: Server }).server
    response.end('ok')
  })
})
afterEach(async () => {
  const drained = listening.drain()
  listening.cut()
  await drained
})

/** Sends a request with these headers, and waits for its answer. */
async function ask(headers: readonly string[]): Promise<void> {
  const socket = connect(listening.port, '127.0.0.1')
  socket.write(`GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers.join('\r\n')}\r\n\r\n`)
  await once(socket, 'data')
  socket.destroy()
}

test('an origin or a second key hides behind a crowd of headers', async () => {
  await ask([...Array.from({ length: 400 }, (_, index) => `X-${index}: a`), 'Origin: https://evil.example'])
  expect(seen[0]?.slice(-2)).toEqual(['Origin', 'https://evil.example'])
})

test('a connection that the system refuses to hand over ends the process', async () => {
  await ask(['A: b'])
  expect(() => server?.emit('error', Object.assign(new Error('accept'), { code: 'EMFILE' }))).not.toThrow()
  await ask(['A: b'])
  expect(seen).toHaveLength(2)
})
