import { once } from 'node:events'
import { Readable } from 'node:stream'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  chatEvents,
  chatStream,
  chunk,
  completion,
  event,
  json,
  stream,
  text,
  usageChunk,
} from '../../../test/faults/answers.ts'
import { stalling } from '../../../test/faults/breaks.ts'
import { type DoorFixture, openDoor, passportFor } from '../../../test/faults/door-fixture.ts'
import { type FaultProvider, startFaultProvider } from '../../../test/faults/fault-provider.ts'
import { readResponse, refusalOf } from '../../../test/faults/read-response.ts'

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

const never = new Promise<never>(() => {})

describe('bytes', () => {
  const events = fc.array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }).map((content) => event(chunk({ content }))),
      fc.constant(': OPENROUTER PROCESSING\n\n'),
      fc.constant(event({ ...chunk({ content: 'x' }), usage: null })),
      fc.constant(event({ ...chunk({ content: '"usage":{"prompt_tokens":1}' }), obfuscation: 'aB3' })),
      fc.constant(event({ ...chunk({}), choices: [], prompt_filter_results: [] })),
    ),
    { maxLength: 8 },
  )

  test('with the usage event asked for, exactly that event is missing and no other byte differs', async () => {
    const places = fc.array(fc.nat({ max: 3_000 }), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(events, places, fc.boolean(), fc.boolean(), async (some, cuts, windows, asked) => {
        const newline = (one: string) => (windows ? one.replaceAll('\n', '\r\n') : one)
        const head = [...some, event(chunk({}, 'stop'))].map(newline).join('')
        const usage = newline(event(usageChunk))
        const done = newline(event('[DONE]'))
        const bytes = Buffer.from(head + usage + done)
        const at = [...new Set(cuts.map((place) => place % bytes.length))].toSorted((a, b) => a - b)
        provider.always(
          stream([...at, bytes.length].map((end, index) => bytes.subarray(index === 0 ? 0 : at[index - 1], end))),
        )
        const options = asked ? { stream_options: { include_usage: true } } : {}
        const { bytes: came, record } = await readResponse(await fixture.door.send(fixture.chat(options)))
        expect(came.toString('utf8')).toBe(asked ? head + usage + done : head + done)
        expect(record).toMatchObject({ endState: 'ok', tokens: { input: 12, output: 7, estimated: false } })
      }),
      { numRuns: 150 },
    )
  })

  test('only the first such event is taken out: a second one is the provider’s own', async () => {
    const usage = event(usageChunk)
    provider.always(stream([event(chunk({ content: 'a' }, 'stop')), usage, usage, event('[DONE]')]))
    const { text: came } = await readResponse(await fixture.door.send(fixture.chat()))
    expect(came.split('"prompt_tokens"')).toHaveLength(2)
  })

  test.each([0, 1, 1_000, 3_000_000])('a binary answer of %i bytes', async (size) => {
    const audio = Buffer.alloc(size, 'noise')
    provider.always(text(audio, 'audio/mpeg'))
    const { bytes, record } = await readResponse(await fixture.door.send(fixture.request({ path: '/files/1/content' })))
    expect(bytes.equals(audio)).toBe(true)
    expect(record).toMatchObject({ endState: 'ok', responseBytes: size, tokens: null })
  })

  test('a large batch of embeddings passes, and its figures are read from its end', async () => {
    const data = Array.from({ length: 40 }, (_, index) => ({ index, embedding: 'QUJD'.repeat(20_000) }))
    const body = JSON.stringify({
      object: 'list',
      data,
      model: 'e-1',
      usage: { prompt_tokens: 321, total_tokens: 321 },
    })
    provider.always(json(body))
    const request = fixture.chat({ model: 'e-1', stream: false }, { path: '/embeddings' })
    const { text: came, record } = await readResponse(await fixture.door.send(request))
    expect(came).toBe(body)
    expect(record.tokens).toMatchObject({ input: 321, output: 0, estimated: false })
  })

  test('a packed plain answer passes packed, and is read beside', async () => {
    const packed = gzipSync(JSON.stringify({ choices: [], usage: { prompt_tokens: 5, completion_tokens: 6 } }))
    provider.always(text(packed, 'application/json', 200, { 'content-encoding': 'gzip' }))
    const headers = { 'content-type': 'application/json', 'accept-encoding': 'gzip' }
    const response = await fixture.door.send(fixture.chat({ stream: false }, { headers }))
    expect(response.headers['content-encoding']).toBe('gzip')
    const { bytes, record } = await readResponse(response)
    expect(bytes.equals(packed)).toBe(true)
    expect(record.tokens).toMatchObject({ input: 5, output: 6 })
    expect(provider.last.headers['accept-encoding']).toBe('gzip')
  })

  test('a stream that is packed although it was asked not to be is unpacked', async () => {
    const events = chatEvents(['unpacked'], { usage: true })
    provider.always(text(brotliCompressSync(events.join('')), 'text/event-stream', 200, { 'content-encoding': 'br' }))
    const headers = { 'content-type': 'application/json', 'accept-encoding': 'br' }
    const response = await fixture.door.send(fixture.chat({}, { headers }))
    const { text: came, record } = await readResponse(response)
    expect(provider.last.headers['accept-encoding']).toBe('identity')
    expect(response.headers).not.toHaveProperty('content-encoding')
    expect(came).toBe(chatEvents(['unpacked']).join(''))
    expect(record).toMatchObject({ endState: 'ok', tokens: { input: 12 } })
  })

  test('an asker’s upload streams through with its length and its boundary', async () => {
    provider.always(json({ text: 'hi' }))
    const parts = Array.from({ length: 50 }, () => Buffer.alloc(100_000, 'audio'))
    const headers = { 'content-type': 'multipart/form-data; boundary=x', 'content-length': '5000000' }
    const request = fixture.request({
      method: 'POST',
      path: '/audio/transcriptions',
      headers,
      body: Readable.from(parts),
      model: 'w-1',
    })
    const { record } = await readResponse(await fixture.door.send(request))
    expect(provider.last.body.equals(Buffer.concat(parts))).toBe(true)
    expect(provider.last.headers).toMatchObject(headers)
    expect(record).toMatchObject({ model: 'w-1', requestBytes: 5_000_000 })
  })

  test('a JSON body that streams in is read for its model, up to the limit', async () => {
    const body = Buffer.from(JSON.stringify({ model: 'from-stream', stream: true, messages: [] }))
    const pieces = [body.subarray(0, 7), body.subarray(7)]
    const { record } = await readResponse(await fixture.door.send({ ...fixture.chat(), body: Readable.from(pieces) }))
    expect(record.model).toBe('from-stream')
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(1024 * 1024, 0x20)
      })(),
    )
    const { error } = await refusalOf(fixture.door.send({ ...fixture.chat(), body: endless }))
    expect(error).toMatchObject({ code: 'invalid_request', status: 413 })
  })
})

describe('the row comes before the end', () => {
  const cases = [
    ['a stream', () => chatStream(['Hel', 'lo']), 'data: [DONE]'],
    ['a plain answer', () => completion(), '"usage"'],
    ['an HTTP error', () => json({ error: { message: 'the last words' } }, 400), 'last words'],
  ] as const
  test.each(cases)('of %s: the last bytes wait for the ledger', async (_name, fault, last) => {
    provider.always(fault())
    const gate = Promise.withResolvers<void>()
    fixture.ledger.gate = gate.promise
    const came: string[] = []
    let ended = false
    const call = fixture.door
      .send(fixture.chat(_name === 'a stream' ? {} : { stream: false }))
      .then(async (response) => {
        response.body.on('data', (chunk: Buffer) => came.push(String(chunk)))
        await once(response.body, 'end')
        ended = true
      })
    await fixture.ledger.asked
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect(came.join('')).not.toContain(last)
    expect(ended).toBe(false)
    expect(fixture.ledger.rows).toHaveLength(0)
    gate.resolve()
    await call
    expect(came.join('')).toContain(last)
    expect(fixture.ledger.rows).toHaveLength(1)
  })

  test('a ledger that refuses does not keep the answer back, and is not passed over in silence', async () => {
    fixture.ledger.failure = Object.assign(new Error('disk full'), { code: 'SQLITE_FULL' })
    const { text: came, record } = await readResponse(await fixture.door.send(fixture.chat()))
    expect(came).toContain('[DONE]')
    expect(record.endState).toBe('ok')
    expect(fixture.logged.join()).toContain('call.not-recorded')
    expect(fixture.logged.join()).toContain('SQLITE_FULL')
  })

  test('a price book that fails leaves the price unknown', async () => {
    await fixture.close()
    fixture = openDoor(fixture.passport, {
      prices: {
        price: () => {
          throw new TypeError('no such model')
        },
      },
    })
    const { record } = await readResponse(await fixture.door.send(fixture.chat()))
    expect(record).toMatchObject({ cost: null, priceSource: 'unknown', endState: 'ok' })
    expect(fixture.logged.join()).toContain('price.failed')
  })
})

describe('stop', () => {
  const half = chatEvents(['Half an answer']).slice(0, 2)

  test('by the signal in the middle: what came is kept, and the provider is hung up on', async () => {
    const closed = Promise.withResolvers<void>()
    provider.always((exchange) => {
      exchange.response.on('close', closed.resolve)
      return stalling(half, never)(exchange)
    })
    const stop = new AbortController()
    const response = await fixture.door.send(fixture.chat({}, { signal: stop.signal }))
    response.body.once('data', () => stop.abort())
    const { text: came, record, error } = await readResponse(response)
    expect(came).toBe(half.join(''))
    expect(error?.code).toBe('stopped')
    expect(record).toMatchObject({ endState: 'stopped', errorCode: null, errorLayer: null, status: 200 })
    expect(record.tokens).toMatchObject({ estimated: true })
    await closed.promise
  })

  test('by destroying the body', async () => {
    provider.always(stalling(half, never))
    const response = await fixture.door.send(fixture.chat())
    await once(response.body, 'data')
    response.body.destroy()
    expect(await response.recorded).toMatchObject({ endState: 'stopped' })
  })

  test('before the provider answered', async () => {
    provider.always(stalling([], never))
    provider.always(() => {})
    const stop = new AbortController()
    const call = refusalOf(fixture.door.send(fixture.chat({}, { signal: stop.signal })))
    await provider.requests(1)
    stop.abort()
    const { error, record } = await call
    expect(error.code).toBe('stopped')
    expect(record).toMatchObject({ endState: 'stopped', errorCode: null, status: null })
  })

  test('before it left: nothing is sent', async () => {
    const { record } = await refusalOf(fixture.door.send(fixture.chat({}, { signal: AbortSignal.abort() })))
    expect(record).toMatchObject({ endState: 'stopped' })
    expect(provider.connections).toBe(0)
  })

  test('while a keychain hangs', async () => {
    await fixture.close()
    const asked = Promise.withResolvers<void>()
    const reader = {
      read: () => {
        asked.resolve()
        return never
      },
    }
    fixture = openDoor(fixture.passport, { reader })
    const stop = new AbortController()
    const call = refusalOf(fixture.door.send(fixture.chat({}, { signal: stop.signal })))
    await asked.promise
    stop.abort()
    expect((await call).error.code).toBe('stopped')
  })

  test('after the end it changes nothing', async () => {
    const stop = new AbortController()
    const { record } = await readResponse(await fixture.door.send(fixture.chat({}, { signal: stop.signal })))
    stop.abort()
    expect(record.endState).toBe('ok')
    expect(fixture.ledger.rows).toHaveLength(1)
  })

  test('cut ends every call of a key, in the middle and in its head, and says why', async () => {
    provider.next(stalling(half, never), () => {})
    const first = await fixture.door.send(fixture.chat())
    const second = refusalOf(fixture.door.send(fixture.chat()))
    await provider.requests(2)
    fixture.door.cut(crypto.randomUUID())
    expect(fixture.ledger.rows).toHaveLength(0)
    fixture.passport.status = 'revoked'
    fixture.door.cut(fixture.passport.keyId)
    const read = await readResponse(first)
    expect(read.error?.code).toBe('key_revoked')
    expect(read.record).toMatchObject({ endState: 'stopped', errorCode: 'key_revoked' })
    expect((await second).error.code).toBe('key_revoked')
    expect((await refusalOf(fixture.door.send(fixture.chat()))).error.code).toBe('key_revoked')
  })

  test('closing ends and records every call, and lets none in', async () => {
    provider.always(stalling(half, never))
    const response = await fixture.door.send(fixture.chat())
    await fixture.door.close()
    expect(fixture.ledger.last.endState).toBe('stopped')
    expect((await readResponse(response)).error?.code).toBe('stopped')
    expect((await refusalOf(fixture.door.send(fixture.chat()))).error.code).toBe('stopped')
  })
})

test('a slow asker slows the provider down instead of filling the memory', async () => {
  let sent = 0
  const piece = Buffer.from(event(chunk({ content: 'x'.repeat(16_000) })))
  const full = Promise.withResolvers<void>()
  const drained = Promise.withResolvers<void>()
  provider.always(async ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    while (sent < 2_000) {
      sent++
      if (response.write(piece)) continue
      // A socket that doesn't drain in this time has filled up all the way to the asker.
      const timer = setTimeout(full.resolve, 250)
      await once(response, 'drain')
      clearTimeout(timer)
    }
    drained.resolve()
    response.end(event(chunk({}, 'stop')) + event('[DONE]'))
  })
  const response = await fixture.door.send(fixture.chat())
  await full.promise
  expect(sent).toBeLessThan(1_900)
  const read = await readResponse(response)
  await drained.promise
  expect(read.record.endState).toBe('ok')
  expect(read.bytes.length).toBeGreaterThan(2_000 * piece.length)
})
