import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { CallFilter, GroupBy, Metric } from '../../../contract/calls.ts'
import { orpc } from '../../lib/client.ts'
import { type UsageSpan, zoneOffset } from './span.ts'

interface Scope {
  span: UsageSpan
  filter: CallFilter
}

/** The totals of a span and of the one before it. */
export function useTotals({ span, filter }: Scope) {
  const { from, to, before } = span
  const now = useQuery(
    orpc.calls.totals.queryOptions({ input: { from, to, filter }, placeholderData: keepPreviousData }),
  )
  const past = useQuery(
    orpc.calls.totals.queryOptions({ input: { ...before, filter }, placeholderData: keepPreviousData }),
  )
  return { now, past }
}

/** One metric over time, by group, and its sums over the span before, bar by bar. */
export function useSeries({ span, filter }: Scope, metric: Metric, groupBy: GroupBy) {
  const { from, to, before } = span
  const common = { metric, filter, zoneOffsetMinutes: zoneOffset(to) }
  const now = useQuery(
    orpc.calls.series.queryOptions({ input: { ...common, from, to, groupBy }, placeholderData: keepPreviousData }),
  )
  const past = useQuery(
    orpc.calls.series.queryOptions({
      input: { ...common, ...before, groupBy: 'origin' },
      placeholderData: keepPreviousData,
      select: (series) =>
        series.buckets.map((_, index) => series.series.reduce((sum, one) => sum + (one.values[index] ?? 0), 0)),
    }),
  )
  return { now, past }
}

/** A metric's trend without groups, for a card. */
export function useTrend({ span, filter }: Scope, metric: Metric): readonly number[] {
  const { from, to } = span
  const { data } = useQuery(
    orpc.calls.series.queryOptions({
      input: { from, to, metric, filter, groupBy: 'origin', zoneOffsetMinutes: zoneOffset(to) },
      placeholderData: keepPreviousData,
    }),
  )
  return data?.buckets.map((_, index) => data.series.reduce((sum, one) => sum + (one.values[index] ?? 0), 0)) ?? []
}

/** Every figure by group. */
export function useGroups({ span, filter }: Scope, groupBy: GroupBy) {
  const { from, to } = span
  return useQuery(
    orpc.calls.groups.queryOptions({
      input: { from, to, filter, groupBy, limit: 100 },
      placeholderData: keepPreviousData,
    }),
  )
}
