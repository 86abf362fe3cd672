import { useQuery } from '@tanstack/react-query'
import { List } from 'lucide-react'
import { orpc } from '../../../lib/client.ts'
import { formatClock, formatDate, formatMoment } from '../../../lib/format.ts'
import { useToday } from '../../../lib/use-today.ts'
import { localKeys } from '../../../strings/en/local-keys.ts'
import { Spinner } from '../../../ui/spinner.tsx'
import { CallEnd } from '../traffic/call-end.tsx'
import type { LocalKeyRow } from '../types.ts'

const words = localKeys.usage
const shown = 6

/** The newest calls of a local key. */
export function RecentSection({ row: { key } }: { row: LocalKeyRow }) {
  const today = useToday()
  const input = { limit: shown, filter: { localKeyId: key.id } }
  const calls = useQuery(orpc.calls.list.queryOptions({ input })).data?.calls
  return (
    <section className="sect">
      <h3>
        <List className="i i--14" aria-hidden="true" />
        {words.recent}
      </h3>
      {!calls ? (
        <Spinner />
      ) : calls.length === 0 ? (
        <p className="text-12 text-fg-3">{words.noCalls}</p>
      ) : (
        <ol className="local-key-calls">
          {calls.map((call) => (
            <li key={call.id}>
              <time dateTime={new Date(call.startedAt).toISOString()} title={formatMoment(call.startedAt)}>
                {call.startedAt >= today.from ? formatClock(call.startedAt) : formatDate(call.startedAt)}
              </time>
              <span className="trunc mono" title={`${call.method} ${call.path}`}>
                {call.model ?? call.path}
              </span>
              <CallEnd call={call} />
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
