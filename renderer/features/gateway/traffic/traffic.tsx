import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { orpc } from '../../../lib/client.ts'
import { wordsOf } from '../../../lib/known-error.ts'
import type { Environment } from '../../../lib/use-environments.ts'
import { gateway } from '../../../strings/en/gateway.ts'
import { Segmented } from '../../../ui/segmented.tsx'
import type { LocalKeyRow } from '../types.ts'
import { CallsTable } from './calls-table.tsx'
import { RefusalsTable } from './refusals-table.tsx'

const words = gateway.traffic
const recentAtMost = 30

interface TrafficProps {
  rows: readonly LocalKeyRow[]
  environments: readonly Environment[]
  /** Shows a local key in the panel. */
  onOpen: (id: string) => void
}

/** What comes through the gateway now: calls under way, those that ended, and requests that were refused. */
export function Traffic({ rows, environments, onOpen }: TrafficProps) {
  const [view, setView] = useState<'calls' | 'refused'>('calls')
  const asked = {
    running: useQuery(orpc.gateway.running.queryOptions()),
    refusals: useQuery(orpc.gateway.refusals.queryOptions()),
    recent: useQuery(
      orpc.calls.list.queryOptions({ input: { limit: recentAtMost, filter: { origin: 'gateway' as const } } }),
    ),
  }
  const running = asked.running.data ?? []
  const refusals = asked.refusals.data ?? []
  const recent = asked.recent.data?.calls ?? []
  const refused = refusals.reduce((sum, { count }) => sum + count, 0)
  const shown = view === 'calls' ? [asked.running, asked.recent] : [asked.refusals]
  const failed = shown.find(({ error }) => error !== null)
  // Before the first key there is nothing to come, and the first page needs the room.
  if (rows.length === 0 && refusals.length === 0 && recent.length === 0) return null
  return (
    <section className="traffic" aria-label={words.label}>
      <header className="local-keys__head">
        <h2>{words.label}</h2>
        <Segmented
          size="small"
          aria-label={words.view}
          value={view}
          onValueChange={setView}
          options={[
            { value: 'calls', text: words.calls },
            { value: 'refused', text: words.refused(refused) },
          ]}
        />
        <Link to="/usage" className="traffic__all">
          {words.more}
        </Link>
      </header>
      <div className="traffic__body">
        {failed ? (
          <p className="traffic__none" role="alert">
            <b>{words.failed}</b>
            <span>{wordsOf(failed.error)}</span>
          </p>
        ) : shown.some(({ isPending }) => isPending) ? null : view === 'calls' ? (
          <CallsTable {...{ running, recent, environments, onOpen }} />
        ) : (
          <RefusalsTable {...{ refusals, rows, environments, onOpen }} />
        )}
      </div>
    </section>
  )
}
