import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { paced } from './paced.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a flood is answered at once, then once a pause, and its last drop is not lost', () => {
  const ran: number[] = []
  const start = Date.now()
  const ask = paced(5_000, () => ran.push(Date.now() - start))
  for (let second = 0; second < 12; second += 1) {
    ask()
    vi.advanceTimersByTime(1_000)
  }
  vi.advanceTimersByTime(60_000)
  expect(ran).toEqual([0, 5_000, 10_000, 15_000])
  ask()
  expect(ran).toHaveLength(5)
})
