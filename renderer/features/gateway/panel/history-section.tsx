import { Link } from '@tanstack/react-router'
import { ScrollText } from 'lucide-react'
import type { LocalKey } from '../../../../contract/local-keys.ts'
import { useAudit } from '../../../lib/use-audit.ts'
import { localKeys } from '../../../strings/en/local-keys.ts'
import { Button } from '../../../ui/button.tsx'
import { HistoryList } from '../../../ui/history-list.tsx'
import { Spinner } from '../../../ui/spinner.tsx'

const words = localKeys.history
const atFirst = 10

/** What was done to a local key, and what it was refused, newest first. */
export function HistorySection({ localKey }: { localKey: LocalKey }) {
  const { rows, data, isError, hasNextPage, fetchNextPage, isFetchingNextPage } = useAudit(
    { keyId: localKey.id },
    atFirst,
  )
  return (
    <section className="sect" aria-label={words.heading}>
      <h3>
        <ScrollText className="i i--14" aria-hidden="true" />
        {words.heading}
        <span className="sect__end key-usage__end">
          <Link to="/audit" search={{ key: localKey.id }}>
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
