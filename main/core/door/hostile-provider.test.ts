import { spawnSync } from 'node:child_process'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { chatEvents, completion, event, stream } from '../../../test/faults/answers.ts'
import { type DoorFixture, openDoor, passportFor } from '../../../test/faults/door-fixture.ts'
import { type FaultProvider, startFaultProvider } from '../../../test/faults/fault-provider.ts'
import { readResponse, refusalOf } from '../../../test/faults/read-response.ts'

let provider: FaultProvider
let fixture: DoorFixture

beforeEach(async () => {
  provider = await startFaultProvider(completion())
  fixture = openDoor(passportFor(provider.baseUrl))
})
afterEach(async () => {
  await fixture.close()
  await provider.close()
})

const nested = (depth: number) => `{"error":${'['.repeat(depth)}${']'.repeat(depth)}}`

/** Cleans hostile texts in a process of its own: a hang there ends at its deadline and not with this test run. */
const cleanElsewhere = (text: string) =>
  spawnSync(
    process.execPath,
    [
      '--no-warnings',
      '--input-type=module',
      '--eval',
      `import { createRedactor } from ${JSON.stringify(new URL('redact.ts', import.meta.url).href)}
       import { messageOfBody } from ${JSON.stringify(new URL('provider-message.ts', import.meta.url).href)}
       import { JsonMeter } from ${JSON.stringify(new URL('json-meter.ts', import.meta.url).href)}
       const redactor = createRedactor()
       redactor.learn('xy-' + 'aB'.repeat(20))
       const text = ${text}
       redactor.redact(text)
       messageOfBody(text)
       const meter = new JsonMeter()
       for (let at = 0; at < text.length; at += 65_536) meter.feed(Buffer.from(text.slice(at, at + 65_536)))
       meter.finish(true)`,
    ],
    { timeout: 20_000, encoding: 'utf8' },
  )

test.each([
  ['blanks', `' '.repeat(1_000_000)`],
  ['blanks after a word that a key follows', `'authorization:' + ' '.repeat(1_000_000)`],
  ['blanks after Bearer', `'Bearer' + ' '.repeat(1_000_000)`],
  ['beginnings of web tokens', `'eyJ-'.repeat(250_000)`],
  ['brackets', `'<'.repeat(1_000_000)`],
  ['titles without an end', `'<head>' + '<title'.repeat(160_000)`],
  ['the word usage', `'"usage"'.repeat(140_000)`],
  ['usage in usage', `'{' + '"usage":{'.repeat(110_000)`],
  ['letters that change their case', `'aB'.repeat(500_000)`],
])(
  'a megabyte of %s does not hang the process',
  (_name, text) => {
    expect(cleanElsewhere(text)).toMatchObject({ signal: null, status: 0, stderr: '' })
  },
  30_000,
)

test('a packed stream that unpacks to far more than is accepted ends, also when all of it has come', async () => {
  fixture = openDoor(fixture.passport, { limits: { eventBytes: 64 * 1024 } })
  provider.always(stream([brotliCompressSync(`data: ${'a'.repeat(32_000_000)}`)], { 'content-encoding': 'br' }))
  const { record, error } = await readResponse(await fixture.door.send(fixture.chat()))
  expect(error?.code).toBe('upstream_too_large')
  expect(record).toMatchObject({ endState: 'error', errorCode: 'upstream_too_large' })
})

test.each(['goes away', 'says stop'])('an asker that %s while a packed stream unpacks has its row', async (how) => {
  const words = Array.from({ length: 20_000 }, () => 'word '.repeat(20))
  const packed = gzipSync(chatEvents(words).join(''))
  provider.always(stream([packed], { 'content-encoding': 'gzip' }))
  const stopping = new AbortController()
  const response = await fixture.door.send(fixture.chat({}, { signal: stopping.signal }))
  await new Promise<void>((resolve) => response.body.once('readable', resolve))
  if (how === 'goes away') response.body.destroy()
  else stopping.abort()
  expect(await response.recorded).toMatchObject({ endState: 'stopped' })
})

test.each([
  ['in an event', [event(nested(200_000))]],
  ['in an event that is cut off by the end', [`data: ${nested(200_000)}`]],
])('a list nested without end %s is an error, and the call has its row', async (_name, pieces) => {
  provider.always(stream(pieces))
  const { record } = await readResponse(await fixture.door.send(fixture.chat()))
  expect(record).toMatchObject({ endState: 'error', errorCode: 'upstream_error' })
})

test('a list nested without end in a packed stream does not end the process', async () => {
  provider.always(stream([gzipSync(event(nested(200_000)))], { 'content-encoding': 'gzip' }))
  const { record } = await readResponse(await fixture.door.send(fixture.chat()))
  expect(record).toMatchObject({ endState: 'error', errorCode: 'upstream_error' })
})

test('what floods after the last word is not gathered until the connection ends', async () => {
  fixture = openDoor(fixture.passport, { limits: { eventBytes: 64 * 1024, afterLastMs: 600_000 } })
  const last = chatEvents(['Hi'])
  provider.always(({ response }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const piece of [...last, ...Array.from({ length: 40 }, () => event('x'.repeat(4_000)))]) response.write(piece)
  })
  const { record } = await readResponse(await fixture.door.send(fixture.chat()))
  expect(record).toMatchObject({ endState: 'ok' })
})

test.each([
  ['tokens', { prompt_tokens: 1e300, completion_tokens: 1e300, total_tokens: 1e300 }],
  ['a price', { prompt_tokens: 5, completion_tokens: 6, cost: 1e300 }],
])('figures that no ledger can keep are not taken over: %s', async (_name, usage) => {
  provider.always(completion('Hello', usage))
  const { record } = await readResponse(await fixture.door.send(fixture.chat({ stream: false })))
  expect(Number.isSafeInteger(record.tokens?.input)).toBe(true)
  expect(Number.isSafeInteger(record.tokens?.output)).toBe(true)
  expect(Number.isSafeInteger(record.cost)).toBe(true)
})

test('a key whose record can not be read refuses its own call, and the door still closes', async () => {
  const broken = openDoor(fixture.passport, {
    passports: {
      find: () => {
        throw new TypeError('unreadable')
      },
      used: () => {},
    },
  })
  const refusal = await refusalOf(broken.door.send(broken.chat()))
  expect(refusal.error.code).toBe('secret_unavailable')
  await broken.close()
})
