import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chatEvents, chatStream, event, stream } from '../../../../test/faults/answers.ts'
import { type Break, breakingOff, stalling } from '../../../../test/faults/breaks.ts'
import { errorOf, type GatewayFixture, startGateway } from '../../../../test/faults/gateway-fixture.ts'
import { dial } from '../../../../test/security/raw-socket.ts'

let gateway: GatewayFixture
beforeEach(async () => {
  gateway = await startGateway()
})
afterEach(() => gateway[Symbol.asyncDispose]())

const never = new Promise<never>(() => {})
const asked = { stream: true, stream_options: { include_usage: true } }
const begun = chatEvents(['Hel', 'lo'], { usage: true }).slice(0, 2)

/** Resolves when the ledger has so many rows. */
async function rows(count: number): Promise<void> {
  while (gateway.door.ledger.rows.length < count) await new Promise((resolve) => setImmediate(resolve))
}

/** Resolves when so many calls are under way. */
async function running(count: number): Promise<void> {
  while (gateway.server.state().running !== count) await new Promise((resolve) => setImmediate(resolve))
}

/** The first bytes of a stream, and how to read on. */
async function firstOf(response: Response) {
  const reader = response.body!.getReader()
  const { value } = await reader.read()
  const text = Buffer.from(value ?? []).toString()
  return {
    text,
    async rest() {
      let rest = ''
      for (;;) {
        const { value, done } = await reader.read()
        if (done) return rest
        rest += Buffer.from(value).toString()
      }
    },
    cancel: () => reader.cancel(),
  }
}

test('a query hides from Keydeck that a stream is one of chat, and its figures are not asked for', async () => {
  gateway.provider.always(chatStream(['Hello']))
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ model: 'fake-1', stream: true, messages: [] })
  await (await gateway.fetch('/chat/completions?x=1', { method: 'POST', headers, body })).text()
  expect(gateway.door.ledger.last.tokens).toMatchObject({ input: 12, output: 7, estimated: false })
})

describe('a stream that is asked for with its usage', () => {
  test.each(['\n', '\r\n'])('comes byte for byte (%j)', async (newline) => {
    const events = chatEvents(['Hel', 'lo — 你好', '🦊'], { usage: true, newline })
    gateway.provider.always(stream([`: OPENROUTER PROCESSING${newline}${newline}`, ...events]))
    const response = await gateway.chat(asked)
    expect(await response.text()).toBe(`: OPENROUTER PROCESSING${newline}${newline}${events.join('')}`)
  })

  test('begins before it ends: its head and its first event are not held back', async () => {
    gateway.provider.always(stalling(begun, never))
    const response = await gateway.chat(asked)
    const { text } = await firstOf(response)
    expect(begun.join('').startsWith(text)).toBe(true)
    expect(gateway.server.running()).toMatchObject([{ step: 'answering', streaming: true, model: 'fake-1' }])
  })

  test('has its head while the provider still thinks', async () => {
    gateway.provider.always(stalling([], never))
    const response = await gateway.chat(asked)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  })
})

describe('U4: a provider that breaks off in the middle', () => {
  test.each<Break>(['fin', 'rst', 'mid-chunk'])(
    'by %s: the stream ends with one error event and no [DONE]',
    async (how) => {
      gateway.provider.always(breakingOff([...begun, 'data: {"choices":[{"del'], how))
      const text = await (await gateway.chat(asked)).text()
      expect(text.startsWith(begun.join(''))).toBe(true)
      const last = text.slice(begun.join('').length)
      expect(last).toMatch(/^data: \{"error":\{.+\}\}\n\n$/)
      expect(JSON.parse(last.slice(6))).toMatchObject({
        error: { type: 'api_error', param: null, code: 'upstream_truncated' },
      })
      expect(text).not.toContain('[DONE]')
      await rows(1)
      expect(gateway.door.ledger.last.endState).toBe('truncated')
    },
  )

  test('in /responses, where the event has a name', async () => {
    gateway.provider.always(breakingOff([event({ type: 'response.created' }, { name: 'response.created' })], 'rst'))
    const response = await gateway.fetch('/responses', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"model":"fake-1","input":"x","stream":true}',
    })
    const text = await response.text()
    const last = text.slice(text.indexOf('event: error'))
    expect(last).toMatch(/^event: error\ndata: \{.+\}\n\n$/)
    expect(JSON.parse(last.slice(last.indexOf('{')))).toMatchObject({
      type: 'error',
      code: 'upstream_truncated',
      error: { code: 'upstream_truncated' },
    })
  })

  test('in a JSON answer: the client sees its connection end, and never half an answer as a whole one', async () => {
    gateway.provider.always(
      breakingOff(['{"choices":['], 'rst', { 'content-type': 'application/json', 'content-length': '500' }),
    )
    await expect(gateway.chat().then((response) => response.text())).rejects.toThrow()
    await rows(1)
    expect(gateway.door.ledger.last.endState).toBe('truncated')
  })
})

describe('G16: a client that goes away', () => {
  test.each([
    ['before any answer', [], 'stopped'],
    ['in the middle of a stream', begun, 'stopped'],
  ])('%s: the provider is left, and the row says stopped', async (_name, pieces, endState) => {
    const left = Promise.withResolvers<void>()
    gateway.provider.always(async (exchange) => {
      exchange.response.on('close', () => left.resolve())
      if (pieces.length > 0) await stalling(pieces, never)(exchange)
    })
    const stop = new AbortController()
    const response = gateway.chat(asked, { signal: stop.signal }).then(firstOf)
    response.catch(() => {})
    await gateway.provider.requests(1)
    if (pieces.length > 0) await response
    stop.abort()
    await left.promise
    await rows(1)
    expect(gateway.door.ledger.last).toMatchObject({ endState, localKeyName: 'Editor' })
    await running(0)
  })

  test('before its body is whole: nothing leaves, and nothing is on record', async () => {
    const socket = dial(gateway.port)
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nAuthorization: Bearer ${gateway.keyring.text}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"model":`,
    )
    await running(1)
    socket.destroy()
    await running(0)
    expect(gateway.provider.seen).toEqual([])
    expect(gateway.door.ledger.rows).toEqual([])
  })
})

describe('G18: what ends open calls', () => {
  async function openStream() {
    gateway.provider.always(stalling(begun, never))
    const open = await firstOf(await gateway.chat(asked))
    return open
  }

  test('a revoke: the stream ends with an error event, and the next call is refused', async () => {
    const open = await openStream()
    gateway.keyring.revoke()
    expect(await open.rest()).toContain('"code":"key_revoked"')
    const next = await gateway.chat()
    expect(next.status).toBe(403)
    expect((await errorOf(next)).code).toBe('key_revoked')
    await rows(1)
    expect(gateway.door.ledger.last.endState).toBe('stopped')
  })

  test('a lock of the secret store', async () => {
    const open = await openStream()
    gateway.store.isLocked = true
    gateway.events.emit({ type: 'secret-store' })
    expect(await open.rest()).toContain('"code":"vault_locked"')
  })

  test('the switch, also for a call that has no answer yet and for one that takes nothing', async () => {
    const open = await openStream()
    const waiting = gateway.chat()
    await gateway.provider.requests(2)
    const deaf = dial(gateway.port)
    deaf.pause()
    deaf.write(
      `POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nAuthorization: Bearer ${gateway.keyring.text}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"model":`,
    )
    await running(3)
    const stopped = gateway.server.stop()
    expect(await open.rest()).toContain('"code":"stopped"')
    await waiting.then((response) => response.text()).catch(() => {})
    expect(await stopped).toMatchObject({ state: 'off', running: 0 })
    await rows(2)
    expect(gateway.door.ledger.rows.map(({ endState }) => endState)).toEqual(['stopped', 'stopped'])
    deaf.destroy()
  })
})

describe('back-pressure', () => {
  test('a client that reads nothing makes the core hold little, however much the provider has', async () => {
    const piece = event({ choices: [{ index: 0, delta: { content: 'x'.repeat(16_000) } }] })
    let given = 0
    const blocked = Promise.withResolvers<void>()
    gateway.provider.always(async ({ response }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (let i = 0; i < 4_000 && !response.destroyed; i++) {
        given += piece.length
        if (response.write(piece)) continue
        const drained = await Promise.race([
          once(response, 'drain').then(() => true),
          new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 1_000)),
        ])
        if (drained) continue
        blocked.resolve()
        await once(response, 'close')
      }
    })
    const socket = dial(gateway.port)
    socket.pause()
    const body = JSON.stringify({ model: 'fake-1', ...asked })
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nAuthorization: Bearer ${gateway.keyring.text}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
    await blocked.promise
    // 64 MB were there to be sent; what lies between is the buffers of four sockets and a quarter of a megabyte of ours.
    expect(given).toBeLessThan(24 * 1024 * 1024)
    const [call] = gateway.server.running()
    expect(call?.answeredBytes).toBeLessThan(given)
    socket.destroy()
    await rows(1)
    expect(gateway.door.ledger.last.endState).toBe('stopped')
  })

  test('a provider that reads nothing makes the core hold little of an upload', async () => {
    const boundary = 'b0undary'
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nassistants\r\n--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n`
    const total = 100 * 1024 * 1024
    const { createServer } = await import('node:net')
    const deaf = createServer((socket) => socket.pause()).listen(0, '127.0.0.1')
    await once(deaf, 'listening')
    const address = deaf.address() as { port: number }
    gateway.passport.provider.baseUrl = `http://127.0.0.1:${address.port}/v1`
    gateway.passport.boundOrigin = `http://127.0.0.1:${address.port}`
    const upload = httpRequest(`${gateway.baseUrl}/files`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${gateway.keyring.text}`,
        'content-type': `multipart/form-data; boundary=${boundary}`,
        'content-length': total,
      },
    })
    upload.on('error', () => {})
    upload.write(head)
    let sent = 0
    const piece = Buffer.alloc(256 * 1024)
    for (;;) {
      if (upload.write(piece)) {
        sent += piece.length
        continue
      }
      sent += piece.length
      const drained = await Promise.race([
        once(upload, 'drain').then(() => true),
        new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 1_000)),
      ])
      if (!drained) break
    }
    expect(sent).toBeLessThan(24 * 1024 * 1024)
    upload.destroy()
    // The switch ends it: a client that goes away while nobody reads from it is not noticed before.
    expect(await gateway.server.stop()).toMatchObject({ running: 0 })
    deaf.close()
  })
})

describe('the connection', () => {
  test('is kept for the next call, for longer than the clients keep theirs', async () => {
    gateway.provider.always(chatStream(['ok']))
    const response = await gateway.chat({ stream: true })
    await response.text()
    expect(response.headers.get('keep-alive')).toBe('timeout=75')
  })

  test("passes the client's and the provider's own request ids on, and adds its own", async () => {
    gateway.provider.always(({ response }) => {
      response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': 'req_provider' })
      response.end('{}')
    })
    const { headers } = await gateway.chat({}, { headers: { 'x-request-id': 'req_client' } })
    expect(headers.get('x-request-id')).toBe('req_provider')
    expect(gateway.provider.last.headers['x-request-id']).toBe('req_client')
    expect(headers.get('x-keydeck-request-id')).toBe(gateway.door.ledger.last.id)
  })

  test('ends where a client sends nonsense behind its request, and mixes no second answer into the first', async () => {
    gateway.provider.always(stalling(begun, never))
    const body = JSON.stringify({ model: 'fake-1', ...asked })
    const socket = dial(gateway.port)
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nAuthorization: Bearer ${gateway.keyring.text}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
    let text = ''
    socket.on('data', (bytes: Buffer) => (text += bytes.toString('latin1')))
    while (!text.includes('Hel')) await once(socket, 'data')
    socket.write('nonsense\r\n\r\n')
    await once(socket, 'close')
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1)
    await rows(1)
    expect(gateway.door.ledger.last.endState).toBe('stopped')
  })

  test('says 100 Continue only to what was let in', async () => {
    const body = JSON.stringify({ model: 'fake-1', messages: [] })
    const lines = (key: string) =>
      `POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`
    const right = dial(gateway.port)
    right.write(lines(gateway.keyring.text))
    const [first] = (await once(right, 'data')) as [Buffer]
    expect(first.toString()).toBe('HTTP/1.1 100 Continue\r\n\r\n')
    right.write(body)
    const [answer] = (await once(right, 'data')) as [Buffer]
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 /)
    right.destroy()

    const wrong = dial(gateway.port)
    wrong.write(lines('kd_wrong'))
    const [refusal] = (await once(wrong, 'data')) as [Buffer]
    expect(refusal.toString()).toMatch(/^HTTP\/1\.1 401 /)
    wrong.destroy()
  })
})
