import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { GroupBy, Metric } from '../../../contract/calls.ts'
import { orpc } from '../../lib/client.ts'
import { formatDate, formatTime } from '../../lib/format.ts'
import { useCurrentEnvironment } from '../../lib/use-environments.ts'
import { calls as words } from '../../strings/en/calls.ts'
import { ui } from '../../strings/en/ui.ts'
import { Button } from '../../ui/button.tsx'
import { DeckArt } from '../../ui/deck-art.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { ChartCard } from './chart-card.tsx'
import { chartSeries } from './chart-model.ts'
import { KeyScopeMark, useKeyScope } from './key-scope.tsx'
import { LedgerTrouble } from './ledger-trouble.tsx'
import { Ranking } from './ranking.tsx'
import { RecentCalls } from './recent-calls.tsx'
import { type SpanChoice, spanChoices, spanOf, useHourEnd } from './span.ts'
import { TotalsCards } from './totals-cards.tsx'
import './usage.css'
import { useGroups, useSeries, useTotals } from './use-usage.ts'

/** What was used: totals, a chart, a ranking and the recent calls, of the environment that the frame shows. */
export function UsagePage() {
  const anyCall = useQuery(orpc.calls.list.queryOptions({ input: { limit: 1 } }))
  const [choice, setChoice] = useState<SpanChoice>('7d')
  if (anyCall.isError) return <Failed onRetry={() => void anyCall.refetch()} />
  if (!anyCall.data) {
    return (
      <div className="page place-items-center">
        <Spinner />
      </div>
    )
  }
  if (anyCall.data.calls.length === 0) return <NoCalls />
  return <Usage choice={choice} onChoice={setChoice} />
}

function Usage({ choice, onChoice }: { choice: SpanChoice; onChoice: (choice: SpanChoice) => void }) {
  const keyScope = useKeyScope()
  const [metric, setMetric] = useState<Metric>('cost')
  const [groupBy, setGroupBy] = useState<GroupBy>(keyScope ? 'model' : 'key')
  const chosen = useCurrentEnvironment().current
  // One key lies in one environment: the frame's would only hide it.
  const current = keyScope ? null : chosen
  const span = spanOf(choice, useHourEnd())
  const filter = keyScope ? keyScope.filter : current ? { environmentId: current.id } : {}
  const scope = { span, filter }
  const totals = useTotals(scope)
  const series = useSeries(scope, metric, groupBy)
  const groups = useGroups(scope, groupBy)
  const failed = [totals.now, totals.past, series.now, series.past, groups].filter((query) => query.isError)
  if (failed.length > 0) return <Failed onRetry={() => failed.forEach((query) => void query.refetch())} />

  const spanWords = words.span.words[choice]
  const shown = series.now.data ? chartSeries(series.now.data, groupBy) : []
  const colours = new Map(shown.flatMap((one) => (one.id === null ? [] : [[one.id, one.colour] as const])))
  return (
    <div className="page">
      <PageHead
        title={words.title}
        count={keyScope ? <KeyScopeMark name={keyScope.name} /> : (current?.name ?? words.allEnvironments)}
        actions={
          <>
            <span className="usage-range">{rangeName(choice, span)}</span>
            <Segmented
              aria-label={words.span.label}
              value={choice}
              onValueChange={onChoice}
              options={spanChoices.map((value) => ({ value, text: words.span[value] }))}
            />
          </>
        }
      />
      <LedgerTrouble />
      <div className="page__body usage-body">
        {totals.now.data ? (
          <TotalsCards now={totals.now.data} past={totals.past.data} choice={choice} {...scope} />
        ) : (
          <section className="usage-cards" aria-busy="true" />
        )}
        <ChartCard
          series={series.now.data}
          before={series.past.data}
          metric={metric}
          onMetric={setMetric}
          groupBy={groupBy}
          onGroupBy={setGroupBy}
          hasCalls={(totals.now.data?.calls ?? 0) > 0}
          empty={
            <p className="usage-nothing">
              <b>{current ? words.chart.noneIn(current.name, spanWords) : words.chart.none(spanWords)}</b>
              {choice === '30d' ? null : <Button onClick={() => onChoice('30d')}>{words.chart.widen}</Button>}
            </p>
          }
        />
        <Ranking
          groups={groups.data?.groups ?? []}
          more={groups.data?.more ?? false}
          groupBy={groupBy}
          metric={metric}
          showsEnvironment={current === null}
          colours={colours}
        />
        <RecentCalls filter={filter} place={keyScope?.name ?? current?.name ?? words.allEnvironments} />
      </div>
    </div>
  )
}

function rangeName(choice: SpanChoice, { from, to }: { from: number; to: number }): string {
  if (choice !== '24h') return words.span.range(formatDate(from), formatDate(to - 1))
  return words.span.range(`${formatDate(from)}, ${formatTime(from)}`, formatTime(to))
}

function NoCalls() {
  return (
    <div className="page">
      <PageHead title={words.title} />
      <LedgerTrouble />
      <EmptyState
        art={<DeckArt />}
        title={words.empty.title}
        text={words.empty.text}
        actions={
          <>
            <Link to="/keys" className="btn">
              {words.empty.keys}
            </Link>
            <Link to="/playground" className="btn btn--primary">
              {words.empty.ask}
            </Link>
          </>
        }
      />
    </div>
  )
}

function Failed({ onRetry }: { onRetry: () => void }) {
  return (
    <div className="page" role="alert">
      <PageHead title={words.title} />
      <EmptyState
        title={words.failed.title}
        text={words.failed.text}
        actions={
          <Button variant="primary" onClick={onRetry}>
            {ui.retry}
          </Button>
        }
      />
    </div>
  )
}
