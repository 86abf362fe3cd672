import { expect, test } from 'vitest'
import { formatAgo, formatCount, formatDay, formatDuration, formatMoney, formatShare, formatShort } from './format.ts'

test.each([
  [0, '$0.00'],
  [412_880_000, '$412.88'],
  [1_012_620_000, '$1,012.62'],
  [10_000, '$0.01'],
  [3_100, '$0.0031'],
  [100, '$0.0001'],
  [12, '< $0.0001'],
  [-5_000_000, '-$5.00'],
])('%d micro-dollars are written %s: a small cost never looks like none', (micro, text) => {
  expect(formatMoney(micro)).toBe(text)
})

test.each([
  [0, '0'],
  [942, '942'],
  [1_200, '1.2 k'],
  [999_949, '999.9 k'],
  [999_960, '1 M'],
  [91_400_000, '91.4 M'],
  [2_000_000_000, '2 G'],
])('%d is written %s at a glance', (count, text) => {
  expect(formatShort(count)).toBe(text)
})

test.each([
  [0.4, '0 ms'],
  [138, '138 ms'],
  [999.6, '1.0 s'],
  [2_100, '2.1 s'],
  [9_960, '10 s'],
  [38_400, '38 s'],
  [59_600, '1 min'],
  [252_000, '4 min 12 s'],
  [3_600_000, '1 h'],
  [3_900_000, '1 h 5 min'],
])('%d ms are written %s: no step reads 60 s or 1000 ms', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text)
})

test('ages grow from now over minutes and days to a date', () => {
  const now = new Date(2026, 10, 22, 12, 0, 0).getTime()
  expect([3_000, 41_000, 130_000, 3 * 3_600_000, 6 * 86_400_000].map((age) => formatAgo(now - age, now))).toEqual([
    'now',
    '41 s',
    '2 min',
    '3 h',
    '6 d',
  ])
  expect(formatAgo(new Date(2026, 2, 11).getTime(), now)).toBe('11 Mar')
  expect(formatAgo(new Date(2025, 2, 11).getTime(), now)).toBe('11 Mar 2025')
})

test('the day before counts by the calendar, not by 24 hours', () => {
  const now = new Date(2026, 10, 22, 1, 0, 0).getTime()
  expect(formatDay(new Date(2026, 10, 22, 0, 30).getTime(), now)).toBe('Today')
  expect(formatDay(new Date(2026, 10, 21, 23, 30).getTime(), now)).toBe('Yesterday')
  expect(formatDay(new Date(2026, 10, 20, 23, 30).getTime(), now)).toBe('20 Nov')
})

test('counts have their thousands set apart, and a small share keeps its two places', () => {
  expect(formatCount(48_210)).toBe('48,210')
  expect([0, 0.0021, 0.125].map((share) => formatShare(share))).toEqual(['0 %', '0.21 %', '12.5 %'])
})
