import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import type { CallFilter, Totals } from '../../../contract/calls.ts'
import { classNames } from '../../lib/class-names.ts'
import { formatCount, formatDuration, formatMoney, formatShare, formatShort } from '../../lib/format.ts'
import { calls as words } from '../../strings/en/calls.ts'
import { Sparkline } from '../../ui/sparkline.tsx'
import { approximately, changeOf } from './figures.ts'
import type { SpanChoice, UsageSpan } from './span.ts'
import { useTrend } from './use-usage.ts'
import { useWidth } from './use-width.ts'

export interface TotalsCardsProps {
  now: Totals
  past: Totals | undefined
  choice: SpanChoice
  span: UsageSpan
  filter: CallFilter
}

/** The figures of a span, each with its trend and its change against the span before. */
export function TotalsCards({ now, past, choice, span, filter }: TotalsCardsProps) {
  const scope = { span, filter }
  const against = words.span.against[choice]
  const isEstimate = now.estimated > 0
  const change = (of: (totals: Totals) => number, good?: 'down') => {
    if (!past) return null
    return <Change share={changeOf(of(now), of(past))} against={against} good={good} />
  }
  const tokens = (totals: Totals) => totals.tokensIn + totals.tokensOut
  return (
    <section className="usage-cards" aria-label={words.cards.label}>
      <Figure label={words.cards.calls} end={change((totals) => totals.calls)} trend={useTrend(scope, 'calls')}>
        {formatCount(now.calls)}
        {now.stopped + now.truncated > 0 ? (
          <small> {words.cards.cut(formatCount(now.stopped), formatCount(now.truncated))}</small>
        ) : null}
      </Figure>
      <Figure
        label={words.cards.tokens}
        end={change(tokens)}
        trend={useTrend(scope, 'tokens')}
        title={isEstimate ? words.cards.estimate : undefined}
      >
        {approximately(formatShort(tokens(now)), isEstimate)}
        <small> {words.cards.tokensInOut(formatShort(now.tokensIn), formatShort(now.tokensOut))}</small>
      </Figure>
      <Figure
        label={words.cards.cost}
        end={change((totals) => totals.cost, 'down')}
        trend={useTrend(scope, 'cost')}
        title={isEstimate ? words.cards.estimate : undefined}
      >
        {approximately(formatMoney(now.cost), isEstimate)}
        {now.unpriced > 0 ? (
          <small title={words.cards.unpriced(formatCount(now.unpriced), now.unpriced === 1)}>
            {' '}
            {words.cards.unpricedShort(formatCount(now.unpriced))}
          </small>
        ) : null}
      </Figure>
      <Figure
        label={words.cards.errors}
        end={past ? <ErrorChange now={now} past={past} against={against} /> : null}
        trend={useTrend(scope, 'errors')}
        tone="bad"
      >
        {formatShare(errorShare(now))}
        <small> {words.cards.failed(formatCount(now.errors), now.errors === 1)}</small>
      </Figure>
      <FirstToken now={now} past={past} against={against} />
    </section>
  )
}

function FirstToken({ now, past, against }: { now: Totals; past: Totals | undefined; against: string }) {
  const { firstTokenP50Ms: p50, firstTokenP95Ms: p95, durationP50Ms, durationP95Ms } = now
  const before = past?.firstTokenP50Ms ?? 0
  return (
    <Figure
      label={words.cards.firstToken}
      end={p50 === null ? null : <Change share={changeOf(p50, before)} against={against} good="down" />}
      note={
        durationP50Ms === null || durationP95Ms === null
          ? undefined
          : words.cards.whole(formatDuration(durationP50Ms), formatDuration(durationP95Ms))
      }
    >
      {p50 === null || p95 === null ? (
        <small>{words.cards.noTimes}</small>
      ) : (
        <>
          {formatDuration(p50)}
          <small> {words.cards.p95(formatDuration(p95))}</small>
        </>
      )}
    </Figure>
  )
}

interface FigureProps {
  label: string
  end: ReactNode
  trend?: readonly number[]
  tone?: 'bad'
  note?: string | undefined
  title?: string | undefined
  children: ReactNode
}

function Figure({ label, end, trend, tone, note, title, children }: FigureProps) {
  return (
    <div className="card stat usage-stat" title={title}>
      <h2 className="stat__label">
        {label}
        {end}
      </h2>
      <p className="stat__figure">{children}</p>
      {note ? <p className="stat__note">{note}</p> : null}
      {trend && trend.length > 0 ? <Trend values={trend} tone={tone} /> : null}
    </div>
  )
}

function Trend({ values, tone }: { values: readonly number[]; tone: 'bad' | undefined }) {
  const { ref, width } = useWidth<HTMLDivElement>()
  return (
    <div ref={ref} className="usage-stat__trend">
      {width > 0 ? <Sparkline values={values} width={width} height={30} {...(tone ? { tone } : {})} /> : null}
    </div>
  )
}

interface ChangeProps {
  /** The change as a share of what was before; null where there is nothing to compare with. */
  share: number | null
  against: string
  /** Which way is the better one. Colour only where there is one. */
  good?: 'down' | undefined
  /** In place of per cent. */
  figure?: string
}

function Change({ share, against, good, figure }: ChangeProps) {
  if (share === null) return null
  const size = figure ?? formatShare(Math.abs(share))
  if (Math.abs(share) < 0.0005) {
    return (
      <span className="usage-change text-fg-3" title={words.cards.same(against)}>
        <span aria-hidden="true">{formatShare(0)}</span>
        <span className="sr-only">{words.cards.same(against)}</span>
      </span>
    )
  }
  const isUp = share > 0
  const tone = good === undefined || Math.abs(share) < 0.02 ? null : isUp ? 'text-bad' : 'text-ok'
  const sentence = isUp ? words.cards.up(size, against) : words.cards.down(size, against)
  return (
    <span className={classNames('usage-change', tone)} title={sentence}>
      {isUp ? <ArrowUp className="i i--12" aria-hidden="true" /> : <ArrowDown className="i i--12" aria-hidden="true" />}
      <span aria-hidden="true">{size}</span>
      <span className="sr-only">{sentence}</span>
    </span>
  )
}

/** Shares of errors are compared in points: twice of almost nothing is still almost nothing. */
function ErrorChange({ now, past, against }: { now: Totals; past: Totals; against: string }) {
  const difference = errorShare(now) - errorShare(past)
  if (past.calls === 0) return null
  const figure = words.cards.points(Math.abs(difference * 100).toFixed(2))
  return (
    <Change
      share={Math.abs(difference) < 0.000_05 ? 0 : difference * 10}
      against={against}
      good="down"
      figure={figure}
    />
  )
}

function errorShare(totals: Totals): number {
  return totals.calls === 0 ? 0 : totals.errors / totals.calls
}
