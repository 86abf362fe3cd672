import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ManualClock } from '../../../../test/fakes/manual-clock.ts'
import type { Taken } from '../gateway-types.ts'
import { RequestLimits } from './request-limits.ts'

const MINUTE = 60_000

/** What happens to a local key: time passes, its limit changes, it asks, and one that was let in turns out not to leave. */
const moves = fc.array(
  fc.record({
    wait: fc.oneof(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 70_000 })),
    jump: fc.integer({ min: -10_000_000, max: 10_000_000 }),
    limit: fc.option(fc.integer({ min: 1, max: 12 }), { freq: 4 }),
    giveBack: fc.boolean(),
  }),
  { maxLength: 150 },
)

test('as the plainest reckoning says: never more in any minute, nothing for the refused, and the exact time to come back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), moves, (first, steps) => {
      const clock = new ManualClock()
      const limits = new RequestLimits(clock)
      let limit: number = first
      // The oracle: every request that was let in and not given back, by its time.
      let letIn: { at: number; taken: Extract<Taken, { taken: true }> }[] = []
      for (const step of steps) {
        clock.advance(step.wait)
        clock.jump(step.jump)
        const now = clock.monotonic()
        limit = step.limit ?? limit
        if (step.giveBack && letIn.length > 0) {
          const [one] = letIn.splice(step.wait % letIn.length, 1)
          one?.taken.giveBack()
          one?.taken.giveBack()
        }
        const live = letIn.map(({ at }) => at).filter((at) => now - at < MINUTE)
        expect(limits.used('key')).toBe(live.length)
        const taken = limits.take('key', limit)
        expect(taken.taken).toBe(live.length < limit)
        if (taken.taken) {
          letIn.push({ at: now, taken })
          live.push(now)
        }
        const { state } = taken
        expect(state.limit).toBe(limit)
        expect(state.remaining).toBe(Math.max(0, limit - live.length))
        expect(state.resetMs).toBe(Math.max(...live) + MINUTE - now)
        // The first moment at which fewer than the limit are left.
        const leaving = live.map((at) => at + MINUTE - now).toSorted((a, b) => a - b)
        expect(state.retryAfterMs).toBe(live.length < limit ? 0 : leaving[live.length - limit])
      }
    }),
    { numRuns: 400 },
  )
})

test('what is told to come back is let in then, and not a moment before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.integer({ min: 0, max: 9_000 })), (limit, waits) => {
      const clock = new ManualClock()
      const limits = new RequestLimits(clock)
      for (const wait of waits) {
        clock.advance(wait)
        const { taken, state } = limits.take('key', limit)
        if (taken) continue
        clock.advance(state.retryAfterMs - 1)
        expect(limits.take('key', limit).taken).toBe(false)
        clock.advance(1)
        expect(limits.take('key', limit).taken).toBe(true)
      }
    }),
  )
})

test('a lower limit counts at once and forgives nothing; a higher one frees at once', () => {
  const clock = new ManualClock()
  const limits = new RequestLimits(clock)
  for (let index = 0; index < 50; index++) {
    limits.take('key', 100)
    clock.advance(10)
  }
  expect(limits.take('key', 10)).toMatchObject({ taken: false, state: { remaining: 0 } })
  expect(limits.take('key', 100)).toMatchObject({ taken: true, state: { remaining: 49 } })
  expect(limits.take('key', null)).toMatchObject({ taken: true, state: { limit: null } })
  expect(limits.take('key', 52)).toMatchObject({ taken: false })
  expect(limits.take('other', 10)).toMatchObject({ taken: true, state: { remaining: 9 } })
})

test('the clock on the wall may jump: neither forward nor back lets one more in', () => {
  const clock = new ManualClock()
  const limits = new RequestLimits(clock)
  limits.take('key', 1)
  for (const jump of [MINUTE, 86_400_000, -200_000_000]) {
    clock.jump(jump)
    expect(limits.take('key', 1)).toMatchObject({ taken: false, state: { retryAfterMs: MINUTE } })
  }
})
