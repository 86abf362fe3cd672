import type { Metric } from '../../../contract/calls.ts'
import { calls as words } from '../../strings/en/calls.ts'
import { bucketName, type ChartSeries } from './chart-model.ts'
import { formatMetric } from './figures.ts'

export interface ChartTableProps {
  caption: string
  metric: Metric
  bucketMs: number
  buckets: readonly number[]
  series: readonly ChartSeries[]
}

/** The chart's figures as a table, for those who can't see it. */
export function ChartTable({ caption, metric, bucketMs, buckets, series }: ChartTableProps) {
  return (
    <table className="sr-only">
      <caption>{words.chart.table(caption)}</caption>
      <thead>
        <tr>
          <th scope="col">{words.chart.time}</th>
          {series.map((one) => (
            <th scope="col" key={one.colour}>
              {one.name}
            </th>
          ))}
          <th scope="col">{words.chart.total}</th>
        </tr>
      </thead>
      <tbody>
        {buckets.map((start, index) => (
          <tr key={start}>
            <th scope="row">{bucketName(start, bucketMs)}</th>
            {series.map((one) => (
              <td key={one.colour}>{formatMetric(metric, one.values[index] ?? 0)}</td>
            ))}
            <td>
              {formatMetric(
                metric,
                series.reduce((sum, one) => sum + (one.values[index] ?? 0), 0),
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
