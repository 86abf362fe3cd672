import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { event } from '../../../../test/faults/answers.ts'
import { breakingOff, silent } from '../../../../test/faults/breaks.ts'
import { expectProblem } from '../../../../test/faults/expect-problem.ts'
import { type GatewayFixture, startGateway } from '../../../../test/faults/gateway-fixture.ts'
import { type FakeProxy, startTunnel } from '../../../../test/faults/proxies.ts'
import { sendRaw } from '../../../../test/security/raw-socket.ts'
import { bindingOf } from '../../door/binding.ts'
import { problemTable } from './problem.ts'

let gateway: GatewayFixture
beforeEach(async () => {
  gateway = await startGateway()
})
afterEach(() => gateway[Symbol.asyncDispose]())

const noRetry = { 'x-should-retry': 'false' }
const leftToSdk = { 'x-should-retry': null }

/** What comes back for these bytes, with `HOST` and `KEY` filled in. */
async function raw(text: string): Promise<Response> {
  const filled = text.replace('HOST', `127.0.0.1:${gateway.port}`).replace('KEY', gateway.keyring.text)
  const answer = await sendRaw(gateway.port, filled.replaceAll('\n', '\r\n'))
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  const [line = '', ...headers] = head.split('\r\n')
  const pairs = headers.map((one) => one.split(/: */, 2) as [string, string])
  return new Response(body, { status: Number(line.split(' ')[1]), headers: pairs })
}

test.each([
  [
    'another host',
    'GET /v1/models HTTP/1.1\nHost: evil.example\nAuthorization: Bearer KEY\nConnection: close\n\n',
    421,
  ],
  ['no host', 'GET /v1/models HTTP/1.1\nAuthorization: Bearer KEY\nConnection: close\n\n', 400],
])('%s is told in another way than documented', async (_, text, status) => {
  await expectProblem(await raw(text), { status, type: 'permission_error', code: 'forbidden_host', headers: noRetry })
})

test('a web page is told in another way than documented', async () => {
  const page = 'GET /v1/models HTTP/1.1\nHost: HOST\nOrigin: https://evil.example\nConnection: close\n\n'
  const row = { status: 403, type: 'permission_error', code: 'forbidden_origin', headers: noRetry }
  await expectProblem(await raw(page), row)
})

test.each([
  ['what is no HTTP', 'NONSENSE\n\n', 400],
  ['headers that are too long', `GET /v1/models HTTP/1.1\nHost: HOST\nX-Long: ${'a'.repeat(17 * 1024)}\n\n`, 431],
  [
    'an odd Expect',
    'POST /v1/embeddings HTTP/1.1\nHost: HOST\nAuthorization: Bearer KEY\nExpect: a-miracle\nContent-Length: 0\n\n',
    417,
  ],
])('%s is told in another way than documented', async (_, text, status) => {
  const row = { status, type: 'invalid_request_error', code: 'invalid_request', headers: leftToSdk }
  await expectProblem(await raw(text), row)
})

test('a vault key whose turn is too far off is told without the exact time', async () => {
  await gateway.server.configure({ waitSeconds: 0 })
  gateway.passport.requestsPerMinute = 1
  await (await gateway.chat()).text()
  const response = await gateway.chat()
  const wait = Number(response.headers.get('retry-after-ms'))
  expect(wait).toBeGreaterThan(0)
  expect(wait).toBeLessThanOrEqual(60_000)
  const headers = { ...leftToSdk, 'retry-after': String(Math.ceil(wait / 1_000)) }
  await expectProblem(response, { status: 429, type: 'rate_limit_error', code: 'rate_limit_exceeded', headers })
})

test('a provider without https elsewhere gets the key, or the client another error', async () => {
  const baseUrl = 'http://provider.example/v1'
  gateway.passport.provider.baseUrl = baseUrl
  gateway.passport.boundOrigin = 'http://provider.example'
  const row = { status: 400, type: 'invalid_request_error', code: 'insecure_url', headers: leftToSdk }
  await expectProblem(await gateway.chat(), row)
})

test('a proxy that refuses is told as the provider’s fault', async () => {
  const proxy: FakeProxy = await startTunnel(() => false, 'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n')
  const { provider } = gateway.passport
  provider.baseUrl = 'https://provider.example/v1'
  provider.proxy = { mode: 'url', url: `http://127.0.0.1:${proxy.port}` }
  gateway.passport.boundOrigin = bindingOf(provider) ?? ''
  const row = { status: 502, type: 'api_error', code: 'upstream_proxy', headers: noRetry }
  await expectProblem(await gateway.chat(), row)
  expect(proxy.asked).toEqual(['provider.example:443'])
  proxy.close()
})

test('a provider that answers with headers without end is asked again', async () => {
  gateway.provider.always(({ response }) => {
    response.writeHead(200, { 'x-long': 'a'.repeat(100_000) })
    response.end()
  })
  const row = { status: 502, type: 'api_error', code: 'upstream_too_large', headers: noRetry }
  await expectProblem(await gateway.chat(), row)
})

test('a bug of Keydeck’s own is told with its words', async () => {
  gateway.guard.error = new Error('words of a bug')
  const response = await gateway.chat()
  expect(await response.clone().text()).not.toContain('words of a bug')
  const row = { status: 500, type: 'api_error', code: 'internal_error', headers: leftToSdk }
  await expectProblem(response, row)
})

test('a call that has no answer yet when the gateway is switched off hears nothing', async () => {
  gateway.provider.always(silent)
  const answer = gateway.chat()
  await gateway.provider.requests(1)
  await gateway.server.stop()
  await expectProblem(await answer, { status: 503, type: 'api_error', code: 'stopped', headers: leftToSdk })
})

test('one call more than one local key may have at once is kept waiting, or not told when to come back', async () => {
  const head = `POST /v1/embeddings HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nAuthorization: Bearer ${gateway.keyring.text}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n`
  const sockets: Socket[] = []
  for (let count = 0; count < 900; count += 1) {
    const socket = connect(gateway.port, '127.0.0.1')
    socket.on('error', () => {})
    sockets.push(socket)
    await once(socket, 'connect')
    socket.write(head)
  }
  await expect.poll(() => gateway.server.state().running).toBe(900)
  const headers = { ...leftToSdk, 'retry-after': '1', 'retry-after-ms': '1000' }
  await expectProblem(await gateway.chat(), { status: 503, type: 'api_error', code: 'too_many_calls', headers })
  for (const socket of sockets) socket.destroy()
  await expect.poll(() => gateway.server.state().running).toBe(0)
  expect((await gateway.chat()).status).toBe(200)
})

test.each([
  ['server_error', 'upstream_error'],
  ['overloaded_error', 'upstream_overloaded'],
])('a stream that breaks off behind an error (%s) ends with another code than %s', async (type, code) => {
  gateway.provider.always(breakingOff([event({ error: { message: 'No.', type } })], 'rst'))
  const text = await (await gateway.chat({ stream: true })).text()
  const [said, last] = text.trim().split('\n\n')
  expect(said).toContain(type)
  expect(JSON.parse(last?.slice('data: '.length) ?? '')).toMatchObject({
    error: { type: 'api_error', param: null, code },
  })
})

test('the table of errors in docs/gateway.md differs from the one that answers are made from', () => {
  const docs = readFileSync(new URL('../../../../docs/gateway.md', import.meta.url), 'utf8')
  const printed = docs.split('\n').flatMap((line) => {
    const [, statuses = '', codes = '', type = ''] = /^\| ([\d, ]+) \| (`.+?) \| `(\w+)` \|/.exec(line) ?? []
    return [...codes.matchAll(/`(\w+)`( ◦)?/g)].map(([, code = '', mark]) => ({ code, statuses, type, mark }))
  })
  expect(printed.map(({ code }) => code).toSorted()).toEqual(Object.keys(problemTable).toSorted())
  for (const { code, statuses, type, mark } of printed) {
    const row = problemTable[code as keyof typeof problemTable]
    expect({ code, type, mayRetry: mark === undefined }).toEqual({
      code,
      type: row.type,
      mayRetry: row.mayRetry !== false,
    })
    expect(statuses.split(', '), code).toContain(String(row.status))
  }
})
