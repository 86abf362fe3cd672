import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { text } from '../../../test/faults/answers.ts'
import { type DoorFixture, openDoor, passportFor } from '../../../test/faults/door-fixture.ts'
import { type FaultProvider, startFaultProvider } from '../../../test/faults/fault-provider.ts'
import { readResponse } from '../../../test/faults/read-response.ts'
import { defaultLimits } from './limits.ts'

let provider: FaultProvider
let fixture: DoorFixture
beforeEach(async () => {
  provider = await startFaultProvider(text('{}', 'application/json'))
  fixture = openDoor(passportFor(provider.baseUrl))
})
afterEach(async () => {
  await fixture.close()
  await provider.close()
})

const packers: [string, string | null, (bytes: Buffer) => Buffer][] = [
  ['unpacked', null, (bytes) => bytes],
  ['gzip', 'gzip', (bytes) => gzipSync(bytes)],
  ['deflate', 'deflate', (bytes) => deflateSync(bytes)],
  ['deflate without its header', 'deflate', (bytes) => deflateRawSync(bytes)],
  ['brotli', 'br', (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } })],
  ['zstd', 'zstd', (bytes) => zstdCompressSync(bytes)],
]
const usage = { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 }
/** Numbers that do not pack to nothing, as embeddings are. */
const numbers = (count: number) => Array.from({ length: count }, (_, at) => Math.sin(at))
const bodies: [string, object][] = [
  ['small', { choices: [], usage }],
  ['of 300 KB', { data: numbers(15_000), usage }],
  ['of 1 MB', { data: numbers(60_000), usage }],
  ['of 1 MB with its figures first', { usage, data: numbers(60_000) }],
]

async function answerTo(packed: Buffer, encoding: string | null) {
  provider.always(text(packed, 'application/json', 200, encoding === null ? {} : { 'content-encoding': encoding }))
  return readResponse(await fixture.door.send(fixture.chat({ stream: false })))
}

describe.each(bodies)('the figures of an answer %s are on record', (_size, body) => {
  test.each(packers)('%s', async (_name, encoding, pack) => {
    const packed = pack(Buffer.from(JSON.stringify(body)))
    const { bytes, record } = await answerTo(packed, encoding)
    expect(bytes.equals(packed)).toBe(true)
    expect(record).toMatchObject({ endState: 'ok', cost: 570, tokens: { input: 7, output: 5, estimated: false } })
  })
})

test.each(packers.slice(1))(
  'a %s answer that is broken passes as it came, and its row says so',
  async (_name, encoding, pack) => {
    const packed = pack(Buffer.from(JSON.stringify({ data: numbers(20_000), usage })))
    packed.fill(0xff, Math.floor(packed.length / 2))
    const { bytes, record } = await answerTo(packed, encoding)
    expect(bytes.equals(packed)).toBe(true)
    expect(record).toMatchObject({ endState: 'error', errorCode: 'upstream_malformed', tokens: null })
  },
)

test('a bomb of 1 GB costs neither the memory nor the answer', async () => {
  await fixture.close()
  fixture = openDoor(fixture.passport, { limits: { ...defaultLimits, streamBytes: 64 * 1024 * 1024 } })
  const zeros = gzipSync(Buffer.alloc(16 * 1024 * 1024, '0'))
  const bomb = Buffer.concat([gzipSync('{"data":"'), ...Array.from({ length: 64 }, () => zeros)])
  const before = process.memoryUsage().rss
  const { bytes, record } = await answerTo(bomb, 'gzip')
  expect(bytes.equals(bomb)).toBe(true)
  expect(record).toMatchObject({ endState: 'ok', tokens: null })
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024)
})

test('a slow asker slows the provider of a packed answer down, however quickly it is unpacked', async () => {
  const piece = gzipSync(Buffer.from(randomBytes(24 * 1024).toString('base64')))
  let sent = 0
  const full = Promise.withResolvers<void>()
  provider.always(async ({ response }) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
    response.write(gzipSync('{"data":"'))
    while (sent < 800) {
      sent++
      if (response.write(piece)) continue
      // A socket that doesn't drain in this time has filled up all the way to the asker.
      const timer = setTimeout(full.resolve, 250)
      await once(response, 'drain')
      clearTimeout(timer)
    }
    response.end(gzipSync(`","usage":${JSON.stringify(usage)}}`))
    full.resolve()
  })
  const response = await fixture.door.send(fixture.chat({ stream: false }))
  await full.promise
  expect(sent).toBeLessThan(750)
  const { record } = await readResponse(response)
  expect(record).toMatchObject({ endState: 'ok', cost: 570 })
})

test('an asker is offered no packing that could not be counted', async () => {
  const headers = { 'content-type': 'application/json', 'accept-encoding': 'dcb, gzip;q=0.5, *, zstd' }
  await readResponse(await fixture.door.send(fixture.chat({ stream: false }, { headers })))
  expect(provider.last.headers['accept-encoding']).toBe('gzip;q=0.5, zstd')
})
