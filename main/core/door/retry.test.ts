import { afterEach, beforeEach, expect, test } from 'vitest'
import { ManualClock } from '../../../test/fakes/manual-clock.ts'
import { chatStream, json, text } from '../../../test/faults/answers.ts'
import { breakingOff, hangingUp } from '../../../test/faults/breaks.ts'
import { type DoorFixture, openDoor, passportFor } from '../../../test/faults/door-fixture.ts'
import { type FaultProvider, startFaultProvider } from '../../../test/faults/fault-provider.ts'
import { readResponse, refusalOf } from '../../../test/faults/read-response.ts'
import type { DoorRequest } from './door-types.ts'

let provider: FaultProvider
let fixture: DoorFixture
let clock: ManualClock
let waits: number[]

beforeEach(async () => {
  provider = await startFaultProvider(chatStream(['Hello']))
  clock = new ManualClock()
  fixture = openDoor(passportFor(provider.baseUrl), { clock })
  waits = []
})

afterEach(async () => {
  await fixture.close()
  await provider.close()
})

/** Asks with retries; each wait passes at once, when it is told. */
const ask = (retries: number, rest: Partial<DoorRequest> = {}) => {
  const onWait = (ms: number) => {
    waits.push(ms)
    if (ms > 0) queueMicrotask(() => clock.advance(ms))
  }
  return fixture.door.send(fixture.chat({}, { retries, onWait, ...rest }))
}

const failing = (status: number, headers = {}) => json({ error: { message: 'try later' } }, status, headers)

test('without the setting nothing is tried again', async () => {
  provider.next(failing(503))
  const { record } = await readResponse(await ask(0))
  expect(record).toMatchObject({ status: 503, attempt: 1 })
  expect(provider.seen).toHaveLength(1)
})

test.each([429, 500, 502, 503, 529])('%i is tried again, and each attempt is on record', async (status) => {
  provider.next(failing(status), failing(status))
  const { text: came, record } = await readResponse(await ask(2))
  expect(came).toContain('Hello')
  expect(fixture.ledger.rows.map((row) => [row.attempt, row.status, row.endState])).toEqual([
    [1, status, 'error'],
    [2, status, 'error'],
    [3, 200, 'ok'],
  ])
  expect(new Set(fixture.ledger.rows.map((row) => row.id)).size).toBe(3)
  expect(record.attempt).toBe(3)
  expect(waits.filter((ms) => ms > 0)).toEqual([500, 1_000])
})

test.each([400, 401, 403, 404, 422])('%i is not', async (status) => {
  provider.next(failing(status))
  await readResponse(await ask(3))
  expect(provider.seen).toHaveLength(1)
})

test('a quota that is used up is not', async () => {
  provider.next(json({ error: { code: 'insufficient_quota', message: 'x' } }, 429))
  await readResponse(await ask(3))
  expect(provider.seen).toHaveLength(1)
})

test.each([
  ['2', [2_000]],
  ['0', []],
  ['-5', []],
  ['soon', [500]],
] as const)('Retry-After: %s is honoured', async (value, expected) => {
  provider.next(failing(429, { 'retry-after': value }))
  expect((await ask(1)).status).toBe(200)
  expect(waits.filter((ms) => ms > 0)).toEqual(expected)
})

test('a wait that nobody would sit through is not begun', async () => {
  provider.next(failing(429, { 'retry-after': '1000000000' }))
  expect((await ask(3)).status).toBe(429)
  expect(provider.seen).toHaveLength(1)
})

test('a connection that never came about is tried again', async () => {
  const other = await startFaultProvider(chatStream(['x']))
  const { baseUrl } = other
  await other.close()
  await fixture.close()
  fixture = openDoor(passportFor(baseUrl), { clock })
  const { error } = await refusalOf(ask(2))
  expect(error.code).toBe('upstream_unreachable')
  expect(fixture.ledger.rows.map((row) => row.attempt)).toEqual([1, 2, 3])
})

test('a request that had left is never sent twice: it may have been charged', async () => {
  provider.always(hangingUp)
  const { error } = await refusalOf(ask(3))
  expect(error.code).toBe('upstream_unreachable')
  expect(provider.seen).toHaveLength(1)
})

test('an answer that broke off is never asked again, U20: no double charge', async () => {
  provider.always(breakingOff(['data: {"choices":[{"delta":{"content":"Half"}}]}\n\n'], 'rst'))
  expect((await readResponse(await ask(3))).record.endState).toBe('truncated')
  expect(provider.seen).toHaveLength(1)
})

test('a stop during the wait ends it', async () => {
  provider.always(failing(503))
  const stop = new AbortController()
  const response = await ask(5, { signal: stop.signal, onWait: () => stop.abort() })
  expect(response.status).toBe(503)
  expect(provider.seen).toHaveLength(1)
})

test('each attempt takes its own place in the limit', async () => {
  await fixture.close()
  fixture = openDoor(passportFor(provider.baseUrl, { accountType: 'custom', requestsPerMinute: 1 }), { clock })
  provider.next(failing(500))
  const { error } = await refusalOf(ask(1))
  expect(error.code).toBe('rate_limit_exceeded')
  expect(fixture.ledger.rows.map((row) => row.errorCode)).toEqual(['upstream_error', 'rate_limit_exceeded'])
})

const refusing = text('{"detail":"Unrecognized request argument: stream_options"}', 'application/json', 400)

test('a provider that refuses the usage event is remembered, and not asked again behind the asker’s back', async () => {
  provider.next(refusing)
  expect((await ask(0)).status).toBe(400)
  expect(provider.seen).toHaveLength(1)
  const { record } = await readResponse(await ask(0))
  expect(provider.last.body.toString()).not.toContain('stream_options')
  expect(record).toMatchObject({ endState: 'ok', tokens: { estimated: true } })
})

test('where retries are allowed the same question goes again without it', async () => {
  provider.next(refusing)
  expect((await ask(1)).status).toBe(200)
  expect(provider.seen.map((seen) => seen.body.includes('stream_options'))).toEqual([true, false])
})

test('an asker’s own usage event that is refused is the asker’s matter', async () => {
  provider.always(refusing)
  const own = fixture.chat({ stream_options: { include_usage: true } }, { retries: 1 })
  expect((await fixture.door.send(own)).status).toBe(400)
  expect(provider.seen).toHaveLength(1)
})

test.each([
  ['a field of its own', { stream_options: { bogus: 1 } }, '/chat/completions', {}],
  ['the name of its model', { model: 'stream_options' }, '/chat/completions', {}],
  ['its query', {}, '/chat/completions?stream_options=1', {}],
  ['a header', {}, '/chat/completions', { 'x-beta': 'stream_options' }],
])(
  'an asker that brings the refusal about by %s switches the figures off for all',
  async (_by, body, path, headers) => {
    provider.next(refusing)
    const own = { 'content-type': 'application/json', ...headers }
    expect((await fixture.door.send(fixture.chat(body, { path, headers: own }))).status).toBe(400)
    await readResponse(await ask(0))
    expect(provider.last.body.toString()).toContain('"include_usage":true')
  },
)

test('and so does one that hides the name in escapes', async () => {
  provider.next(refusing)
  const hidden = Buffer.from('{"model":"stream\\u005foptions","stream":true,"messages":[]}')
  expect((await fixture.door.send(fixture.chat({}, { body: hidden }))).status).toBe(400)
  await readResponse(await ask(0))
  expect(provider.last.body.toString()).toContain('"include_usage":true')
})
