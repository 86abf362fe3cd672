import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ManualClock } from '../fakes/manual-clock.ts'
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

describe('who takes all places leaves some to others', () => {
  const few = { ...small, body: { ...small.body, patienceMs: 86_400_000 }, calls: { all: 10, ofOneKey: 9 } }
  const patient = { timeout: 20_000 }
  let clock: ManualClock
  let sockets: Socket[]
  beforeEach(async () => {
    await gateway[Symbol.asyncDispose]()
    clock = new ManualClock()
    sockets = []
    gateway = await startGateway({ limits: few, clock })
    head = `POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nAuthorization: Bearer ${gateway.keyring.text}\r\nContent-Type: application/json\r\n`
  })
  afterEach(() => sockets.forEach((socket) => socket.destroy()))

  async function open(bytes: string | Buffer): Promise<Socket> {
    const socket = dial(gateway.port)
    sockets.push(socket.on('error', () => {}))
    await once(socket, 'connect')
    socket.write(bytes)
    return socket
  }

  async function hold(calls: number): Promise<void> {
    for (let count = 0; count < calls; count++) await open(`${head}Content-Length: 100\r\n\r\n`)
  }

  /** A chat with another local key. */
  async function asOther(): Promise<number> {
    const { keyring } = gateway
    const find = keyring.find.bind(keyring)
    const grant = { ...keyring.grant, id: randomUUID() }
    keyring.find = (text) => (text === 'kd_other' ? { kind: 'active', grant } : find(text))
    return (await gateway.chat({}, { headers: { authorization: 'Bearer kd_other' } })).status
  }

  test('one local key has every place, and the others are refused', async () => {
    await hold(9)
    await expect.poll(() => gateway.server.state().running, patient).toBe(9)
    expect([(await gateway.chat()).status, await asOther()]).toEqual([503, 200])
  })

  test('a client that reads nothing keeps its place though another waits for one', async () => {
    gateway.provider.next(({ response }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(
        `data: ${JSON.stringify({ choices: [{ delta: { content: 'x'.repeat(1_000) } }] })}\n\n`.repeat(30_000),
      )
    })
    const body = '{"model":"fake-1","stream":true,"messages":[]}'
    const unread = await open(`${head}Content-Length: ${body.length}\r\n\r\n${body}`)
    unread.pause()
    await gateway.provider.requests(1)
    await hold(8)
    await expect.poll(() => gateway.server.state().running, patient).toBe(9)
    expect((await gateway.chat()).status).toBe(503)
    await expect
      .poll(async () => {
        clock.advance(60_000)
        return (await gateway.chat()).status
      }, patient)
      .toBe(200)
    await expect.poll(() => gateway.server.running(), patient).toEqual([])
  })
})
