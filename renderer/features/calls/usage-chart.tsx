import { Bar, BarChart, CartesianGrid, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { Metric } from '../../../contract/calls.ts'
import { axisTicks, type ChartSeries, tickName } from './chart-model.ts'
import { ChartTip } from './chart-tip.tsx'
import { formatTick } from './figures.ts'

export interface UsageChartProps {
  label: string
  metric: Metric
  bucketMs: number
  buckets: readonly number[]
  series: readonly ChartSeries[]
  /** The sums of the span before, bar by bar. */
  before: readonly number[]
}

/** Stacked bars over time; the span before as a dotted line. Loaded apart, because the library is large. */
export function UsageChart({ label, metric, bucketMs, buckets, series, before }: UsageChartProps) {
  const data = buckets.map((start, index) => ({
    start,
    before: before[index] ?? null,
    ...Object.fromEntries(series.map((one) => [`s${one.colour}`, one.values[index] ?? 0])),
  }))
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 640, height: 240 }}>
      <BarChart data={data} margin={{ top: 8, right: 4, bottom: 0, left: 0 }} barCategoryGap="22%" title={label}>
        <CartesianGrid vertical={false} stroke="var(--grid)" />
        <XAxis
          dataKey="start"
          ticks={axisTicks(buckets, bucketMs)}
          interval={0}
          tickFormatter={(start: number) => tickName(start, bucketMs)}
          tickLine={false}
          axisLine={{ stroke: 'var(--line-strong)' }}
          tickMargin={6}
          height={24}
        />
        <YAxis
          width={52}
          tickCount={5}
          tickFormatter={(value: number) => formatTick(metric, value)}
          allowDecimals={false}
          tickLine={false}
          axisLine={false}
          tickMargin={6}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: 'var(--bg-selected)', fillOpacity: 0.7 }}
          offset={14}
          content={<ChartTip metric={metric} bucketMs={bucketMs} buckets={buckets} series={series} before={before} />}
        />
        {series.map((one) => (
          <Bar
            key={one.colour}
            dataKey={`s${one.colour}`}
            name={one.name}
            stackId="all"
            fill={`var(--s${one.colour})`}
            stroke="var(--card-bg)"
            strokeWidth={1}
            maxBarSize={44}
            isAnimationActive={false}
            activeBar={false}
          />
        ))}
        <Line
          dataKey="before"
          type="linear"
          stroke="var(--fg-3)"
          strokeWidth={1.2}
          strokeDasharray="1.5 3"
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
      </BarChart>
    </ResponsiveContainer>
  )
}
