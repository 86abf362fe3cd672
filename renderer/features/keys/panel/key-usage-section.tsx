import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChartColumn } from 'lucide-react'
import { useMemo } from 'react'
import { orpc } from '../../../lib/client.ts'
import { formatCount, formatDate, formatMoney, formatShare, formatShort } from '../../../lib/format.ts'
import { useToday } from '../../../lib/use-today.ts'
import { keys as words } from '../../../strings/en/keys.ts'
import { keysPanel } from '../../../strings/en/keys-panel.ts'
import { Sparkline } from '../../../ui/sparkline.tsx'
import type { KeyRow } from '../types.ts'

const thirtyDays = 30 * 24 * 60 * 60 * 1_000

/** What the key did in the last 30 days: trend and figures. */
export function KeyUsageSection({ row }: { row: KeyRow }) {
  const { to } = useToday()
  const from = to - thirtyDays
  const input = useMemo(() => ({ from, to, filter: { keyId: row.key.id } }), [from, to, row.key.id])
  const totals = useQuery(orpc.calls.totals.queryOptions({ input })).data
  const isIdle = row.key.calls30d === 0 && (totals?.calls ?? 0) === 0
  return (
    <section className="sect" data-env={row.environment.colour}>
      <h3>
        <ChartColumn className="i i--14" aria-hidden="true" />
        {words.usage.heading}
        <span className="sect__end key-usage__end">
          {words.usage.span(formatDate(from), formatDate(to - 1))}
          <Link to="/usage" search={{ key: row.key.id }}>
            {keysPanel.usageLink}
          </Link>
        </span>
      </h3>
      {isIdle ? (
        <p className="text-12 text-fg-3">{words.usage.idle}</p>
      ) : (
        <>
          <div className="key-panel__trend">
            <Sparkline
              values={row.daily}
              tone="env"
              width={330}
              height={44}
              label={words.usage.trend(formatCount(row.key.calls30d))}
            />
          </div>
          <dl className="key-panel__figures">
            <Figure name={words.usage.calls} value={totals ? formatCount(totals.calls) : ''} />
            <Figure name={words.usage.tokens} value={totals ? formatShort(totals.tokensIn + totals.tokensOut) : ''} />
            <Figure name={words.usage.cost} value={totals ? formatMoney(totals.cost) : ''} />
            <Figure
              name={words.usage.errors}
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
