import { expect, test } from 'vitest'
import { hourEnd, spanChoices, spanOf } from './span.ts'

const hour = 3_600_000
const noon = new Date(2026, 4, 12, 12, 20).getTime()

test('the span before is longer, or overlaps the span', () => {
  for (const choice of spanChoices) {
    const { from, to, before } = spanOf(choice, hourEnd(noon))
    expect(before.to).toBeLessThanOrEqual(from)
    expect(before.to - before.from).toBe(to - from)
  }
})

test('days begin at another hour than midnight, or today is left out', () => {
  const { from, to } = spanOf('7d', hourEnd(noon))
  expect(new Date(from)).toEqual(new Date(2026, 4, 6))
  expect(to).toBe(new Date(2026, 4, 12, 13).getTime())
  expect(new Date(spanOf('30d', hourEnd(noon)).from)).toEqual(new Date(2026, 3, 13))
})

test('the last hour of a month is compared with the wrong days', () => {
  const end = new Date(2026, 5, 1).getTime()
  const { from, to, before } = spanOf('month', end)
  expect(new Date(from)).toEqual(new Date(2026, 4, 1))
  expect(to).toBe(end)
  expect(new Date(before.from)).toEqual(new Date(2026, 3, 1))
  expect(before.to).toBeLessThanOrEqual(from)
})

test('a span ends in the middle of an hour, where every call would be read', () => {
  expect(hourEnd(noon) % hour).toBe(0)
  expect(hourEnd(hourEnd(noon))).toBe(hourEnd(noon) + hour)
})
