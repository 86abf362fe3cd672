import type { Metric } from '../../../contract/calls.ts'
import { calls as words } from '../../strings/en/calls.ts'
import { bucketName, type ChartSeries } from './chart-model.ts'
import { formatMetric } from './figures.ts'
import { Swatch } from './swatch.tsx'

export interface ChartTipProps {
  metric: Metric
  bucketMs: number
  buckets: readonly number[]
  series: readonly ChartSeries[]
  before: readonly number[]
  /** Given by the chart: whether a bar is pointed at, and its start. */
  active?: boolean
  label?: string | number
}

/** All series of the bar under the pointer, and their total. */
export function ChartTip({ metric, bucketMs, buckets, series, before, active, label }: ChartTipProps) {
  const index = buckets.indexOf(Number(label))
  if (!active || index === -1) return null
  const total = series.reduce((sum, one) => sum + (one.values[index] ?? 0), 0)
  const past = before[index]
  return (
    <div className="usage-tip">
      <p className="usage-tip__title">{bucketName(Number(label), bucketMs)}</p>
      <ul>
        {series.map((one) => (
          <li key={one.colour} className={(one.values[index] ?? 0) === 0 ? 'text-fg-3' : undefined}>
            <Swatch colour={one.colour} />
            <span className="trunc">{one.name}</span>
            <span className="usage-tip__figure">{formatMetric(metric, one.values[index] ?? 0)}</span>
          </li>
        ))}
      </ul>
      <p className="usage-tip__total">
        <span>{words.chart.total}</span>
        <span className="usage-tip__figure">{formatMetric(metric, total)}</span>
      </p>
      {past === undefined ? null : (
        <p className="usage-tip__before">
          <span>{words.chart.before}</span>
          <span className="usage-tip__figure">{formatMetric(metric, past)}</span>
        </p>
      )}
    </div>
  )
}
