import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type GatewayFixture, startGateway } from '../faults/gateway-fixture.ts'
import { codeOf } from './gateway-raw.ts'
import { collect, dial, sendRaw, statusOf } from './raw-socket.ts'

const small = {
  server: { headersMs: 300, keepAliveMs: 75_000, connections: 2_000 },
  body: { heldBytes: 1_000_000, passingBytes: 2_000_000, patienceMs: 400 },
}
let gateway: GatewayFixture
let head = ''
beforeEach(async () => {
  gateway = await startGateway({ limits: small })
  head = `POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nAuthorization: Bearer ${gateway.keyring.text}\r\nContent-Type: application/json\r\n`
})
afterEach(() => gateway[Symbol.asyncDispose]())

describe('G10: who is slow on purpose is let go, and the others are served', () => {
  test('headers that never end', async () => {
    const socket = dial(gateway.port)
    socket.write('POST /v1/chat/completions HTTP/1.1\r\nHost:')
    expect(statusOf(await collect(socket))).toBe(408)
  })

  test('a body that never ends', async () => {
    const socket = dial(gateway.port)
    socket.write(`${head}Content-Length: 100\r\n\r\n{`)
    const [answer] = (await once(socket, 'data')) as [Buffer]
    expect(statusOf(answer.toString())).toBe(408)
    socket.destroy()
    expect(gateway.provider.seen).toEqual([])
  })

  test('500 idle connections', async () => {
    const idle = Array.from({ length: 500 }, () => dial(gateway.port))
    await Promise.all(idle.map((socket) => once(socket, 'connect')))
    expect((await gateway.chat()).status).toBe(200)
    for (const socket of idle) socket.destroy()
  })

  test('a connection that ends its half in the middle of a body', async () => {
    const socket = dial(gateway.port)
    socket.end(`${head}Content-Length: 500\r\n\r\n{"model":`)
    await collect(socket)
    expect(gateway.server.state().running).toBe(0)
    expect((await gateway.chat()).status).toBe(200)
  })
})

describe('G11: who sends too much is told, and nothing is kept', () => {
  test('a length that is too much is refused before the body comes', async () => {
    const socket = dial(gateway.port)
    socket.write(`${head}Content-Length: 100000000\r\nExpect: 100-continue\r\n\r\n`)
    const [answer] = (await once(socket, 'data')) as [Buffer]
    expect(statusOf(answer.toString())).toBe(413)
    socket.destroy()
  })

  test('chunks without end are cut off, and the answer says why', async () => {
    const socket = dial(gateway.port)
    socket.on('error', () => {})
    const answer = collect(socket)
    socket.write(`${head}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n`)
    const piece = `10000\r\n${'x'.repeat(0x10000)}\r\n`
    for (let i = 0; i < 20; i++) socket.write(piece)
    socket.end('0\r\n\r\n')
    expect(statusOf(await answer)).toBe(413)
    expect(gateway.provider.seen).toEqual([])
  })

  test('a promise that is none is answered 417', async () => {
    const answer = await sendRaw(gateway.port, `${head}Expect: something\r\n\r\n`)
    expect(statusOf(answer)).toBe(417)
    expect(codeOf(answer)).toBe('invalid_request')
  })
})
