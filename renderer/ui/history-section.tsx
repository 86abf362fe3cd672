import { Link } from '@tanstack/react-router'
import { ScrollText } from 'lucide-react'
import type { ReactNode } from 'react'
import { useAudit } from '../lib/use-audit.ts'
import { keyFields } from '../strings/en/key-fields.ts'
import { Button } from './button.tsx'
import { HistoryList } from './history-list.tsx'
import { Spinner } from './spinner.tsx'

const words = keyFields.history
const atFirst = 10

/** What was done to a vault key or a local key, and what it was refused, newest first. */
export function HistorySection({ keyId, links }: { keyId: string; links?: ReactNode }) {
  const { rows, data, isError, hasNextPage, fetchNextPage, isFetchingNextPage } = useAudit({ keyId }, atFirst)
  return (
    <section className="sect" aria-label={words.heading}>
      <h3>
        <ScrollText className="i i--14" aria-hidden="true" />
        {words.heading}
        <span className="sect__end history__links">
          {links}
          <Link to="/audit" search={{ key: keyId }}>
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
