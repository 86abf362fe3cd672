import { lazy, type ReactNode, Suspense } from 'react'
import type { GroupBy, Metric, Series } from '../../../contract/calls.ts'
import { calls as words } from '../../strings/en/calls.ts'
import { Card } from '../../ui/card.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Select } from '../../ui/select.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { chartSeries, chartTitle } from './chart-model.ts'
import { ChartTable } from './chart-table.tsx'
import { Swatch } from './swatch.tsx'

const UsageChart = lazy(async () => ({ default: (await import('./usage-chart.tsx')).UsageChart }))

const metrics: readonly Metric[] = ['cost', 'calls', 'tokens', 'errors']
const groupBys: readonly GroupBy[] = ['key', 'provider', 'environment', 'model', 'origin', 'localKey']

export interface ChartCardProps {
  series: Series | undefined
  before: readonly number[] | undefined
  metric: Metric
  onMetric: (metric: Metric) => void
  groupBy: GroupBy
  onGroupBy: (groupBy: GroupBy) => void
  /** In place of bars where the span has no call. */
  empty: ReactNode
  /** Whether the span has any call, so that a metric of nothing is told from a span of nothing. */
  hasCalls: boolean
}

/** A metric over time by group, with the choice of both. */
export function ChartCard(props: ChartCardProps) {
  const { series, before = [], metric, groupBy, empty, hasCalls } = props
  const shown = series ? chartSeries(series, groupBy) : []
  const title = series ? chartTitle(metric, series.bucketMs) : words.chart.metrics[metric]
  const caption = `${title} ${words.chart.by[groupBy]}`
  return (
    <Card
      bare
      className="usage-chart"
      title={title}
      end={
        <>
          <Select
            size="small"
            aria-label={words.chart.group}
            value={groupBy}
            onValueChange={props.onGroupBy}
            options={groupBys.map((value) => ({ value, text: words.chart.by[value] }))}
          />
          <Segmented
            size="small"
            aria-label={words.chart.metric}
            value={metric}
            onValueChange={props.onMetric}
            options={metrics.map((value) => ({ value, text: words.chart.metrics[value] }))}
          />
        </>
      }
    >
      {series && shown.length > 0 ? (
        <figure className="usage-chart__figure">
          <figcaption className="sr-only">{`${caption}. ${words.chart.keyboard}`}</figcaption>
          <div className="usage-chart__plot">
            <Suspense fallback={<div className="usage-chart__wait">{<Spinner />}</div>}>
              <UsageChart
                label={caption}
                metric={metric}
                bucketMs={series.bucketMs}
                buckets={series.buckets}
                series={shown}
                before={before}
              />
            </Suspense>
          </div>
          <ul className="usage-legend">
            {shown.map((one) => (
              <li key={one.colour} className="legend">
                <Swatch colour={one.colour} />
                <span className="trunc">{one.name}</span>
              </li>
            ))}
            {before.some((value) => value > 0) ? (
              <li className="legend">
                <svg width="16" height="9" viewBox="0 0 16 9" aria-hidden="true">
                  <path d="M0 4.500h16" stroke="var(--fg-3)" strokeWidth="1.4" strokeDasharray="1.5 3" />
                </svg>
                {words.chart.before}
              </li>
            ) : null}
          </ul>
          <ChartTable
            caption={caption}
            metric={metric}
            bucketMs={series.bucketMs}
            buckets={series.buckets}
            series={shown}
          />
        </figure>
      ) : (
        <div className="usage-chart__wait">
          {series === undefined ? (
            <Spinner />
          ) : hasCalls ? (
            <p className="usage-nothing">
              <b>{words.chart.noneOf[metric]}</b>
              {metric === 'cost' ? <span>{words.chart.noCost}</span> : null}
            </p>
          ) : (
            empty
          )}
        </div>
      )}
    </Card>
  )
}
