import { Link } from '@tanstack/react-router'
import { ScrollText } from 'lucide-react'
import type { VaultKey } from '../../../../contract/keys.ts'
import { useAudit } from '../../../lib/use-audit.ts'
import { keysPanel } from '../../../strings/en/keys-panel.ts'
import { Button } from '../../../ui/button.tsx'
import { HistoryList } from '../../../ui/history-list.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { useAuditExport } from './use-audit-export.ts'

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
        <HistoryList rows={rows} />
      )}
      {hasNextPage ? (
        <Button size="small" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {words.older}
        </Button>
      ) : null}
    </section>
  )
}
