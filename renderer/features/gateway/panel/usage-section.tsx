import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChartColumn } from 'lucide-react'
import { useMemo } from 'react'
import { orpc } from '../../../lib/client.ts'
import { formatCount, formatMoney, formatShare, formatShort } from '../../../lib/format.ts'
import { useToday } from '../../../lib/use-today.ts'
import { localKeys } from '../../../strings/en/local-keys.ts'
import { Sparkline } from '../../../ui/sparkline.tsx'
import type { LocalKeyRow } from '../types.ts'

const words = localKeys.usage
const thirtyDays = 30 * 24 * 60 * 60 * 1_000

/** What came through this local key in the last 30 days: trend and figures. */
export function UsageSection({ row: { key, environment } }: { row: LocalKeyRow }) {
  const { to } = useToday()
  const input = useMemo(() => ({ from: to - thirtyDays, to, filter: { localKeyId: key.id } }), [to, key.id])
  const totals = useQuery(orpc.calls.totals.queryOptions({ input })).data
  const trend = useQuery(
    orpc.calls.series.queryOptions({
      input: {
        ...input,
        metric: 'calls',
        groupBy: 'localKey',
        zoneOffsetMinutes: -new Date(to).getTimezoneOffset(),
      },
    }),
  ).data
  const values = trend?.buckets.map((_, index) => trend.series.reduce((sum, one) => sum + (one.values[index] ?? 0), 0))
  return (
    <section className="sect" data-env={environment?.colour ?? 'slate'}>
      <h3>
        <ChartColumn className="i i--14" aria-hidden="true" />
        {words.heading}
        <span className="sect__end key-usage__end">
          <Link to="/usage" search={{ localKey: key.id }}>
            {words.link}
          </Link>
        </span>
      </h3>
      {totals?.calls === 0 ? (
        <p className="text-12 text-fg-3">{words.idle}</p>
      ) : (
        <>
          <div className="key-panel__trend">
            {values ? (
              <Sparkline
                values={values}
                tone="env"
                width={330}
                height={44}
                label={words.trend(totals ? formatCount(totals.calls) : '')}
              />
            ) : null}
          </div>
          <dl className="key-panel__figures">
            <Figure name={words.calls} value={totals ? formatCount(totals.calls) : ''} />
            <Figure name={words.tokens} value={totals ? formatShort(totals.tokensIn + totals.tokensOut) : ''} />
            <Figure name={words.cost} value={totals ? formatMoney(totals.cost) : ''} />
            <Figure
              name={words.errors}
              value={totals ? formatShare(totals.calls === 0 ? 0 : totals.errors / totals.calls) : ''}
            />
          </dl>
        </>
      )}
    </section>
  )
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
