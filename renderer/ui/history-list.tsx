import type { AuditRow } from '../../contract/audit.ts'
import { isRefusal, sentenceOf } from '../lib/audit-words.ts'
import { formatDate, formatMoment, formatTime } from '../lib/format.ts'
import { useToday } from '../lib/use-today.ts'
import { audit } from '../strings/en/audit.ts'

/** What was done to a thing, and what it was refused, as lines. */
export function HistoryList({ rows }: { rows: readonly AuditRow[] }) {
  return (
    <ol className="history">
      {rows.map((row) => (
        <HistoryLine key={row.id} row={row} />
      ))}
    </ol>
  )
}

function HistoryLine({ row }: { row: AuditRow }) {
  const today = useToday()
  const at = row.lastAt
  return (
    <li className="history__line" data-refused={isRefusal(row) ? '' : undefined}>
      <time dateTime={new Date(at).toISOString()} title={formatMoment(at)}>
        {at >= today.from ? formatTime(at) : formatDate(at)}
      </time>
      <span>
        {isRefusal(row) ? <span className="sr-only">{audit.refusedMark} </span> : null}
        {sentenceOf(row)}
        <span className="history__note">
          {row.actor === 'person' ? null : ` ${audit.by(audit.actors[row.actor])}`}
          {row.count > 1 ? ` ${audit.repeated(row.count, formatMoment(at))}` : null}
        </span>
      </span>
    </li>
  )
}
