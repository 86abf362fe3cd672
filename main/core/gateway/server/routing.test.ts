import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import { ManualClock } from '../../../../test/fakes/manual-clock.ts'
import { completion } from '../../../../test/faults/answers.ts'
import { hangingUp } from '../../../../test/faults/breaks.ts'
import { fakeKey } from '../../../../test/faults/door-fixture.ts'
import { errorOf, type GatewayFixture, startGateway } from '../../../../test/faults/gateway-fixture.ts'
import { dial } from '../../../../test/security/raw-socket.ts'
import type { Passport } from '../../door/door-types.ts'
import { KeydeckError } from '../../keydeck-error.ts'
import { SecretStoreError } from '../../vault/secret-store/secret-store.ts'

let gateway: GatewayFixture
afterEach(() => gateway[Symbol.asyncDispose]())

describe('a local key with two vault keys', () => {
  const secrets = [fakeKey(), fakeKey()] as const
  let second: Passport
  let failure: Error | null = null

  async function start(change: (first: Passport) => void = () => {}) {
    failure = null
    const known = new Map<string, Passport>()
    gateway = await startGateway({
      door: {
        passports: { find: (id) => known.get(id) ?? null, used: () => {} },
        reader: {
          read({ recordId }) {
            if (recordId === second.secretId) return Promise.resolve(secrets[1])
            return failure ? Promise.reject(failure) : Promise.resolve(secrets[0])
          },
        },
      },
    })
    const { passport } = gateway
    const keyId = randomUUID()
    second = { ...passport, keyId, secretId: keyId, keyName: 'Spare' }
    known.set(passport.keyId, passport).set(keyId, second)
    change(passport)
    const candidates = [passport, second].map((one) => ({ keyId: one.keyId, model: 'fake-1' }))
    gateway.keyring.usual = { kind: 'found', candidates: [candidates[0]!, candidates[1]!] }
  }
  const usedSecret = () => gateway.provider.last.headers.authorization

  test.each([
    ['is revoked', (one: Passport) => void (one.status = 'revoked')],
    ['has lost its secret', (one: Passport) => void (one.secretId = null)],
    ['is bound to another address', (one: Passport) => void (one.boundPath = '/v2')],
  ])('takes the next where the first %s, and both are on record', async (_name, change) => {
    await start(change)
    expect((await gateway.chat()).status).toBe(200)
    expect(usedSecret()).toBe(`Bearer ${secrets[1]}`)
    expect(gateway.door.ledger.rows.map(({ keyName, endState }) => [keyName, endState])).toEqual([
      ['Test key', 'error'],
      ['Spare', 'ok'],
    ])
    expect(gateway.keyring.taken).toBe(1)
  })

  test('an upload that is renamed for the next one still says its right length', async () => {
    await start((one) => void (one.secretId = null))
    const candidates = [gateway.passport, second].map(({ keyId }) => ({ keyId, model: 'whisper-large-v3-turbo' }))
    gateway.keyring.usual = { kind: 'found', candidates: [candidates[0]!, candidates[1]!] }
    const form = new FormData()
    form.append('model', 'x/w')
    form.append('file', new Blob(['sound']), 'a.mp3')
    expect((await gateway.fetch('/audio/transcriptions', { method: 'POST', body: form })).status).toBe(200)
    const { body, headers } = gateway.provider.last
    expect(body.toString('latin1')).toContain('whisper-large-v3-turbo')
    expect(headers['content-length']).toBe(String(body.length))
  })

  test('answers with the reason of the last where none can be used', async () => {
    await start((one) => void (one.status = 'revoked'))
    second.secretId = null
    const response = await gateway.chat()
    expect((await errorOf(response)).code).toBe('secret_unavailable')
    expect(gateway.keyring.taken).toBe(0)
  })

  test('never asks a second provider after bytes went to the first', async () => {
    await start()
    gateway.provider.next(hangingUp)
    expect((await errorOf(await gateway.chat())).code).toBe('upstream_unreachable')
    expect(gateway.provider.seen).toHaveLength(1)
  })

  test("does not get around the first one's limit by taking the next", async () => {
    await start((one) => void (one.requestsPerMinute = 1))
    await gateway.server.configure({ waitSeconds: 0 })
    expect((await gateway.chat()).status).toBe(200)
    expect((await gateway.chat()).status).toBe(429)
    expect(gateway.provider.seen).toHaveLength(1)
  })

  test('a locked store locks both', async () => {
    await start()
    failure = new SecretStoreError('locked', 'none')
    second.status = 'revoked'
    expect((await errorOf(await gateway.chat())).code).toBe('key_revoked')
  })
})

describe('the model', () => {
  test('goes to the provider by its own name, the other bytes as they were written', async () => {
    gateway = await startGateway()
    const { keyId } = gateway.passport
    gateway.keyring.routes.set('groq/llama', { kind: 'found', candidates: [{ keyId, model: 'llama "3"' }] })
    const around = (model: string) => `{ "seed":12345678901234567890,"model" : ${model}\n, "messages":[{"model":"x"}]}`
    const response = await gateway.fetch('/chat/completions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: around('"groq\\/llama"'),
    })
    expect(response.status).toBe(200)
    expect(gateway.provider.last.body.toString()).toBe(around('"llama \\"3\\""'))
    expect(gateway.door.ledger.last.model).toBe('llama "3"')
  })

  test.each(['dear ', ' dear', 'dear\n', 'de\u0000ar', '\u00a0dear', ' '])('hides its tier as %j', async (model) => {
    gateway = await startGateway()
    const response = await gateway.chat({ model })
    expect([response.status, (await errorOf(response)).param]).toEqual([400, 'model'])
    const form = new FormData()
    form.append('model', model)
    const upload = await gateway.fetch('/audio/transcriptions', { method: 'POST', body: form })
    expect([upload.status, (await errorOf(upload)).param]).toEqual([400, 'model'])
    expect(gateway.provider.seen).toEqual([])
  })

  test('is the one that the API takes where a body may leave it out', async () => {
    gateway = await startGateway()
    const asked: (string | null)[] = []
    const route = gateway.keyring.route.bind(gateway.keyring)
    gateway.keyring.route = (grant, model) => {
      asked.push(model)
      return route(grant, model)
    }
    const headers = { 'content-type': 'application/json' }
    await gateway.fetch('/moderations', { method: 'POST', headers, body: '{"input":"x"}' })
    expect(gateway.provider.last.body.toString()).toBe('{"input":"x"}')
    gateway.door.responses.note('resp_1', { keyId: gateway.passport.keyId, localKeyId: gateway.keyring.grant.id })
    await gateway.fetch('/responses/resp_1')
    await gateway.fetch('/responses/resp_1/cancel', { method: 'POST' })
    expect(asked).toEqual(['omni-moderation-latest', null, null])
    expect(gateway.provider.last.path).toBe('/v1/responses/resp_1/cancel')
  })

  test("lists are the gateway's own, in the shape that every client knows", async () => {
    gateway = await startGateway()
    const model = { id: 'groq/llama', providerName: 'Groq', keyId: randomUUID(), tier: 'standard' as const }
    gateway.keyring.listed = [model]
    const entry = { id: 'groq/llama', object: 'model', created: expect.any(Number), owned_by: 'Groq' }
    expect(await (await gateway.fetch('/models')).json()).toEqual({ object: 'list', data: [entry] })
    expect(await (await gateway.fetch('/models/groq/llama')).json()).toEqual(entry)
    expect(await (await gateway.fetch('/models/groq%2Fllama')).json()).toEqual(entry)
    expect(gateway.provider.seen).toEqual([])
  })
})

test.each(['/v1/models', '/v1/models/gone', '/v1/nothing'])(
  'a client that sends without end behind the answer of %s keeps its connection',
  async (path) => {
    const clock = new ManualClock()
    gateway = await startGateway({ clock })
    const socket = dial(gateway.port)
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nAuthorization: Bearer ${gateway.keyring.text}\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n`,
    )
    await once(socket, 'data')
    const closed = once(socket, 'close')
    clock.advance(5_000)
    await closed
  },
)

describe("a vault key's limit", () => {
  async function start(waitSeconds: number) {
    const clock = new ManualClock()
    gateway = await startGateway({ clock, door: { clock } })
    gateway.passport.requestsPerMinute = 1
    await gateway.server.configure({ waitSeconds })
    expect((await gateway.chat()).status).toBe(200)
    return clock
  }
  async function waiting(count: number): Promise<void> {
    while (gateway.server.state().waiting !== count) await new Promise((resolve) => setImmediate(resolve))
  }

  test('makes a call wait where its turn comes in time, and the page sees it wait', async () => {
    const clock = await start(10)
    clock.advance(52_000)
    const call = gateway.chat()
    await waiting(1)
    expect(gateway.server.running()).toMatchObject([{ step: 'waiting', keyName: 'Test key' }])
    clock.advance(8_000)
    expect((await call).status).toBe(200)
    expect(gateway.door.ledger.last.waitMs).toBe(8_000)
    expect(gateway.server.state().waiting).toBe(0)
  })

  test('a key that is moved to another environment while a call waits for it takes the call along', async () => {
    const clock = new ManualClock()
    const passports = { find: () => ({ ...gateway.passport }), used: () => {} }
    gateway = await startGateway({ clock, door: { clock, passports } })
    gateway.passport.requestsPerMinute = 1
    expect((await gateway.chat()).status).toBe(200)
    clock.advance(52_000)
    const call = gateway.chat()
    await waiting(1)
    gateway.passport.environment = { id: randomUUID(), name: 'Production' }
    clock.advance(8_000)
    expect((await call).status).toBe(403)
    expect(gateway.provider.seen).toHaveLength(1)
  })

  test('refuses at once with the exact time where the turn is too far off', async () => {
    const clock = await start(10)
    clock.advance(20_000)
    const response = await gateway.chat()
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe('40')
    expect(response.headers.get('retry-after-ms')).toBe('40000')
  })

  test('refuses at once where calls never wait', async () => {
    const clock = await start(0)
    clock.advance(59_500)
    const response = await gateway.chat()
    expect(response.headers.get('retry-after-ms')).toBe('500')
  })

  test('lets Enterprise go first, and refuses who would wait too long because of that', async () => {
    const clock = await start(10)
    clock.advance(55_000)
    const first = gateway.chat()
    await waiting(1)
    gateway.keyring.grant.lane = 'enterprise'
    const second = gateway.chat()
    await waiting(2)
    clock.advance(5_000)
    expect((await second).status).toBe(200)
    clock.advance(5_000)
    const refused = await first
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after-ms')).toBe('55000')
  })

  test('a client that goes away while it waits takes no turn', async () => {
    const clock = await start(10)
    clock.advance(55_000)
    const stop = new AbortController()
    const call = gateway.chat({}, { signal: stop.signal }).catch(() => null)
    await waiting(1)
    stop.abort()
    await call
    await waiting(0)
    clock.advance(5_000)
    expect((await gateway.chat()).status).toBe(200)
    expect(gateway.provider.seen).toHaveLength(2)
  })
})

test('an environment that nobody confirmed is told of once, until something about environments changes', async () => {
  gateway = await startGateway()
  gateway.guard.error = new KeydeckError('CONFLICT', { reason: 'guard_unconfirmed' })
  for (let i = 0; i < 3; i++) expect((await gateway.chat()).status).toBe(403)
  expect(gateway.notified).toEqual(['Production is guarded'])
  expect(gateway.server.refusals()).toMatchObject([{ code: 'guard_unconfirmed', count: 3 }])
  gateway.guard.error = null
  gateway.events.emit({ type: 'environments' })
  expect((await gateway.chat()).status).toBe(200)
})

test('wrong keys are answered later when there are many, a right one never, and the audit counts them', async () => {
  const clock = new ManualClock()
  gateway = await startGateway({ clock })
  const wrong = () => gateway.fetch('/models', { headers: { authorization: 'Bearer kd_guess' } })
  for (let i = 0; i < 20; i++) expect((await wrong()).status).toBe(401)
  const slow = wrong()
  expect((await gateway.chat()).status).toBe(200)
  while (clock.pending < 3) await new Promise((resolve) => setImmediate(resolve))
  clock.advance(1_000)
  expect((await slow).status).toBe(401)
  await gateway.server.stop()
  await gateway.server.close()
  const refused = gateway.audit.filter(({ action }) => action === 'call_refused')
  expect(refused[0]).toMatchObject({ actor: 'gateway', keyId: null, subject: '', detail: { code: 'invalid_api_key' } })
})

test('U1-U3: redirects, errors and echoed keys of a provider, as a client sees them', async () => {
  gateway = await startGateway({ usual: completion() })
  const key = gateway.door.secret
  gateway.provider.next(({ response }) => {
    response.writeHead(401, { 'content-type': 'application/json', 'x-request-id': `r-${key}`, 'set-cookie': 'a=1' })
    response.end(`{"error":{"message":"Incorrect API key provided: ${key}.","code":"invalid_api_key"}}`)
  })
  const echoed = await gateway.chat()
  const text = await echoed.text()
  expect(echoed.status).toBe(401)
  expect(text).toContain('Incorrect API key provided')
  expect(text + JSON.stringify([...echoed.headers])).not.toContain(key)
  expect(echoed.headers.get('set-cookie')).toBeNull()

  gateway.provider.next(({ response }) => {
    response.writeHead(429, { 'content-type': 'text/html', 'retry-after': '7', 'x-odd': 'kept' })
    response.end('<h1>Slow down</h1>')
  })
  const slowed = await gateway.chat()
  expect([slowed.status, slowed.headers.get('retry-after'), slowed.headers.get('x-odd')]).toEqual([429, '7', 'kept'])
  expect(await slowed.text()).toBe('<h1>Slow down</h1>')
})
