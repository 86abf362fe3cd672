import type { Span } from '../../../contract/calls.ts'
import { DAY, HOUR } from './roll-up.ts'

/** How many bars a chart shows at most. Well below the contract's 1,000: a bar needs some pixels. */
export const BARS_AT_MOST = 120

/**
 * The width of a chart's buckets: an hour up to two days, six hours up to ten, a day up to two months, and beyond that
 * as many whole weeks as keep the bars countable. Never below an hour, which is the resolution of the roll-ups.
 */
export function bucketWidth(span: Span): number {
  const length = span.to - span.from
  if (length <= 2 * DAY) return HOUR
  if (length <= 10 * DAY) return 6 * HOUR
  if (length <= 62 * DAY) return DAY
  return Math.ceil(length / (7 * DAY * (BARS_AT_MOST - 1))) * 7 * DAY
}

/**
 * The starts of the buckets that cover a span, aligned to the asker's midnight. `zoneOffsetMinutes` holds for the whole
 * span: where the clocks changed inside it, the days before the change start an hour early or late.
 */
export function bucketStarts(span: Span, width: number, zoneOffsetMinutes: number): number[] {
  if (span.from >= span.to) return []
  const offset = zoneOffsetMinutes * 60_000
  const starts: number[] = []
  const first = Math.floor((span.from + offset) / width) * width - offset
  for (let start = first; start < span.to; start += width) starts.push(start)
  return starts
}
