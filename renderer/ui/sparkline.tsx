import { classNames } from '../lib/class-names.ts'

export interface SparklineProps {
  values: readonly number[]
  /** What it shows, for those who can't see it; omit where the figures stand beside it. */
  label?: string
  tone?: 'series' | 'env' | 'mute' | 'bad'
  width?: number
  height?: number
}

const round = (figure: number) => Math.round(figure * 10) / 10

/** A trend without axes, from zero. All zero is a flat grey line. */
export function Sparkline({ values, label, tone = 'series', width = 64, height = 16 }: SparklineProps) {
  const highest = Math.max(0, ...values)
  const isIdle = highest === 0
  const innerWidth = width - 3
  const innerHeight = height - 4
  const step = values.length > 1 ? innerWidth / (values.length - 1) : 0
  const points = values.map((value, index) => ({
    x: round(index * step),
    y: round(2 + innerHeight * (1 - (isIdle ? 0 : Math.max(0, value) / highest))),
  }))
  const last = points.at(-1)
  if (!last) return null
  const line = `M${points.map((point) => `${point.x} ${point.y}`).join('L')}`
  const naming = label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true }
  const shownTone = isIdle ? 'mute' : tone
  return (
    <svg
      className={classNames('spark', shownTone !== 'series' && `spark--${shownTone}`)}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      {...naming}
    >
      {isIdle ? null : <path className="spark__area" d={`${line}L${last.x} ${height}L0 ${height}Z`} />}
      <path className="spark__line" d={line} />
      {isIdle ? null : <circle className="spark__last" cx={last.x} cy={last.y} r="1.8" />}
    </svg>
  )
}
