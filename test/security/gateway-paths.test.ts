import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GatewayFixture, startGateway } from '../faults/gateway-fixture.ts'
import { chatBody, codeOf, rawChat } from './gateway-raw.ts'
import { firstAnswer, request, sendRaw, statusOf } from './raw-socket.ts'

let gateway: GatewayFixture
let port = 0
let own = ''
let authorization = ''
beforeAll(async () => {
  gateway = await startGateway()
  port = gateway.port
  own = `127.0.0.1:${port}`
  authorization = `Bearer ${gateway.keyring.text}`
})
afterAll(() => gateway[Symbol.asyncDispose]())

const chat = (change?: Record<string, string | undefined>, body?: string, line?: string) =>
  rawChat(gateway, change, body, line)

describe('G13: only an exact path finds anything', () => {
  test.each([
    '/v1/../admin',
    '//v1/models',
    '/v1/%2e%2e/',
    '/v1/%2e%2e/models',
    '/V1/models',
    '/v1/models/',
    '/v1/chat/completions/',
    '/v1/chat%2fcompletions',
    '/v1//chat/completions',
    '/v1/./models',
    '/v1',
    '/v1/',
    '/',
    '/.keydeck/',
    '/v1/__proto__',
    '/v1/constructor',
    '/v1/responses/../files',
    '/v1/files/%2e%2e/models',
  ])('and %s does not', async (target) => {
    const headers = { Host: own, Authorization: authorization }
    const answer = await sendRaw(port, request(`GET ${target} HTTP/1.1`, headers))
    expect(statusOf(answer)).toBe(404)
  })
  test.each([
    ['/chat/completions', '/v1/chat/completions'],
    ['/v1/v1/chat/completions', '/v1/chat/completions'],
    ['/v1/chat/completions/', '/v1/chat/completions'],
    ['//v1/chat/completions', '/v1/chat/completions'],
    ['/V1/Chat/completions', '/v1/chat/completions'],
    ['/api/v1/nothing', null],
  ])('and a base URL that is nearly right is told: %s', async (target, meant) => {
    const answer = await chat({}, chatBody, `POST ${target} HTTP/1.1`)
    expect(statusOf(answer)).toBe(404)
    expect(codeOf(answer)).toBe('unknown_endpoint')
    if (meant) expect(answer).toContain(meant)
  })
  test('a path is told back without what may be a key in it', async () => {
    const secret = `kd_${'a'.repeat(40)}`
    const answer = await chat({}, chatBody, `POST /v1/${secret} HTTP/1.1`)
    expect(answer).not.toContain(secret)
    expect(JSON.stringify(gateway.server.refusals())).not.toContain(secret)
  })
})

describe('G14: what no client sends is answered and does no harm', () => {
  test.each(['PUT', 'PATCH', 'TRACE', 'PROPFIND', 'DELETE'])('%s', async (method) => {
    const answer = await chat({}, '', `${method} /v1/chat/completions HTTP/1.1`)
    expect(statusOf(answer)).toBe(405)
    expect(answer).toMatch(/\r\nallow: POST\r\n/i)
  })
  test('GET where only POST is', async () => {
    expect(statusOf(await chat({}, '', 'GET /v1/chat/completions HTTP/1.1'))).toBe(405)
  })
  test('HEAD answers as GET would, without a body', async () => {
    const answer = await chat({}, '', 'HEAD /v1/models HTTP/1.1')
    expect(statusOf(answer)).toBe(200)
    expect(answer.endsWith('\r\n\r\n')).toBe(true)
  })
  test.each([
    ['CONNECT', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: OWN\r\n\r\n'],
    ['OPTIONS *', 'OPTIONS * HTTP/1.1\r\nHost: OWN\r\nConnection: close\r\n\r\n'],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a TLS hello', Buffer.from('160301020001000001fc0303', 'hex').toString('latin1')],
    ['an SSH banner', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ])('%s', async (_name, bytes) => {
    const status = statusOf(await sendRaw(port, Buffer.from(bytes.replace('OWN', own), 'latin1')))
    // CONNECT is closed without a word.
    expect(status === 0 || (status >= 400 && status < 500)).toBe(true)
    expect(statusOf(await chat())).toBe(200)
  })
  test('a WebSocket, as the realtime API wants one', async () => {
    const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' }
    for (const target of ['/v1/realtime?model=x', '/v1/responses']) {
      const headers: [string, string][] = Object.entries({ Host: own, Authorization: authorization, ...upgrade })
      const text = `GET ${target} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n`
      const answer = await firstAnswer(port, text)
      expect([405, 501], target).toContain(statusOf(answer))
    }
  })
  test("an offer of HTTP/2, as Java's client makes it, is let pass", async () => {
    const answer = await chat({ Upgrade: 'h2c', 'HTTP2-Settings': 'AAMAAABkAAQAAP__' })
    expect(statusOf(answer)).toBe(200)
  })
  test.each(['/v1/batches', '/v1/fine_tuning/jobs', '/v1/assistants', '/v1/vector_stores', '/v1/realtime'])(
    '%s is not passed on, and says so in a way that no SDK repeats',
    async (target) => {
      const answer = await chat({}, chatBody, `POST ${target} HTTP/1.1`)
      expect(statusOf(answer)).toBe(501)
      expect(codeOf(answer)).toBe('not_supported')
      expect(answer).toMatch(/\r\nx-should-retry: false\r\n/i)
    },
  )
})
