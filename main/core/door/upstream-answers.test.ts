import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chatStream, completion, json, text } from '../../../test/faults/answers.ts'
import { echoingKey, redirecting } from '../../../test/faults/breaks.ts'
import { type DoorFixture, openDoor, passportFor } from '../../../test/faults/door-fixture.ts'
import { type FaultProvider, startFaultProvider } from '../../../test/faults/fault-provider.ts'
import { readResponse, refusalOf } from '../../../test/faults/read-response.ts'
import { describeResponseError } from './error-response.ts'

let provider: FaultProvider
let fixture: DoorFixture

beforeEach(async () => {
  provider = await startFaultProvider(chatStream(['Hello']))
  fixture = openDoor(passportFor(provider.baseUrl))
})

afterEach(async () => {
  await fixture.close()
  await provider.close()
})

const everything = () => JSON.stringify([fixture.ledger.rows, fixture.logged])

describe('U1: a redirect is never followed', () => {
  test.each([301, 302, 303, 307, 308])('%i to another origin, whose server sees nothing', async (status) => {
    const other = await startFaultProvider(completion())
    provider.always(redirecting(status, `${other.origin}/v1/chat/completions?token=abc`))
    const { error, record } = await refusalOf(fixture.door.send(fixture.chat()))
    expect(error).toMatchObject({ code: 'upstream_redirect', status })
    expect(error.message).toContain(other.origin)
    expect(error.message).not.toContain('token')
    expect(record).toMatchObject({ endState: 'error', errorCode: 'upstream_redirect', status })
    expect(other.connections).toBe(0)
    await other.close()
  })

  test.each(['/v1/chat/completions', 'http://example.test/', '//example.test/x', 'javascript:alert(1)', ''])(
    'to %s',
    async (location) => {
      provider.always(redirecting(307, location))
      const { error } = await refusalOf(fixture.door.send(fixture.chat()))
      expect(error.code).toBe('upstream_redirect')
      expect(error.message).not.toContain('javascript')
      expect(provider.seen).toHaveLength(1)
    },
  )
})

describe('U2: an HTTP error passes on, and the row knows its kind', () => {
  test.each([
    [400, { error: { message: 'Bad temperature', type: 'invalid_request_error' } }, 'invalid_request'],
    [
      400,
      [
        {
          error: { code: 400, message: 'API key not valid. Please pass a valid API key.', status: 'INVALID_ARGUMENT' },
        },
      ],
      'invalid_api_key',
    ],
    [401, { error: { message: 'Missing', code: 'missing_api_key' } }, 'missing_api_key'],
    [401, { error: 'nope' }, 'invalid_api_key'],
    [402, { error: { message: 'Insufficient Balance' } }, 'budget_exceeded'],
    [403, { error: { message: 'Revoked', code: 'key_revoked' } }, 'key_revoked'],
    [403, { detail: 'Not for you' }, 'insufficient_permissions'],
    [404, { error: { message: 'The model `x` does not exist', code: 'model_not_found' } }, 'model_not_found'],
    [404, { detail: 'Not Found' }, 'invalid_request'],
    [413, '', 'invalid_request'],
    [422, { detail: [{ msg: 'field required' }] }, 'invalid_request'],
    [429, { error: { message: 'Slow down', code: 'rate_limit_exceeded' } }, 'rate_limit_exceeded'],
    [429, { error: { message: 'Quota', code: 'insufficient_quota' } }, 'budget_exceeded'],
    [500, {}, 'upstream_error'],
    [503, '', 'upstream_overloaded'],
    [504, '', 'upstream_timeout'],
    [529, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }, 'upstream_overloaded'],
  ])('%i %j', async (status, body, code) => {
    provider.always(json(body, status, { 'x-request-id': 'req_77' }))
    const response = await fixture.door.send(fixture.chat())
    const read = await readResponse(response)
    expect(response.status).toBe(status)
    expect(read.text).toBe(typeof body === 'string' ? body : JSON.stringify(body))
    expect(read.record).toMatchObject({
      endState: 'error',
      errorLayer: 'provider',
      errorCode: code,
      status,
      tokens: null,
    })
    expect(read.record.providerRequestId).toBe('req_77')
    expect(describeResponseError(response)).toMatchObject({ code, status, layer: 'provider', requestId: 'req_77' })
  })

  test.each([
    ['a date', () => new Date(Date.now() + 30_000).toUTCString(), [20_000, 31_000]],
    ['0', () => '0', [0, 0]],
    ['-1', () => '-1', [0, 0]],
    ['1000000000', () => '1000000000', [86_400_000, 86_400_000]],
    ['1.5', () => '1.5', [1_500, 1_500]],
    ['text', () => 'soon', null],
    ['a date of 1999', () => 'Fri, 31 Dec 1999 23:59:59 GMT', [0, 0]],
  ])('Retry-After: %s', async (_name: string, value: () => string, range: number[] | null) => {
    provider.always(json({}, 429, { 'retry-after': value() }))
    const wait = describeResponseError(await fixture.door.send(fixture.chat()))?.retryAfterMs ?? null
    if (range === null) expect(wait).toBeNull()
    else {
      expect(wait).toBeGreaterThanOrEqual(range[0] ?? 0)
      expect(wait).toBeLessThanOrEqual(range[1] ?? 0)
    }
  })

  test('a web page: its visible words', async () => {
    const page =
      '<html><head><title>502 Bad Gateway</title><style>p{}</style></head><body><h1>Oops</h1><script>1</script></body></html>'
    provider.always(text(page, 'text/html', 502))
    const error = describeResponseError(await fixture.door.send(fixture.chat()))
    expect(error?.providerMessage).toBe('502 Bad Gateway Oops')
  })

  test('50 MB of error: a bounded part is kept, and the words are capped', async () => {
    provider.always(text(Buffer.alloc(50 * 1024 * 1024, 0x61), 'text/plain', 500))
    const response = await fixture.door.send(fixture.chat())
    expect(describeResponseError(response)?.providerMessage).toHaveLength(4_000)
    expect((await readResponse(response)).bytes.length).toBe(1024 * 1024)
  })

  test('an error that drips for ever is taken for what came', async () => {
    await fixture.close()
    fixture = openDoor(fixture.passport, { limits: { errorBodyMs: 40 } })
    provider.always(({ response }) => {
      response.writeHead(500, { 'content-type': 'text/plain' })
      response.write('half an error')
    })
    const response = await fixture.door.send(fixture.chat())
    expect(describeResponseError(response)?.providerMessage).toBe('half an error')
  })
})

describe('U3: a provider that quotes the key', () => {
  test.each([
    ['as it is', (key: string) => `Incorrect API key provided: ${key}`],
    ['cut short', (key: string) => `Incorrect API key provided: ${key.slice(0, 16)}...`],
    ['in base64', (key: string) => `header was ${Buffer.from(`Bearer ${key}`).toString('base64')}`],
    ['in base64url', (key: string) => `header was ${Buffer.from(`x:${key}`).toString('base64url')}`],
    ['backwards', (key: string) => `debug ${Array.from(key).toReversed().join('')}`],
    ['in upper case', (key: string) => `debug ${key.toUpperCase()}`],
    ['in hex', (key: string) => `debug ${Buffer.from(key).toString('hex')}`],
  ])('%s', async (_name, wrap) => {
    const shown = wrap(fixture.secret).split(' ').at(-1) ?? ''
    provider.always(echoingKey(401, wrap))
    const response = await fixture.door.send(fixture.chat())
    const read = await readResponse(response)
    const all = JSON.stringify([read.text, response.headers, describeResponseError(response), everything()])
    expect(shown.length).toBeGreaterThan(12)
    expect(all).not.toContain(shown)
    expect(all).not.toContain(fixture.secret.slice(0, 12))
    expect(all).toContain('[redacted]')
    expect(read.record.errorCode).toBe('invalid_api_key')
  })

  test('in a packed error', async () => {
    provider.always(({ request, response }) => {
      response.writeHead(401, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      response.end(gzipSync(JSON.stringify({ error: { message: `bad ${request.headers.authorization}` } })))
    })
    const response = await fixture.door.send(fixture.chat({ stream: false }, {}))
    const read = await readResponse(response)
    expect(read.text).not.toContain(fixture.secret)
    expect(read.text).toContain('[redacted]')
    expect(response.headers).not.toHaveProperty('content-encoding')
    expect(response.headers['content-length']).toBe(String(read.bytes.length))
  })

  test('in a header of an answer that is well', async () => {
    provider.always((exchange) => {
      exchange.response.setHeader('x-debug', `you sent ${exchange.request.headers.authorization}`)
      return chatStream(['ok'])(exchange)
    })
    const response = await fixture.door.send(fixture.chat())
    expect(JSON.stringify(response.headers)).not.toContain(fixture.secret)
    await readResponse(response)
  })
})

test('U14: state and directions in headers do not pass, the rest does', async () => {
  provider.always((exchange) => {
    const { response } = exchange
    response.setHeader('set-cookie', ['a=1', 'b=2'])
    response.setHeader('location', 'https://evil.test/')
    response.setHeader('alt-svc', 'h3=":443"')
    response.setHeader('link', '<https://evil.test/>; rel=preload')
    response.setHeader('strict-transport-security', 'max-age=1')
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('proxy-authenticate', 'Basic')
    response.setHeader('x-ratelimit-remaining-requests', '9')
    response.setHeader('x-request-id', 'req_1')
    return chatStream(['ok'])(exchange)
  })
  const response = await fixture.door.send(fixture.chat())
  await readResponse(response)
  const names = Object.keys(response.headers).toSorted()
  expect(names).toEqual(['content-type', 'date', 'x-ratelimit-remaining-requests', 'x-request-id'])
  expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8')
})

test('what an asker may not tell a provider stays here, and its other headers pass', async () => {
  const headers = {
    'Content-Type': 'application/json',
    Authorization: 'Bearer kd_local',
    'X-Api-Key': 'a',
    'api-key': 'b',
    'x-goog-api-key': 'c',
    cookie: 'd=1',
    origin: 'http://127.0.0.1',
    referer: 'http://127.0.0.1/x',
    host: 'evil.test',
    forwarded: 'for=1',
    'x-forwarded-for': '10.0.0.1',
    'proxy-authorization': 'Basic eA==',
    connection: 'x-odd',
    'x-odd': 'for this hop',
    te: 'trailers',
    'user-agent': 'tool/1',
    'openai-beta': 'assistants=v2',
    'idempotency-key': 'i-1',
  }
  await readResponse(await fixture.door.send(fixture.chat({}, { headers })))
  const { headers: seen } = provider.last
  expect(Object.keys(seen).toSorted()).toEqual([
    'authorization',
    'connection',
    'content-length',
    'content-type',
    'host',
    'idempotency-key',
    'openai-beta',
    'referer',
    'user-agent',
  ])
  expect(seen.authorization).toBe(`Bearer ${fixture.secret}`)
  expect(seen.host).toBe(new URL(provider.origin).host)
  expect(seen.connection).toBe('keep-alive')
})

test.each([{ 'x-bad': 'a\r\nx: y' }, { 'x-bad': 'наизнанку' }, { 'bad name': 'x' }, { 'x-bad': '\u0000' }])(
  'U18: a header that can not be sent is refused in our words: %j',
  async (headers) => {
    const { error, record } = await refusalOf(fixture.door.send(fixture.request({ headers })))
    expect(error.code).toBe('invalid_request')
    expect(record?.endState).toBe('error')
    expect(provider.connections).toBe(0)
  },
)
