import { once } from 'node:events'
import { expect, test } from 'vitest'
import { ManualClock } from '../../../test/fakes/manual-clock.ts'
import { BodyRelay } from './body-relay.ts'
import { Exchange } from './exchange.ts'
import { defaultLimits } from './limits.ts'
import { PassingBody } from './passing-body.ts'

const nothing = () => {}
/** `once` would take the failure for its own. */
const closed = (body: PassingBody) => new Promise<void>((resolve) => body.on('close', () => resolve()))
const piece = Buffer.alloc(100_000, 'x')

test('what came before a failure is read before it, however late the asker is', async () => {
  const body = new PassingBody(nothing, nothing)
  for (const text of ['one ', 'two ', 'three']) body.give(Buffer.from(text))
  body.fail(new Error('broken'))
  const came: string[] = []
  await expect(async () => {
    for await (const chunk of body) {
      came.push(String(chunk))
      await new Promise((resolve) => setImmediate(resolve))
    }
  }).rejects.toThrow('broken')
  expect(came.join('')).toBe('one two three')
})

test('the same for one who listens to events, and large pieces', async () => {
  const body = new PassingBody(nothing, nothing)
  let bytes = 0
  for (let i = 0; i < 10; i++) body.give(piece)
  body.fail(new Error('broken'))
  body.on('data', (chunk: Buffer) => (bytes += chunk.length))
  await closed(body)
  expect(bytes).toBe(10 * piece.length)
})

test('a failure that nobody listens to does not bring down the process', async () => {
  const body = new PassingBody(nothing, nothing)
  body.resume()
  body.fail(new Error('broken'))
  await closed(body)
  expect(body.errored?.message).toBe('broken')
})

test('it says when it is full, and once when there is room again', async () => {
  let rooms = 0
  const body = new PassingBody(() => rooms++, nothing)
  expect([1, 2, 3].map(() => body.give(piece))).toEqual([true, true, false])
  expect(rooms).toBe(0)
  body.on('data', nothing)
  await new Promise((resolve) => setImmediate(resolve))
  expect(rooms).toBe(1)
  body.finish()
  await once(body, 'end')
})

test('it is gone only where the asker left before the end', async () => {
  let gone = 0
  const left = new PassingBody(nothing, () => gone++)
  left.destroy()
  await closed(left)
  expect(gone).toBe(1)
  const read = new PassingBody(nothing, () => gone++)
  read.finish()
  read.resume()
  await closed(read)
  expect(gone).toBe(1)
})

/** An exchange whose connection is a switch. */
function exchangeWithRelay(limits = defaultLimits) {
  const clock = new ManualClock()
  const connection = { paused: false, aborted: false }
  const controller = {
    aborted: false,
    reason: null,
    get paused() {
      return connection.paused
    },
    abort: () => (connection.aborted = true),
    pause: () => (connection.paused = true),
    resume: () => (connection.paused = false),
  }
  const relay: { now: BodyRelay | null } = { now: null }
  const exchange: Exchange = new Exchange(clock, limits, {
    head: () => {
      const settle = () => Promise.reject(new Error('not asked here'))
      const options = { exchange, clock, limits, settle, redact: String, onRoom: () => exchange.resume() }
      return (relay.now = new BodyRelay(options, { json: false, encoding: null, hasLength: false, onId: nothing }))
    },
    failed: nothing,
  })
  exchange.onRequestStart(controller)
  exchange.onResponseStart(controller, 200, {})
  return { clock, connection, exchange, controller, body: relay.now?.body ?? new PassingBody(nothing, nothing) }
}

test('a slow asker pauses the provider’s connection, and reading lets it go on', async () => {
  const { connection, exchange, controller, body } = exchangeWithRelay()
  let given = 0
  while (!connection.paused && given < 20) {
    exchange.onResponseData(controller, piece)
    given++
  }
  expect(given).toBeLessThan(6)
  body.on('data', nothing)
  await new Promise((resolve) => setImmediate(resolve))
  expect(connection.paused).toBe(false)
})

test('an asker who pauses for an hour is not taken for a provider that fell silent', () => {
  const { clock, connection, exchange, controller } = exchangeWithRelay({ ...defaultLimits, idleMs: 1_000 })
  for (let i = 0; i < 6; i++) exchange.onResponseData(controller, piece)
  expect(connection.paused).toBe(true)
  clock.advance(3_600_000)
  expect(connection.aborted).toBe(false)
})

test('a reader that has no room is given more, or its pieces come in another order', () => {
  let sent = 0
  const fill = () => {
    while (sent < 40 && body.give(Buffer.alloc(50_000, sent))) sent++
    if (sent < 40) sent++
    else body.finish()
  }
  const body = new PassingBody(fill, nothing)
  const came: number[] = []
  let room = 3
  let ended = false
  body.handTo({
    data(bytes) {
      for (let at = 0; at < bytes.length; at += 50_000) came.push(bytes[at]!)
      return --room > 0
    },
    end: () => (ended = true),
    fail: nothing,
  })
  fill()
  expect(came.length).toBe(3)
  while (!ended) {
    room = 2
    const before = came.length
    body.readOn()
    if (!ended) expect(came.length).toBe(before + 2)
  }
  expect(came).toEqual(Array.from({ length: 40 }, (_, index) => index))
})

test('a reader hears of a failure only behind what came before it, and of nothing once it left', () => {
  const heard: string[] = []
  const reader = {
    data: (bytes: Buffer) => heard.push(String(bytes)) === 0,
    end: () => void heard.push('end'),
    fail: (error: Error) => void heard.push(error.message),
  }
  let gone = 0
  const body = new PassingBody(nothing, () => gone++)
  body.give(Buffer.from('one'))
  body.handTo(reader)
  body.give(Buffer.from('two'))
  body.fail(new Error('broken'))
  expect(heard).toEqual(['one'])
  body.readOn()
  body.readOn()
  expect(heard).toEqual(['one', 'two', 'broken'])

  const left = new PassingBody(nothing, () => gone++)
  left.handTo(reader)
  left.destroy()
  left.give(Buffer.from('three'))
  left.finish()
  expect(heard).toEqual(['one', 'two', 'broken'])
  expect(gone).toBe(1)
})

test('a provider that sends byte by byte to a slow reader makes it take every byte by itself', () => {
  const body = new PassingBody(nothing, nothing)
  for (let count = 0; count < 200_000; count++) body.give(Buffer.from([count % 251]))
  const came: Buffer[] = []
  body.handTo({ data: (bytes) => came.push(bytes) > 0, end: nothing, fail: nothing })
  expect(came.length).toBeLessThan(20)
  const all = Buffer.concat(came)
  expect(all.every((byte, index) => byte === index % 251)).toBe(true)
  expect(all).toHaveLength(200_000)
})
