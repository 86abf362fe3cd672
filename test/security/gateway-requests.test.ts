import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GatewayFixture, startGateway } from '../faults/gateway-fixture.ts'
import { chatBody, codeOf, rawChat } from './gateway-raw.ts'
import { request, sendRaw, statusOf } from './raw-socket.ts'

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

const targets = ['/v1/models', '/v1/chat/completions', '/v1/nothing', '/']

test('the request that all of these differ from is let through, so that the refusals mean something', async () => {
  const answer = await chat()
  expect(statusOf(answer)).toBe(200)
  expect(answer).toContain('Hello there.')
})

describe('G1: a request that does not name exactly this host is turned away before its key is looked at', () => {
  test('with a foreign, rebound or misspelt Host', async () => {
    for (const host of [
      'evil.example',
      '127.0.0.1.evil.example',
      `127.0.0.1.evil.example:${port}`,
      `localhost.:${port}`,
      `0.0.0.0:${port}`,
      `127.1:${port}`,
      `2130706433:${port}`,
      `127.0.0.1:${port + 1}`,
      '127.0.0.1',
      `user@127.0.0.1:${port}`,
      `127.0.0.1:0${port}`,
      `127.0.0.1:${port}.`,
      `[::]:${port}`,
      '',
    ]) {
      const answer = await chat({ Host: host })
      expect(statusOf(answer), host).toBe(421)
      expect(codeOf(answer)).toBe('forbidden_host')
    }
  })
  test('while each of its own names is let in', async () => {
    for (const name of ['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]']) {
      expect(statusOf(await chat({ Host: `${name}:${port}` })), name).toBe(200)
    }
  })
  test('with two Host headers, of which Node would keep the first', async () => {
    const pairs: [string, string][] = [
      ['Host', own],
      ['Host', 'evil.example'],
    ]
    for (const hosts of [pairs, pairs.toReversed()]) {
      const headers: [string, string][] = [...hosts, ['Authorization', authorization]]
      expect(statusOf(await sendRaw(port, request('GET /v1/models HTTP/1.1', headers)))).toBe(400)
    }
  })
  test('with none, also in HTTP/1.0, where that would be allowed', async () => {
    expect(statusOf(await chat({ Host: undefined }))).toBe(400)
    const old = 'POST /v1/chat/completions HTTP/1.0'
    expect(statusOf(await chat({ Host: undefined }, chatBody, old))).toBe(400)
    expect(statusOf(await chat({ Host: own }, chatBody, old))).toBe(200)
  })
  test('with another authority in the target, or its own', async () => {
    for (const authority of ['http://evil.example', `http://${own}`, 'https://api.openai.com']) {
      const line = `POST ${authority}/v1/chat/completions HTTP/1.1`
      expect(statusOf(await chat({}, chatBody, line)), authority).toBe(400)
    }
  })
})

describe('G2: a page of any origin gets nothing, with the right key too', () => {
  test.each([
    'https://evil.example',
    'null',
    'http://127.0.0.1:1',
    'http://localhost:PORT',
    'http://127.0.0.1:PORT',
    '',
  ])('with Origin %j', async (origin) => {
    for (const target of targets) {
      const headers = { Host: own, Origin: origin.replace('PORT', String(port)), Authorization: authorization }
      const answer = await sendRaw(port, request(`GET ${target} HTTP/1.1`, headers))
      expect(statusOf(answer), target).toBe(403)
      expect(codeOf(answer)).toBe('forbidden_origin')
      expect(answer).not.toMatch(/access-control/i)
    }
  })
  test.each([
    ['cross-site', 'no-cors'],
    ['same-site', 'cors'],
    ['same-origin', 'cors'],
    ['none', 'navigate'],
  ])('nor when the browser says %s %s', async (site, mode) => {
    expect(statusOf(await chat({ 'Sec-Fetch-Site': site, 'Sec-Fetch-Mode': mode }))).toBe(403)
  })
  test("but Node's own fetch, which sends a mode and no site, is no page", async () => {
    expect(statusOf(await chat({ 'Sec-Fetch-Mode': 'cors' }))).toBe(200)
  })
})

describe('G3: a preflight is refused without a word of permission', () => {
  test.each(targets)('for %s', async (target) => {
    for (const origin of ['https://evil.example', undefined]) {
      const answer = await sendRaw(
        port,
        request(`OPTIONS ${target} HTTP/1.1`, {
          Host: own,
          ...(origin ? { Origin: origin } : {}),
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'authorization',
          'Access-Control-Request-Private-Network': 'true',
        }),
      )
      expect(statusOf(answer)).toBe(403)
      expect(answer).not.toMatch(/access-control/i)
    }
  })
})

describe('G4: a body that does not say it is JSON is not read', () => {
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/json',
    undefined,
  ])('as %s', async (type) => {
    const before = gateway.provider.seen.length
    const answer = await chat({ 'Content-Type': type })
    expect(statusOf(answer)).toBe(415)
    expect(codeOf(answer)).toBe('unsupported_media_type')
    expect(gateway.provider.seen).toHaveLength(before)
  })
  test('nor one that is packed, so that its model could not be read', async () => {
    expect(statusOf(await chat({ 'Content-Encoding': 'gzip' }))).toBe(415)
  })
  test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON', 'application/vnd.api+json'])(
    'while %s is JSON',
    async (type) => {
      expect(statusOf(await chat({ 'Content-Type': type }))).toBe(200)
    },
  )
})

describe('G5: every text that is not a right key is answered the same', () => {
  test.each([
    ['an unknown key', { Authorization: 'Bearer kd_unknown' }],
    ['another scheme', { Authorization: `Basic ${Buffer.from('kd:kd').toString('base64')}` }],
    ['a key without its scheme', { Authorization: 'kd_unknown' }],
    ['a key with a blank in it', { Authorization: 'Bearer kd_a kd_b' }],
    ['a key that is far too long', { Authorization: `Bearer ${'k'.repeat(2_000)}` }],
  ])('%s', async (_name, change) => {
    const answer = await chat(change)
    expect(statusOf(answer)).toBe(401)
    expect(codeOf(answer)).toBe('invalid_api_key')
    expect(answer).toContain('The key is not a valid local key of this Keydeck.')
  })
  test.each([
    ['nothing', {}],
    ['an empty scheme', { Authorization: 'Bearer ' }],
    ['the header of another API', { 'x-api-key': 'kd_any' }],
  ])('%s is no key at all', async (_name, change) => {
    const answer = await chat({ Authorization: undefined, ...change })
    expect(statusOf(answer)).toBe(401)
    expect(codeOf(answer)).toBe('missing_api_key')
  })
  test('two keys are none, in one header or in two', async () => {
    const twice: [string, string][] = [
      ['Host', own],
      ['Authorization', authorization],
      ['Authorization', 'Bearer kd_other'],
    ]
    for (const headers of [twice, twice.toReversed()]) {
      expect(statusOf(await sendRaw(port, request('GET /v1/models HTTP/1.1', headers)))).toBe(401)
    }
    for (const name of ['x-api-key', 'api-key', 'x-goog-api-key']) {
      expect(statusOf(await chat({ [name]: 'other' })), name).toBe(401)
    }
  })
  test('a key in the address is not accepted, and is called leaked', async () => {
    for (const query of ['api_key=kd_x', 'x=1&key=kd_x', 'API-KEY=kd_x', 'access_token=kd_x', 'api%5Fkey=kd_x']) {
      const line = `POST /v1/chat/completions?${query} HTTP/1.1`
      for (const Authorization of [undefined, authorization]) {
        const answer = await chat({ Authorization }, chatBody, line)
        expect(statusOf(answer), query).toBe(401)
        expect(answer).toContain('leaked')
        expect(answer).not.toContain('kd_x')
      }
    }
  })
  test('a key that is told is never repeated', async () => {
    const answer = await chat({ Authorization: 'Bearer kd_canary_in_a_header' })
    expect(answer).not.toContain('canary')
    expect(JSON.stringify(gateway.server.refusals())).not.toContain('canary')
  })
})

describe('G7: a body that would redirect the call or carry another key is refused by the name of the field', () => {
  test.each(['api_base', 'base_url', 'api_key', 'extra_headers', 'organization', 'api\\u005fkey'])(
    '%s',
    async (field) => {
      const before = gateway.provider.seen.length
      const answer = await chat({}, `{"model":"fake-1","messages":[],"${field}":"x"}`)
      expect(statusOf(answer)).toBe(400)
      expect(answer).toContain(`"param":"${field.replace('\\u005f', '_')}"`)
      expect(gateway.provider.seen).toHaveLength(before)
    },
  )
  test('while a field that only looks unknown passes as it is', async () => {
    const body = '{"model":"fake-1", "new_field": 12345678901234567890, "user":"u"}'
    expect(statusOf(await chat({}, body))).toBe(200)
    expect(gateway.provider.last.body.toString()).toBe(body)
  })
})

describe('G8: a model that is none', () => {
  test.each([
    ['an array', '["fake-1"]'],
    ['a number', '1'],
    ['a megabyte', `"${'m'.repeat(1_000_000)}"`],
    ['twice', '"a","model":"b"'],
    ['nothing', '""'],
    ['null', 'null'],
  ])('%s', async (_name, model) => {
    const answer = await chat({}, `{"model":${model},"messages":[]}`)
    expect(statusOf(answer)).toBe(400)
    expect(codeOf(answer)).toBe('invalid_request')
  })
  test('not named at all', async () => {
    expect(await chat({}, '{"messages":[]}')).toContain('"param":"model"')
  })
})

describe('G9: what the parser refuses is answered and closed', () => {
  test.each([
    ['a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'],
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6\r\n', 'hello'],
    ['a bad length', 'Content-Length: 5x\r\n', 'hello'],
    ['a bad chunk', 'Transfer-Encoding: chunked\r\n', 'zz\r\nhello\r\n0\r\n\r\n'],
    ['a NUL in a header', 'X-Odd: a\u0000b\r\n', ''],
    ['a header of 20 KB', `X-Odd: ${'a'.repeat(20_000)}\r\n`, ''],
    ['a blank before the colon', 'X-Odd : a\r\n', ''],
    ['a folded header', 'X-Odd: a\r\n b\r\n', ''],
  ])('%s', async (_name, headers, body) => {
    const start = `POST /v1/chat/completions HTTP/1.1\r\nHost: ${own}\r\nAuthorization: ${authorization}\r\n`
    const answer = await sendRaw(port, `${start}Content-Type: application/json\r\n${headers}\r\n${body}`)
    expect([400, 431]).toContain(statusOf(answer))
  })
  test('newlines without carriage returns', async () => {
    const answer = await sendRaw(port, `GET /v1/models HTTP/1.1\nHost: ${own}\n\n`)
    expect(statusOf(answer)).toBe(400)
  })
  test('a header called as JavaScript calls something else', async () => {
    for (const name of ['__proto__', 'constructor']) expect(statusOf(await chat({ [name]: 'x' })), name).toBe(400)
  })
})

describe('C19: every answer keeps browsers out', () => {
  test.each([
    ['a refusal', '/v1/nothing'],
    ['a list of its own', '/v1/models'],
    ['an answer of a provider', '/v1/chat/completions'],
  ])('%s', async (_name, path) => {
    const init = { method: 'POST', body: chatBody, headers: { 'content-type': 'application/json' } }
    const { headers } = await gateway.fetch(path.slice(3), path.includes('chat') ? init : {})
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('access-control-allow-origin')).toBeNull()
    expect(headers.get('server')).toBeNull()
    expect(headers.get('x-powered-by')).toBeNull()
  })
})
