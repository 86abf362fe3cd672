import { expect, test } from 'vitest'
import { readDay, readDays, readDollars, readPerMinute, writeDay, writeDollars } from './read-typed.ts'

test.each([
  ['', null],
  ['20', 20_000_000],
  ['$12.50', 12_500_000],
  ['1,000', 1_000_000_000],
  ['0.000001', 1],
  ['1000000', 1_000_000_000_000],
  ['1000001', undefined],
  ['-5', undefined],
  ['1e3', undefined],
  ['twelve', undefined],
  ['1,5', undefined],
])('“%s” dollars are read as %s micro-dollars: an amount is never guessed', (typed, micro) => {
  expect(readDollars(typed)).toBe(micro)
})

test('a saved budget is shown as it can be typed again', () => {
  for (const micro of [0, 20_000_000, 12_500_000, 990_000]) expect(readDollars(writeDollars(micro))).toBe(micro)
})

test.each([
  ['2031-05-12', '2031-05-12'],
  ['2028-02-29', '2028-02-29'],
  ['2031-02-30', undefined],
  ['0000-01-01', undefined],
  ['12.5.2031', undefined],
])('the day %s stays the same day, and one that isn’t is refused', (typed, day) => {
  const end = readDay(typed)
  expect(end === undefined ? undefined : writeDay(end ?? null)).toBe(day)
})

test.each([
  ['90', 90],
  [' 3,650 ', 3_650],
  ['0', undefined],
  ['3651', undefined],
  ['1.5', undefined],
  ['', null],
])('“%s” days are %s', (typed, days) => {
  expect(readDays(typed)).toBe(days)
})

test('a limit beyond what the core takes is said, not cut', () => {
  expect(readPerMinute('100000')).toBe(100_000)
  expect(readPerMinute('100001')).toBeUndefined()
})
