import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { SlidingLog, windowMs } from './sliding-log.ts'

const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 25_000 }), fc.boolean()), { maxLength: 200 })

test('never more than the limit leave in any 60 seconds, and none is refused that could have left', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), steps, (limit, moves) => {
      const log = new SlidingLog(limit)
      const left: number[] = []
      let now = 0
      for (const [wait] of moves) {
        now += wait
        const before = left.filter((time) => now - time < windowMs).length
        const taken = log.take(now)
        expect(taken).toBe(before < limit)
        if (!taken) continue
        log.depart(now)
        left.push(now)
      }
      for (const start of left) {
        expect(left.filter((time) => time >= start && time < start + windowMs).length).toBeLessThanOrEqual(limit)
      }
    }),
    { numRuns: 500 },
  )
})

test('the time it names is the first at which a call may leave', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), steps, (limit, moves) => {
      const log = new SlidingLog(limit)
      let now = 0
      for (const [wait] of moves) {
        now += wait
        const at = log.freeAt(now)
        if (log.take(now)) {
          expect(at).toBe(now)
          log.depart(now)
        } else {
          expect(log.free(at - 0.001)).toBe(0)
          now = at
          expect(log.take(now)).toBe(true)
          log.depart(now)
        }
      }
    }),
    { numRuns: 500 },
  )
})

test('a place given back consumed nothing, and a place that is taken counts before it leaves', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), steps, (limit, moves) => {
      const log = new SlidingLog(limit)
      const left: number[] = []
      let pending = 0
      let now = 0
      for (const [wait, leaves] of moves) {
        now += wait
        if (pending > 0 && wait % 3 === 0) {
          pending--
          if (leaves) {
            log.depart(now)
            left.push(now)
          } else log.giveBack()
        }
        const live = left.filter((time) => now - time < windowMs).length
        expect(log.free(now)).toBe(Math.max(0, limit - live - pending))
        if (log.take(now)) pending++
      }
    }),
    { numRuns: 500 },
  )
})

test('a slow keychain does not let two minutes’ calls leave together', () => {
  const log = new SlidingLog(2)
  expect([log.take(0), log.take(0)]).toEqual([true, true])
  log.depart(50_000)
  log.depart(50_000)
  expect(log.take(60_000)).toBe(false)
  expect(log.freeAt(60_000)).toBe(110_000)
})

test('a changed limit counts at once and forgives nothing', () => {
  const log = new SlidingLog(100)
  for (let i = 0; i < 60; i++) {
    log.take(i)
    log.depart(i)
  }
  log.limit = 10
  expect(log.take(100)).toBe(false)
  expect(log.freeAt(100)).toBe(50 + windowMs)
  log.limit = 100
  expect(log.free(100)).toBe(40)
})

test('the nth call behind others is told the turn after theirs', () => {
  const log = new SlidingLog(2)
  for (const time of [0, 10]) {
    log.take(time)
    log.depart(time)
  }
  expect([1, 2, 3, 4, 5].map((nth) => log.freeAt(20, nth))).toEqual([60_000, 60_010, 120_000, 120_010, 180_000])
})

test('an unlimited log keeps a bounded history and no limit keeps nobody', () => {
  const log = new SlidingLog(Number.POSITIVE_INFINITY)
  for (let i = 0; i < 5_000; i++) {
    expect(log.take(i)).toBe(true)
    log.depart(i)
  }
  log.limit = 10
  expect(log.take(5_000)).toBe(false)
  expect(new SlidingLog(0).freeAt(0)).toBe(Number.POSITIVE_INFINITY)
})

test('a long queue behind a small limit does not use up the stack', () => {
  const log = new SlidingLog(1)
  expect(log.take(0)).toBe(true)
  log.depart(0)
  expect(log.freeAt(0, 100_000)).toBe(100_000 * windowMs)
})
