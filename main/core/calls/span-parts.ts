import type { Span } from '../../../contract/calls.ts'
import { DAY, HOUR } from './roll-up.ts'

/** A stretch of a span, and the table that answers for it. `from` is in it, `to` is not. */
export interface SpanPart {
  source: 'call' | 'call_hour' | 'call_day'
  from: number
  to: number
}

/**
 * Splits a span into whole UTC days, whole hours beside them, and what is left of an hour at either end, which is read
 * call by call: so the answer is exact, whatever the span. `hasCalls` says whether a stretch has any call; where the rest
 * of an hour beyond the span has none, the hour's roll-up is the same as the part inside, and is read instead.
 */
export function splitSpan(span: Span, hasCalls: (from: number, to: number) => boolean): SpanPart[] {
  if (span.from >= span.to) return []
  let from = span.from
  let to = span.to
  const firstHour = Math.floor(from / HOUR) * HOUR
  const lastHour = Math.ceil(to / HOUR) * HOUR
  if (from > firstHour && !hasCalls(firstHour, from)) from = firstHour
  if (to < lastHour && !hasCalls(to, lastHour)) to = lastHour

  const hoursFrom = Math.ceil(from / HOUR) * HOUR
  const hoursTo = Math.floor(to / HOUR) * HOUR
  if (hoursFrom > hoursTo) return [{ source: 'call', from, to }]
  const daysFrom = Math.ceil(hoursFrom / DAY) * DAY
  const daysTo = Math.floor(hoursTo / DAY) * DAY
  const parts: SpanPart[] =
    daysFrom >= daysTo
      ? [{ source: 'call_hour', from: hoursFrom, to: hoursTo }]
      : [
          { source: 'call_hour', from: hoursFrom, to: daysFrom },
          { source: 'call_day', from: daysFrom, to: daysTo },
          { source: 'call_hour', from: daysTo, to: hoursTo },
        ]
  return [
    { source: 'call' as const, from, to: hoursFrom },
    ...parts,
    { source: 'call' as const, from: hoursTo, to },
  ].filter((part) => part.from < part.to)
}
