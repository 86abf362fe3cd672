import { Zap } from 'lucide-react'
import { hintFor } from '../../../lib/call-error.ts'
import { formatAgo, formatDuration } from '../../../lib/format.ts'
import { keys as words } from '../../../strings/en/keys.ts'
import { ErrorBlock } from '../../../ui/error-block.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { StatusDot } from '../../../ui/status-dot.tsx'
import { useIsChecking } from '../checking.ts'
import type { KeyRow } from '../types.ts'

/** What the last check found, in words; the provider's own first where it failed. */
export function KeyCheckSection({ row }: { row: KeyRow }) {
  const { lastCheck } = row.key
  const isChecking = useIsChecking(row.key.id)
  return (
    <section className="sect" aria-live="polite">
      <h3>
        <Zap className="i i--14" aria-hidden="true" />
        {words.check.heading}
        {lastCheck ? <span className="sect__end">{words.check.at(formatAgo(lastCheck.at))}</span> : null}
      </h3>
      {isChecking ? <Spinner label={words.check.running} immediate /> : <Result row={row} />}
    </section>
  )
}

function Result({ row }: { row: KeyRow }) {
  const { lastCheck } = row.key
  if (!lastCheck) return <p className="text-12 text-fg-3">{words.check.neverLong}</p>
  if (lastCheck.error) {
    // Only the provider's own status is shown: the others are for the gateway's clients.
    const error = { ...lastCheck.error, status: lastCheck.status }
    return <ErrorBlock error={error} hint={hintFor(error)} />
  }
  return (
    <StatusDot tone="ok">
      {words.check.worksLong(words.check.models(lastCheck.models ?? 0), formatDuration(lastCheck.latencyMs ?? 0))}
    </StatusDot>
  )
}
