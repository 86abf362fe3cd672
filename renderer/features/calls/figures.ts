import type { CallRecord, GroupBy, Metric, Totals } from '../../../contract/calls.ts'
import { formatCount, formatMoney, formatShort } from '../../lib/format.ts'
import { calls as words } from '../../strings/en/calls.ts'

/** Ticks stand at even steps, and a step may be a fraction of a cent. */
const tickMoney = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 2,
  maximumFractionDigits: 6,
})

/** A metric's figure as people read it: money in dollars, tokens short, counts whole. */
export function formatMetric(metric: Metric, value: number): string {
  if (metric === 'cost') return formatMoney(value)
  return metric === 'tokens' ? formatShort(value) : formatCount(value)
}

/** The same on a chart's axis, where room is scarce. */
export function formatTick(metric: Metric, value: number): string {
  if (metric !== 'cost') return formatShort(value)
  const dollars = value / 1_000_000
  return Number.isInteger(dollars) ? `$${formatShort(dollars)}` : tickMoney.format(dollars)
}

/** A group's figure in a metric. */
export function metricOf(totals: Totals, metric: Metric): number {
  if (metric === 'tokens') return totals.tokensIn + totals.tokensOut
  return totals[metric]
}

/** Puts the sign of an estimate before a figure. */
export function approximately(figure: string, isEstimate: boolean): string {
  return isEstimate ? `≈ ${figure}` : figure
}

/** What a group is called: origins by our words, calls without a model or a local key as such. */
export function groupName(groupBy: GroupBy, group: { id: string | null; name: string }): string {
  if (group.id === null) return words.chart.others
  if (groupBy === 'origin' && group.id in words.origins) return words.origins[group.id as keyof typeof words.origins]
  if (group.name !== '') return group.name
  return groupBy === 'localKey' ? words.ranking.noLocalKey : words.ranking.noModel
}

/** The change against the span before; null where that had nothing to compare with. */
export function changeOf(now: number, before: number): number | null {
  return before === 0 ? null : (now - before) / before
}

/** A call's cost in words, and whether the figure is known. */
export function costOf(call: CallRecord): { text: string; isKnown: boolean } {
  if (call.cost !== null) {
    return { text: approximately(formatMoney(call.cost), call.tokens?.estimated ?? false), isKnown: true }
  }
  const isMissing = call.tokens !== null || (call.model !== null && call.endState !== 'error')
  return { text: isMissing ? words.recent.noPrice : words.recent.nothing, isKnown: false }
}

/** Where a price came from, as a sentence. */
export function priceSource(source: string): string {
  const { priceFrom } = words.recent
  if (source.startsWith('catalog@')) return priceFrom.catalog(source.slice('catalog@'.length))
  if (source === 'provider') return priceFrom.provider
  return source === 'user' ? priceFrom.user : priceFrom.unknown
}
