import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ManualClock } from '../../../test/fakes/manual-clock.ts'
import { windowMs } from './sliding-log.ts'
import { ageingMs, type Ticket, TurnQueue } from './turn-queue.ts'

const [enterprise, pro, basic, free] = [0, 1, 2, 3]

function fullQueue(limit: number) {
  const clock = new ManualClock()
  const queue = new TurnQueue(clock, limit)
  for (let i = 0; i < limit; i++) {
    expect(queue.tryEnter()).toBe(true)
    queue.depart()
    clock.advance(1_000)
  }
  return { clock, queue }
}

/** Lets each turn leave as soon as it comes, and notes whose it was. */
function watch(queue: TurnQueue, order: string[], name: string, ticket: Ticket): Promise<void> {
  return ticket.turn.then(() => {
    order.push(name)
    queue.depart()
  })
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

test('the better lane goes first, and inside a lane the one who came first', async () => {
  const { clock, queue } = fullQueue(6)
  const order: string[] = []
  for (const [name, lane] of [
    ['f1', free],
    ['b1', basic],
    ['p1', pro],
    ['f2', free],
    ['e1', enterprise],
    ['e2', enterprise],
  ] as const) {
    void watch(queue, order, name, queue.enter(lane ?? 0))
  }
  // All wait less than one ageing step, so lanes alone decide.
  expect(windowMs - 6_000).toBeGreaterThan(ageingMs)
  clock.advance(windowMs - 6_000 - 1)
  await settle()
  expect(order).toEqual([])
  for (let i = 0; i < 6; i++) {
    clock.advance(1_000)
    await settle()
  }
  expect(order).toHaveLength(6)
  expect(order.filter((name) => name.startsWith('e'))).toEqual(['e1', 'e2'])
  expect(order.indexOf('f1')).toBeLessThan(order.indexOf('f2'))
})

test('lanes alone decide among those who came just now', async () => {
  const clock = new ManualClock()
  const queue = new TurnQueue(clock, 1)
  expect(queue.tryEnter()).toBe(true)
  const order: string[] = []
  const names = ['free', 'basic', 'pro', 'enterprise']
  for (const [index, name] of names.entries()) void watch(queue, order, name, queue.enter(3 - index))
  queue.giveBack()
  await settle()
  expect(order).toEqual(['enterprise'])
})

test('a free call is not starved by an endless line of enterprise calls', async () => {
  const { clock, queue } = fullQueue(1)
  const order: string[] = []
  void watch(queue, order, 'free', queue.enter(free ?? 3))
  for (let minute = 0; minute < 4 && !order.includes('free'); minute++) {
    void watch(queue, order, `e${minute}`, queue.enter(enterprise ?? 0))
    clock.advance(windowMs)
    await settle()
  }
  expect(order).toContain('free')
})

test('nobody passes those who wait, and who gives up makes room', async () => {
  const { clock, queue } = fullQueue(2)
  const order: string[] = []
  const first = queue.enter(free ?? 3)
  void watch(queue, order, 'second', queue.enter(free ?? 3))
  first.handBack()
  expect(queue.length).toBe(1)
  clock.advance(windowMs - 2_000)
  await settle()
  expect(order).toEqual(['second'])
  expect(queue.length).toBe(0)
})

test('the wait is told exactly, again when it changes, and 0 at its end', async () => {
  const { clock, queue } = fullQueue(2)
  const waits: number[] = []
  const before = queue.enter(pro ?? 1)
  const ticket = queue.enter(free ?? 3, (ms) => waits.push(ms))
  expect(waits).toEqual([59_000])
  before.handBack()
  expect(waits).toEqual([59_000, 58_000])
  clock.advance(58_000)
  await ticket.turn
  expect(waits).toEqual([59_000, 58_000, 0])
})

test('a limit that is lifted lets all go at once', async () => {
  const { queue } = fullQueue(1)
  const tickets = [queue.enter(free ?? 3), queue.enter(basic ?? 2)]
  queue.setLimit(null)
  await Promise.all(tickets.map((ticket) => ticket.turn))
  expect(queue.length).toBe(0)
})

test('with any arrivals: all are served, never more than the limit in 60 seconds, and no timer is left behind', async () => {
  const arrival = fc.record({ lane: fc.integer({ min: 0, max: 3 }), after: fc.integer({ min: 0, max: 20_000 }) })
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(arrival, { maxLength: 25 }), async (limit, arrivals) => {
      const clock = new ManualClock()
      const queue = new TurnQueue(clock, limit)
      const left: number[] = []
      const leave = () => {
        left.push(clock.monotonic())
        queue.depart()
      }
      for (const { lane, after } of arrivals) {
        clock.advance(after)
        await settle()
        if (queue.tryEnter()) leave()
        else void queue.enter(lane).turn.then(leave)
      }
      for (let i = 0; i < 60 && queue.length > 0; i++) {
        clock.advance(windowMs / 2)
        await settle()
      }
      expect(left).toHaveLength(arrivals.length)
      for (const start of left) {
        expect(left.filter((time) => time >= start && time < start + windowMs).length).toBeLessThanOrEqual(limit)
      }
      expect(clock.pending).toBe(0)
    }),
    { numRuns: 100 },
  )
})
