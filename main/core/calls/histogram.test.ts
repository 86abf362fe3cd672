import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { BUCKETS, bucketOf, Histogram, middleOf, WORST_ERROR } from './histogram.ts'

const times = fc.array(fc.double({ min: 0.1, max: 3_600_000, noNaN: true }), { minLength: 1, maxLength: 400 })

function histogramOf(values: readonly number[]): Histogram {
  const histogram = new Histogram()
  for (const value of values) histogram.add(value)
  return histogram
}

test('a percentile strays from the exact one by more than the stated error', () => {
  expect(WORST_ERROR).toBeLessThan(0.08)
  fc.assert(
    fc.property(times, fc.double({ min: 0, max: 1, noNaN: true }), (values, fraction) => {
      const sorted = values.toSorted((a, b) => a - b)
      const exact = sorted[Math.max(1, Math.ceil(fraction * sorted.length)) - 1]!
      const estimate = histogramOf(values).percentile(fraction)!
      expect(Math.max(estimate / exact, exact / estimate) - 1).toBeLessThanOrEqual(WORST_ERROR + 1e-9)
    }),
  )
})

test('coded histograms laid end to end lose or double a count', () => {
  fc.assert(
    fc.property(times, times, (left, right) => {
      const merged = new Histogram()
      merged.addCoded(Buffer.concat([histogramOf(left).toCoded(), histogramOf(right).toCoded()]))
      expect([...merged.counts]).toEqual([...histogramOf([...left, ...right]).counts])
    }),
  )
})

test('a count that needs several bytes is read back wrong', () => {
  for (const count of [1, 127, 128, 16_383, 16_384, 2_097_152, 4_000_000_000]) {
    const histogram = new Histogram()
    histogram.counts[60] = count
    const copy = new Histogram()
    copy.addCoded(histogram.toCoded())
    expect(copy.counts[60]).toBe(count)
  }
})

test('a time outside the covered range falls out of the histogram', () => {
  expect(bucketOf(0)).toBe(0)
  expect(bucketOf(0.099)).toBe(0)
  expect(bucketOf(0.1)).toBe(1)
  expect(bucketOf(Number.MAX_VALUE)).toBe(BUCKETS - 1)
  expect(bucketOf(middleOf(40))).toBe(40)
})

test('a damaged code is read as figures instead of being refused', () => {
  const histogram = new Histogram()
  expect(() => histogram.addCoded(Buffer.from([12]))).toThrow(/cut short/)
  expect(() => histogram.addCoded(Buffer.from([12, 0x80]))).toThrow(/cut short/)
  expect(() => histogram.addCoded(Buffer.from([200, 1]))).toThrow(/bucket/)
})

test('an empty histogram answers a percentile', () => {
  expect(new Histogram().percentile(0.5)).toBeNull()
})
