import { once } from 'node:events'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ManualClock } from '../../../test/fakes/manual-clock.ts'
import { chatEvents, chunk, event, json, text } from '../../../test/faults/answers.ts'
import { stalling } from '../../../test/faults/breaks.ts'
import { type DoorFixture, openDoor, passportFor } from '../../../test/faults/door-fixture.ts'
import { type Fault, type FaultProvider, startFaultProvider } from '../../../test/faults/fault-provider.ts'
import { readResponse } from '../../../test/faults/read-response.ts'
import { ChatMeter } from './chat-meter.ts'
import type { DoorResponse } from './door-types.ts'
import { defaultLimits } from './limits.ts'
import { StreamRelay } from './stream-relay.ts'

/** No row may come because time went by. */
const forEver = { afterLastMs: 1_000_000_000 }
const never = new Promise<never>(() => {})

let provider: FaultProvider
let fixture: DoorFixture
beforeEach(async () => {
  provider = await startFaultProvider(json({}))
  fixture = openDoor(passportFor(provider.baseUrl), { limits: forEver })
})
afterEach(async () => {
  await fixture.close()
  await provider.close()
})

/** Sends the first pieces, and the others when it is told to. `left` resolves when its connection closes. */
function inTwo(first: readonly string[], then: readonly string[], contentType = 'text/event-stream') {
  const goOn = Promise.withResolvers<void>()
  const left = Promise.withResolvers<void>()
  const fault: Fault = async ({ response }) => {
    response.on('close', left.resolve)
    response.writeHead(200, { 'content-type': contentType })
    response.flushHeaders()
    for (const piece of first) response.write(piece)
    await Promise.race([goOn.promise, once(response, 'close')])
    for (const piece of then) response.write(piece)
    response.end()
  }
  return { fault, goOn: goOn.resolve, left: left.promise }
}

/** Reads until so many bytes have come. */
async function readBytes(response: DoorResponse, bytes: number): Promise<void> {
  let read = 0
  while (read < bytes) read += ((await once(response.body, 'data')) as [Buffer])[0].length
  response.body.pause()
}

const lengthOf = (pieces: readonly string[]) => pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0)

const name = (type: string, rest: object = {}) => event({ type, ...rest }, { name: type })
const usage = {
  input_tokens: 12,
  output_tokens: 700,
  total_tokens: 712,
  output_tokens_details: { reasoning_tokens: 690 },
}
const response = (rest: object) => ({ id: 'resp_1', object: 'response', model: 'fake-1', output: [], ...rest })
/** A stream of /responses that thinks first: none of it is shown. */
const responseEvents = [
  name('response.created', { response: response({ usage: null }) }),
  name('response.output_item.added', { item: { type: 'reasoning' } }),
  name('response.output_item.done', { item: { type: 'reasoning' } }),
  name('response.output_item.added', { item: { type: 'message' } }),
  name('response.content_part.added', { part: { type: 'output_text', text: '' } }),
  name('response.output_text.delta', { delta: 'Hel' }),
  name('response.output_text.delta', { delta: 'lo' }),
  name('response.output_text.done', { text: 'Hello' }),
  name('response.content_part.done', { part: { type: 'output_text', text: 'Hello' } }),
  name('response.output_item.done', { item: { type: 'message' } }),
  name('response.completed', { response: response({ usage }) }),
]
const chatUsage = {
  prompt_tokens: 12,
  completion_tokens: 700,
  total_tokens: 712,
  completion_tokens_details: { reasoning_tokens: 690 },
}
const chatAll = [
  ...chatEvents(['Hel', 'lo']).slice(0, -1),
  event({ ...chunk({}), choices: [], usage: chatUsage }),
  event('[DONE]'),
]
const used = { input: 12, output: 700, reasoning: 690, estimated: false }

const streams = [
  // Its last events before the figures are at these places: from there on, nothing is left to be cancelled.
  { kind: 'chat', events: chatAll, over: 3, path: '/chat/completions', body: {} },
  { kind: 'responses', events: responseEvents, over: 7, path: '/responses', body: {} },
]
const orders = streams.flatMap(({ events, over, ...rest }) =>
  events.slice(0, -1).map((_, index) => ({ ...rest, events, index, isOver: index >= over })),
)

describe('an asker that leaves a stream', () => {
  const after = orders.filter(({ isOver }) => isOver)
  test.each(after)('of $kind after event $index, when all was said, pays for what was shown alone', async (order) => {
    const { events, index, path } = order
    const parts = inTwo(events.slice(0, index + 1), events.slice(index + 1))
    provider.next(parts.fault)
    const answer = await fixture.door.send(fixture.chat({ stream_options: { include_usage: true } }, { path }))
    await readBytes(answer, lengthOf(events.slice(0, index + 1)))
    answer.body.destroy()
    parts.goOn()
    const row = await answer.recorded
    expect(row).toMatchObject({ endState: 'stopped', errorCode: null, tokens: used, cost: 70_120 })
    expect(fixture.ledger.rows).toHaveLength(1)
  })

  const before = orders.filter(({ isOver }) => !isOver)
  test.each(before)(
    'of $kind after event $index, while more is to come, pays on for what nobody reads',
    async (order) => {
      const { events, index, path } = order
      const parts = inTwo(events.slice(0, index + 1), events.slice(index + 1))
      provider.next(parts.fault)
      const answer = await fixture.door.send(fixture.chat({ stream_options: { include_usage: true } }, { path }))
      await readBytes(answer, lengthOf(events.slice(0, index + 1)))
      answer.body.destroy()
      await parts.left
      expect(await answer.recorded).toMatchObject({ endState: 'stopped', tokens: { estimated: true } })
    },
  )

  test('when one of two answers is over pays on for the other', async () => {
    const two = (index: number, delta: object, finish: string | null = null) => ({
      ...chunk({}),
      choices: [{ index, delta, finish_reason: finish }],
    })
    const first = [event(two(0, { content: 'One' })), event(two(1, { content: 'T' })), event(two(0, {}, 'stop'))]
    const parts = inTwo(first, [event(two(1, { content: 'wo' }))])
    const fault: Fault = async (exchange) => {
      void parts.fault({ ...exchange, response: Object.assign(exchange.response, { end: () => exchange.response }) })
    }
    provider.next(fault)
    const answer = await fixture.door.send(fixture.chat({ n: 2 }))
    await readBytes(answer, lengthOf(first))
    answer.body.destroy()
    parts.goOn()
    await parts.left
    expect(await answer.recorded).toMatchObject({ endState: 'stopped', tokens: { estimated: true } })
  })

  test('that it was too slow for leaves the provider waiting for room', () => {
    const rooms: string[] = []
    const relay = new StreamRelay(
      {
        exchange: { abort: () => {}, leave: () => {} },
        clock: new ManualClock(),
        limits: { ...defaultLimits, ...forEver },
        settle: () => never,
        redact: (said) => said,
        onRoom: () => rooms.push('room'),
      },
      new ChatMeter(false),
    )
    expect(relay.data(Buffer.from(chatAll.slice(0, 4).join('')))).toBe(true)
    expect(relay.data(Buffer.from(`: ${'x'.repeat(300_000)}\n\n`))).toBe(false)
    relay.body.destroy()
    expect(rooms).toEqual(['room'])
    expect(relay.data(Buffer.from(`: ${'x'.repeat(300_000)}\n\n`))).toBe(true)
  })

  test('whose figures never come holds the call for ever', async () => {
    await fixture.close()
    fixture = openDoor(fixture.passport, { limits: { afterLastMs: 1 } })
    const begun = chatAll.slice(0, 4)
    provider.next(stalling(begun, never))
    const answer = await fixture.door.send(fixture.chat({ stream_options: { include_usage: true } }))
    await readBytes(answer, lengthOf(begun))
    answer.body.destroy()
    expect(await answer.recorded).toMatchObject({ endState: 'stopped', tokens: { estimated: true } })
  })

  test.each(['cut', 'close', 'signal'] as const)('whose figures are awaited can not be ended by %s', async (how) => {
    const begun = chatAll.slice(0, 4)
    provider.next(stalling(begun, never))
    const stop = new AbortController()
    const asked = fixture.chat({ stream_options: { include_usage: true } }, { signal: stop.signal })
    const answer = await fixture.door.send(asked)
    await readBytes(answer, lengthOf(begun))
    answer.body.destroy()
    if (how === 'cut') fixture.door.cut(fixture.passport.keyId)
    else if (how === 'close') await fixture.door.close()
    else stop.abort()
    expect(await answer.recorded).toMatchObject({ endState: 'stopped', tokens: { estimated: true } })
  })
})

describe('an asker that leaves an answer that comes whole', () => {
  const completion = JSON.stringify({ choices: [{ index: 0, message: { content: 'Hello' } }], usage: chatUsage })

  test.each([0, 1, 40, completion.length - 1])('after %i bytes of it pays nothing', async (bytes) => {
    const [first, rest] = [completion.slice(0, bytes), completion.slice(bytes)]
    const parts = inTwo(first === '' ? [] : [first], [rest], 'application/json')
    provider.next(async (exchange) => {
      exchange.response.setHeader('content-length', completion.length)
      await parts.fault(exchange)
    })
    const answer = await fixture.door.send(fixture.chat({ stream: false }))
    answer.body.destroy()
    parts.goOn()
    expect(await answer.recorded).toMatchObject({ endState: 'stopped', tokens: used, cost: 70_120 })
  })

  test('that is packed pays nothing', async () => {
    const packed = gzipSync(completion)
    provider.next(text(packed, 'application/json', 200, { 'content-encoding': 'gzip' }))
    const asked = fixture.chat({ stream: false }, { headers: { 'accept-encoding': 'gzip' } })
    const answer = await fixture.door.send(asked)
    answer.body.destroy()
    expect(await answer.recorded).toMatchObject({ tokens: used })
  })

  test('while the provider sends spaces and still works on it pays on', async () => {
    const parts = inTwo(['\n', ' \n'], [completion], 'application/json')
    provider.next(parts.fault)
    const answer = await fixture.door.send(fixture.chat({ stream: false }))
    answer.body.destroy()
    await parts.left
    expect(await answer.recorded).toMatchObject({ endState: 'stopped', tokens: null, cost: null })
  })

  test('without figures, as speech is, makes the door read on for nothing', async () => {
    const parts = inTwo(['ID3'], ['...'], 'audio/mpeg')
    provider.next(parts.fault)
    const answer = await fixture.door.send(fixture.chat({ stream: false }, { path: '/audio/speech' }))
    await readBytes(answer, 0)
    answer.body.destroy()
    await parts.left
    expect(await answer.recorded).toMatchObject({ endState: 'stopped', tokens: null, cost: null })
  })
})

test('a response whose asker left at its end is counted again when it is looked at', async () => {
  const parts = inTwo(responseEvents.slice(0, 8), responseEvents.slice(8))
  provider.next(parts.fault)
  const answer = await fixture.door.send(fixture.chat({}, { path: '/responses' }))
  await readBytes(answer, lengthOf(responseEvents.slice(0, 8)))
  answer.body.destroy()
  parts.goOn()
  expect(await answer.recorded).toMatchObject({ tokens: used })
  provider.next(json(response({ usage })))
  const look = await readResponse(await fixture.door.send(fixture.request({ path: '/responses/resp_1' })))
  expect(look.record).toMatchObject({ tokens: null, cost: null })
})
