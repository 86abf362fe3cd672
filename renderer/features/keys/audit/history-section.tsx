import { Link } from '@tanstack/react-router'
import { ScrollText } from 'lucide-react'
import type { AuditRow } from '../../../../contract/audit.ts'
import type { VaultKey } from '../../../../contract/keys.ts'
import { formatDate, formatMoment, formatTime } from '../../../lib/format.ts'
import { useToday } from '../../../lib/use-today.ts'
import { audit } from '../../../strings/en/audit.ts'
import { keysPanel } from '../../../strings/en/keys-panel.ts'
import { Button } from '../../../ui/button.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import './audit.css'
import { isRefusal, sentenceOf } from './audit-words.ts'
import { useAudit, useAuditExport } from './use-audit.ts'

const words = keysPanel.history
const atFirst = 10

/** What was done to the key, and what it was refused, newest first. */
export function HistorySection({ vaultKey }: { vaultKey: VaultKey }) {
  const { rows, data, isError, hasNextPage, fetchNextPage, isFetchingNextPage } = useAudit(
    { keyId: vaultKey.id },
    atFirst,
  )
  const exportAudit = useAuditExport(words.exportFailed)
  return (
    <section className="sect" aria-label={words.heading}>
      <h3>
        <ScrollText className="i i--14" aria-hidden="true" />
        {words.heading}
        <span className="sect__end history__links">
          {(['csv', 'json'] as const).map((format) => (
            <Button
              key={format}
              variant="link"
              aria-label={words.export(words[format])}
              onClick={() => void exportAudit(format, vaultKey.id)}
            >
              {words[format]}
            </Button>
          ))}
          <Link to="/audit" search={{ key: vaultKey.id }}>
            {words.all}
          </Link>
        </span>
      </h3>
      {isError ? (
        <p className="text-12 text-fg-3">{words.failed}</p>
      ) : !data ? (
        <Spinner />
      ) : rows.length === 0 ? (
        <p className="text-12 text-fg-3">{words.empty}</p>
      ) : (
        <ol className="history">
          {rows.map((row) => (
            <HistoryLine key={row.id} row={row} />
          ))}
        </ol>
      )}
      {hasNextPage ? (
        <Button size="small" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {words.older}
        </Button>
      ) : null}
    </section>
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
