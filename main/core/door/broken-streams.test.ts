import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chatEvents, chatStream, chunk, event, json, stream, text } from '../../../test/faults/answers.ts'
import { type Break, breakingOff, flooding, hangingUp, silent, stalling } from '../../../test/faults/breaks.ts'
import { type DoorFixture, openDoor, passportFor } from '../../../test/faults/door-fixture.ts'
import { type FaultProvider, startFaultProvider } from '../../../test/faults/fault-provider.ts'
import { readResponse, refusalOf } from '../../../test/faults/read-response.ts'

let provider: FaultProvider
let fixture: DoorFixture

const withTimes = (limits: object) => {
  fixture = openDoor(fixture.passport, { limits })
  return fixture
}

beforeEach(async () => {
  provider = await startFaultProvider(chatStream(['Hello']))
  fixture = openDoor(passportFor(provider.baseUrl))
})

afterEach(async () => {
  await fixture.close()
  await provider.close()
})

const ask = async (body: object = {}) => readResponse(await fixture.door.send(fixture.chat(body)))
const askResponses = async () => readResponse(await fixture.door.send({ ...fixture.chat(), path: '/responses' }))

describe('U4: a stream that lost its end is never taken for a whole one', () => {
  const events = chatEvents(['One ', 'two ', 'three'])
  const cases: [string, string[], Break][] = [
    ['no [DONE], ended as HTTP ends', events.slice(0, -1), 'clean'],
    [
      '[DONE] without a reason to finish, as a proxy says it that lost its provider',
      events.filter((one) => !one.includes('"stop"')),
      'clean',
    ],
    ['closed in the middle', events.slice(0, 3), 'fin'],
    ['reset in the middle', events.slice(0, 3), 'rst'],
    ['cut inside an HTTP chunk', events.slice(0, 3), 'mid-chunk'],
    ['nothing but the role', events.slice(0, 1), 'fin'],
  ]
  test.each(cases)('%s', async (_name, pieces, how) => {
    provider.always(breakingOff(pieces, how))
    const { text, record, error } = await ask()
    expect(text.startsWith(pieces.join(''))).toBe(true)
    expect(record).toMatchObject({ endState: 'truncated', errorCode: 'upstream_truncated', status: 200 })
    expect(error?.code ?? null).toBe(how === 'clean' ? null : 'upstream_truncated')
    expect(record.tokens?.estimated).toBe(true)
  })

  test('a response stream without its terminal event', async () => {
    provider.always(
      stream([event({ type: 'response.output_text.delta', delta: 'Hi' }, { name: 'response.output_text.delta' })]),
    )
    expect((await askResponses()).record).toMatchObject({
      endState: 'truncated',
      timeToFirstTokenMs: expect.any(Number),
    })
  })

  test('a plain answer that is shorter than it said', async () => {
    provider.always(({ response, socket }) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' })
      response.write('{"id":"chatcmpl-1","choices":[', () => socket.end())
    })
    const { record, error } = await ask({ stream: false })
    expect(record).toMatchObject({ endState: 'truncated', errorCode: 'upstream_truncated' })
    expect(error?.code).toBe('upstream_truncated')
  })

  test('a stream that said its last word is whole, however the connection ended', async () => {
    provider.always(breakingOff(events, 'rst'))
    const { text, record, error } = await ask()
    expect(text).toBe(events.join(''))
    expect(error).toBeNull()
    expect(record.endState).toBe('ok')
  })

  test('a stream that said its last word and stays open is ended from this side', async () => {
    withTimes({ afterLastMs: 20 })
    provider.always(stalling(events, new Promise(() => {})))
    const { text, record } = await ask()
    expect(text).toBe(events.join(''))
    expect(record.endState).toBe('ok')
  })
})

describe('U5: an error in the middle of a stream keeps what came before it', () => {
  const before = chatEvents(['Half an ']).slice(0, 2)
  test.each([
    [
      'as data',
      event({ error: { message: 'The engine broke', type: 'server_error', code: 'overloaded_error' } }),
      'upstream_overloaded',
    ],
    ['as a named event', event({ message: 'Broken pipe' }, { name: 'error' }), 'upstream_error'],
    [
      'as data, and [DONE] after it',
      event({ error: { message: 'Too many', code: 429 } }) + event('[DONE]'),
      'rate_limit_exceeded',
    ],
  ])('%s', async (_name, broken, code) => {
    provider.always(stream([...before, broken]))
    const { text, record } = await ask()
    expect(text).toBe(before.join('') + broken)
    expect(record).toMatchObject({ endState: 'error', errorLayer: 'provider', errorCode: code })
    expect(record.tokens).toMatchObject({ estimated: true })
    expect(record.tokens?.output).toBeGreaterThan(0)
  })

  test('in a response stream', async () => {
    const failed = {
      type: 'response.failed',
      response: { status: 'failed', error: { code: 'rate_limit_exceeded', message: 'Slow down' } },
    }
    provider.always(stream([event(failed, { name: 'response.failed' })]))
    expect((await askResponses()).record).toMatchObject({ endState: 'error', errorCode: 'rate_limit_exceeded' })
  })

  test('which quotes the key: the key is taken out, everything else stays', async () => {
    provider.always(stream([...before, event({ error: { message: `bad key ${fixture.secret}, sorry` } })]))
    const { text } = await ask()
    expect(text).not.toContain(fixture.secret)
    expect(text).toMatch(/bad key \[redacted\]\**, sorry/)
  })
})

describe('U6: what is no answer is an error and no crash', () => {
  test('an event that is no JSON', async () => {
    provider.always(stream(['data: {"choices": [}\n\n', ...chatEvents(['x'])]))
    expect((await ask()).record).toMatchObject({ endState: 'error', errorCode: 'upstream_malformed' })
  })

  test('a web page under a stream’s content type', async () => {
    provider.always(text('<html><body>\n\nSorry</body></html>', 'text/event-stream'))
    expect((await ask()).record).toMatchObject({ endState: 'error', errorCode: 'upstream_malformed' })
  })

  test('a web page under its own, U20: a sign-in page of the network with status 200', async () => {
    provider.always(
      text('<html><head><title>Guest Wi-Fi</title></head><body>Please sign in</body></html>', 'text/html'),
    )
    const { error, record } = await refusalOf(fixture.door.send(fixture.chat()))
    expect(error).toMatchObject({ code: 'upstream_malformed', status: 200 })
    expect(error.providerMessage).toContain('Guest Wi-Fi')
    expect(record).toMatchObject({ endState: 'error', errorCode: 'upstream_malformed', tokens: null })
  })

  test('plain JSON where a stream was asked for', async () => {
    provider.always(json({ error: { message: 'Streaming is not supported here' } }))
    const { error } = await refusalOf(fixture.door.send(fixture.chat()))
    expect(error).toMatchObject({ code: 'upstream_malformed', providerMessage: 'Streaming is not supported here' })
  })

  test('broken JSON where JSON was asked for', async () => {
    provider.always(json('{"choices": [}'))
    const { text: body, record } = await ask({ stream: false })
    expect(body).toBe('{"choices": [}')
    expect(record).toMatchObject({ endState: 'error', errorCode: 'upstream_malformed' })
  })

  test('an error under status 200', async () => {
    provider.always(json({ error: { message: 'No credit', code: 'insufficient_quota' } }))
    expect((await ask({ stream: false })).record).toMatchObject({ endState: 'error', errorCode: 'budget_exceeded' })
  })

  test('a stream under a wrong content type is read all the same', async () => {
    provider.always(text(chatEvents(['ok']).join(''), 'text/plain'))
    expect((await ask()).record.endState).toBe('ok')
  })

  test('garbage instead of HTTP', async () => {
    provider.always(({ socket }) => socket.end('\u0000\u0001 this is no HTTP\r\n\r\n'))
    expect((await refusalOf(fixture.door.send(fixture.chat()))).error.code).toBe('upstream_malformed')
  })

  test('a connection that closes without a word', async () => {
    provider.always(hangingUp)
    const { error, record } = await refusalOf(fixture.door.send(fixture.chat()))
    expect(error).toMatchObject({ code: 'upstream_unreachable', layer: 'network' })
    expect(record).toMatchObject({ endState: 'error', errorCode: 'upstream_unreachable', status: null })
  })
})

describe('U8: floods are capped', () => {
  test('64 MB without a newline', async () => {
    provider.always(flooding(64 * 1024 * 1024))
    const { bytes, error, record } = await ask()
    expect(error?.code).toBe('upstream_too_large')
    expect(record).toMatchObject({ endState: 'error', errorCode: 'upstream_too_large' })
    expect(bytes.length).toBeLessThanOrEqual(9 * 1024 * 1024)
  })

  test('one event of 10 MB in many lines', async () => {
    provider.always(flooding(10 * 1024 * 1024, Buffer.from(`data: ${'x'.repeat(65_529)}\n`)))
    expect((await ask()).error?.code).toBe('upstream_too_large')
  })

  test('a stream that never stops', async () => {
    withTimes({ streamBytes: 1024 * 1024 })
    provider.always(flooding(4 * 1024 * 1024, Buffer.from(event(chunk({ content: 'a' })).repeat(100)), ''))
    expect((await ask()).record).toMatchObject({ endState: 'error', errorCode: 'upstream_too_large' })
  })

  test('200,000 tiny events pass, and the row counts their text', async () => {
    const many = Buffer.from(event(chunk({ content: 'a ' })).repeat(1_000))
    const pieces = [...Array.from({ length: 200 }, () => many), ...chatEvents(['.'])]
    provider.always(stream(pieces))
    const { bytes, record } = await ask()
    expect(bytes.equals(Buffer.concat(pieces.map((piece) => Buffer.from(piece))))).toBe(true)
    expect(record).toMatchObject({ endState: 'ok' })
  })
})

describe('U9: silence ends a call', () => {
  test('before the headers', async () => {
    withTimes({ headersMs: 40 })
    provider.always(silent)
    const { error, record } = await refusalOf(fixture.door.send(fixture.chat()))
    expect(error).toMatchObject({ code: 'upstream_timeout', layer: 'network' })
    expect(record).toMatchObject({ endState: 'error', errorCode: 'upstream_timeout' })
  })

  test('after the headers', async () => {
    withTimes({ idleMs: 40 })
    provider.always(stalling([], new Promise(() => {})))
    expect((await ask()).record).toMatchObject({ endState: 'error', errorCode: 'upstream_timeout' })
  })

  test('in the middle: what came is kept', async () => {
    withTimes({ idleMs: 40 })
    const pieces = chatEvents(['Half']).slice(0, 2)
    provider.always(stalling(pieces, new Promise(() => {})))
    const { text: came, error, record } = await ask()
    expect(came).toBe(pieces.join(''))
    expect(error?.code).toBe('upstream_timeout')
    expect(record.tokens?.output).toBeGreaterThan(0)
  })
})

describe('U12: tool calls are text to the meter', () => {
  test.each([
    ['split in the middle of a word', ['{"ci', 'ty":"Os', 'lo"}']],
    ['no JSON', ['{city:', ' oops']],
    ['1 MB long', ['x'.repeat(1_000_000)]],
  ])('%s', async (_name, parts) => {
    const calls = parts.map((part) => event(chunk({ tool_calls: [{ index: 0, function: { arguments: part } }] })))
    const pieces = [...calls, event(chunk({}, 'tool_calls')), event('[DONE]')]
    provider.always(stream(pieces))
    const { text: came, record } = await ask()
    expect(came).toBe(pieces.join(''))
    expect(record).toMatchObject({ endState: 'ok', timeToFirstTokenMs: expect.any(Number) })
  })
})
