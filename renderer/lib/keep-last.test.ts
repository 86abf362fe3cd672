import { afterEach, expect, test, vi } from 'vitest'
import { aMinute, keepLast } from './keep-last.ts'

afterEach(() => {
  vi.useRealTimers()
})

test('the same is worked out once, and anything else anew', () => {
  const work = vi.fn((name: string, tags: readonly string[]) => [name, ...tags])
  const kept = keepLast(work)
  const tags = ['a']
  const first = kept('x', tags)
  expect(kept('x', tags)).toBe(first)
  expect(work).toHaveBeenCalledTimes(1)
  expect(kept('y', tags)).toEqual(['y', 'a'])
  expect(kept('x', ['b'])).toEqual(['x', 'b'])
  expect(kept('x', tags)).not.toBe(first)
  expect(work).toHaveBeenCalledTimes(4)
})

test('what is so only now is not told for longer than a minute', () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const kept = keepLast((name: string) => ({ name }), aMinute)
  const first = kept('x')
  vi.setSystemTime(Date.now() + aMinute - 1)
  expect(kept('x')).toBe(first)
  vi.setSystemTime(Date.now() + 1)
  expect(kept('x')).not.toBe(first)
})
