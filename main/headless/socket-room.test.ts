import { once } from 'node:events'
import { createServer, get } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect, test } from 'vitest'
import { keepRoom } from './socket-room.ts'

test('connections that begin a body and never end it lock nobody out', async () => {
  const begun = Promise.withResolvers<void>()
  let waiting = 4
  const server = createServer((request, response) => {
    if (request.method === 'GET') return response.end('here')
    waiting -= 1
    if (waiting === 0) begun.resolve()
  })
  keepRoom(server, waiting)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const sockets = Array.from({ length: waiting }, () => connect(port, '127.0.0.1').on('error', () => {}))
  for (const socket of sockets) socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{')
  await begun.promise
  const status = await new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', agent: false }, (response) => resolve(response.resume().statusCode)).on(
      'error',
      reject,
    )
  })
  expect(status).toBe(200)
  for (const socket of sockets) socket.destroy()
  server.closeAllConnections()
  server.close()
})
