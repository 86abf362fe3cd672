import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startHeadlessServer } from '../../main/headless/headless-server.ts'
import { codeOf, type Fixture, startFixture } from './headless-fixture.ts'
import { collect, dial, request, sendRaw, statusOf } from './raw-socket.ts'

let fixture: Fixture
let port = 0
let own = ''
beforeEach(async () => {
  fixture = await startFixture()
  port = fixture.server.port
  own = `127.0.0.1:${port}`
})
afterEach(() => fixture[Symbol.asyncDispose]())

const stillServes = async () => statusOf(await sendRaw(port, request('GET / HTTP/1.1', { Host: own }))) === 200

describe('C1: the server is to be reached on 127.0.0.1 and nowhere else', () => {
  test('not on another address of this machine, nor on ::1', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ address, family }) => family === 'IPv4' && address !== '127.0.0.1')
    const hosts = ['127.0.0.2', '::1', ...others.map(({ address }) => address)]
    for (const host of hosts) {
      const socket = connect(port, host)
      const outcome = await Promise.race([
        once(socket, 'connect').then(() => 'connected'),
        once(socket, 'error'),
      ]).catch(() => 'refused')
      socket.destroy()
      expect(outcome, host).not.toBe('connected')
    }
  })
})

describe('C2, G20: a port that is taken is an error that names its holder', () => {
  test('instead of a silent move to another one', async () => {
    const again = startHeadlessServer({
      port,
      page: { get: () => undefined, paths: () => [] },
      cookieSuffix: '0123456789ab',
      clock: { now: Date.now, monotonic: () => performance.now(), after: () => () => {} },
      log: { info: () => {}, warn: () => {}, error: () => {} },
      serve: () => {},
    })
    await expect(again).rejects.toThrow(
      process.platform === 'linux' ? new RegExp(`Port ${port} .* node \\(process ${process.pid}\\)`) : `Port ${port}`,
    )
  })
})

describe('G9: a request that two programs could read differently is refused and its socket closed', () => {
  test.each([
    [
      'length and chunks',
      'POST /session HTTP/1.1\r\nHost: OWN\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['two lengths', 'POST /session HTTP/1.1\r\nHost: OWN\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde', 400],
    ['bare line feeds', 'GET / HTTP/1.1\nHost: OWN\n\n', 400],
    ['a bad chunk', 'POST /session HTTP/1.1\r\nHost: OWN\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 0],
    ['a NUL in a header', 'GET / HTTP/1.1\r\nHost: OWN\r\nX: a\0b\r\n\r\n', 400],
    ['a folded header', 'GET / HTTP/1.1\r\nHost: OWN\r\nX: a\r\n b\r\n\r\n', 400],
    ['a space before the colon', 'GET / HTTP/1.1\r\nHost : OWN\r\n\r\n', 400],
  ])('%s', async (_name, bytes, expected) => {
    const status = statusOf(await sendRaw(port, bytes.replace('OWN', own)))
    expect(status).toBe(expected || status)
    expect(status).not.toBe(200)
    expect(await stillServes()).toBe(true)
  })
  test('20 kB of headers, and 5,000 of them', async () => {
    const long = request('GET / HTTP/1.1', { Host: own, 'X-Long': 'x'.repeat(20_000) })
    expect(statusOf(await sendRaw(port, long))).toBe(431)
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`X-${index}`, 'x']))
    expect(statusOf(await sendRaw(port, request('GET / HTTP/1.1', { Host: own, ...many })))).toBe(431)
  })
})

describe('G10: connections that say nothing lock nobody out', () => {
  test('500 idle ones', async () => {
    const idle: Socket[] = []
    try {
      for (let count = 0; count < 500; count += 1) {
        const socket = connect(port, '127.0.0.1')
        socket.on('error', () => {})
        idle.push(socket)
        if (count % 50 === 0) await once(socket, 'connect')
      }
      expect(await stillServes()).toBe(true)
      expect(await stillServes()).toBe(true)
    } finally {
      for (const socket of idle) socket.destroy()
    }
  })
  test('headers that never end are cut off', async () => {
    await using impatient = await startFixture({ patience: { headers: 300, body: 5_000 } })
    const { port } = impatient.server
    const socket = connect(port, '127.0.0.1')
    socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`)
    const answer = collect(socket)
    expect(await stillServes()).toBe(true)
    expect(statusOf(await answer)).toBe(408)
  })
  test('and a body that never ends', async () => {
    await using impatient = await startFixture({ patience: { headers: 300, body: 300 } })
    const { port } = impatient.server
    const socket = connect(port, '127.0.0.1')
    const host = `127.0.0.1:${port}`
    const headers = {
      Host: host,
      Origin: `http://${host}`,
      'Content-Type': 'application/json',
      'Content-Length': '100',
    }
    socket.write(request('POST /session HTTP/1.1', headers) + '{"code":')
    expect(statusOf(await collect(socket))).toBe(408)
  })
})

describe('G11: a body that is too long, or only promised, is refused early', () => {
  const headers = () => ({ Host: own, Origin: `http://${own}`, 'Content-Type': 'application/json' })
  test('100 MB are not read', async () => {
    const socket = connect(port, '127.0.0.1')
    const answer = collect(socket)
    socket.write(request('POST /session HTTP/1.1', { ...headers(), 'Content-Length': String(100 * 1024 * 1024) }))
    socket.write('x'.repeat(64 * 1024))
    expect(statusOf(await answer)).toBe(413)
  })
  test('nor chunks without end', async () => {
    const socket = connect(port, '127.0.0.1')
    const answer = collect(socket)
    socket.write(request('POST /session HTTP/1.1', { ...headers(), 'Transfer-Encoding': 'chunked' }))
    socket.write(`1000\r\n${'x'.repeat(4096)}\r\n`)
    expect(statusOf(await answer)).toBe(413)
  })
  test('a packed body is not unpacked', async () => {
    const body = JSON.stringify({ code: codeOf(fixture.server.freshLink()) })
    const packed = request('POST /session HTTP/1.1', { ...headers(), 'Content-Encoding': 'gzip' }, body)
    expect(statusOf(await sendRaw(port, packed))).toBe(415)
  })
  test('Expect: 100-continue gets no invitation', async () => {
    const answer = await sendRaw(
      port,
      request('POST /session HTTP/1.1', { ...headers(), 'Content-Length': '9', Expect: '100-continue' }),
    )
    expect(statusOf(answer)).toBe(417)
  })
})

test('words about a request that can not be read are put into an answer that is under way', async () => {
  const body = Buffer.alloc(40_000_000, 'x')
  const server = await startHeadlessServer({
    port: 0,
    page: { get: () => ({ type: 'text/plain', body }), paths: () => [] },
    cookieSuffix: '0123456789ab',
    clock: { now: Date.now, monotonic: () => performance.now(), after: () => () => {} },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    serve: () => {},
  })
  try {
    const socket = dial(server.port)
    socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\nno HTTP at all\r\n\r\n`)
    const answer = await collect(socket)
    expect(statusOf(answer)).toBe(200)
    expect(answer).not.toContain('HTTP/1.1 400')
  } finally {
    await server.close()
  }
})
