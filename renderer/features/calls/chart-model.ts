import type { GroupBy, Metric, Series } from '../../../contract/calls.ts'
import { formatDate, formatTime } from '../../lib/format.ts'
import { calls as words } from '../../strings/en/calls.ts'
import { groupName } from './figures.ts'

const hour = 3_600_000
const day = 24 * hour

/** One series of the chart, with its colour's number: 1 to 5, or 6 for the others. */
export interface ChartSeries {
  id: string | null
  name: string
  colour: number
  values: readonly number[]
}

/** The series in their order, the largest first. A series of zeros has no colour to give away. */
export function chartSeries(series: Series, groupBy: GroupBy): ChartSeries[] {
  return series.series
    .filter((one) => one.total > 0)
    .map((one, index) => ({
      id: one.id,
      name: groupName(groupBy, one),
      colour: one.id === null ? 6 : index + 1,
      values: one.values,
    }))
}

/** `Cost a day`, `Calls an hour`. */
export function chartTitle(metric: Metric, bucketMs: number): string {
  const { widths } = words.chart
  const width =
    bucketMs === hour
      ? widths.hour
      : bucketMs < day
        ? widths.hours(bucketMs / hour)
        : bucketMs === day
          ? widths.day
          : bucketMs === 7 * day
            ? widths.week
            : widths.weeks(bucketMs / (7 * day))
  return words.chart.title(words.chart.metrics[metric], width)
}

/** A bucket's name: its day, with the hours where it is shorter than one. */
export function bucketName(start: number, bucketMs: number): string {
  if (bucketMs > day) return words.span.range(formatDate(start), formatDate(start + bucketMs - 1))
  if (bucketMs === day) return formatDate(start)
  return `${formatDate(start)}, ${words.span.range(formatTime(start), formatTime(start + bucketMs))}`
}

/** The starts that get a label on the axis: at most about ten, at midnights where hours are shown over days. */
export function axisTicks(buckets: readonly number[], bucketMs: number): number[] {
  const isShort = bucketMs < day && buckets.length * bucketMs > 2 * day
  const wanted = isShort ? buckets.filter((start) => new Date(start).getHours() === 0) : [...buckets]
  const step = Math.max(1, Math.ceil(wanted.length / (bucketMs === hour ? 8 : 10)))
  return wanted.filter((_, index) => index % step === 0)
}

/** The label of an axis tick. */
export function tickName(start: number, bucketMs: number): string {
  return bucketMs === hour ? formatTime(start) : formatDate(start)
}
