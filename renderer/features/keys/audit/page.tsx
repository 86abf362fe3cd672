import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ArrowLeft, Download } from 'lucide-react'
import { type UIEvent, useState } from 'react'
import { orpc } from '../../../lib/client.ts'
import { wordsOf } from '../../../lib/known-error.ts'
import { audit as words } from '../../../strings/en/audit.ts'
import { ui } from '../../../strings/en/ui.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { PageHead } from '../../../ui/page-head.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { Select } from '../../../ui/select.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { VirtualTable } from '../../../ui/virtual-table.tsx'
import './audit.css'
import { useAudit } from '../../../lib/use-audit.ts'
import { auditColumns } from './audit-columns.tsx'
import { type AuditKind, actionsOf, auditKinds } from './audit-kinds.ts'
import { useAuditExport } from './use-audit-export.ts'

const route = getRouteApi('/audit')
const pageSize = 100
const idOf = (row: { id: number }) => String(row.id)
/** Older rows are fetched when the end of what is there is this near. Pixels. */
const nearEnd = 600
const anyKey = ''

/** What was done to the whole vault, and what was refused, newest first. */
export function AuditPage() {
  const keyId = route.useSearch().key
  const navigate = route.useNavigate()
  const [kind, setKind] = useState<AuditKind>('all')
  const keys = useQuery(orpc.keys.list.queryOptions()).data ?? []
  const audit = useAudit({ keyId, actions: actionsOf(kind) }, pageSize)
  const exportAudit = useAuditExport(words.exportFailed)
  const { rows, data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = audit
  const isNarrowed = kind !== 'all' || keyId !== undefined
  const showKey = (id: string) => void navigate({ search: id === anyKey ? {} : { key: id }, replace: true })

  const onScroll = (event: UIEvent<HTMLElement>) => {
    const { target } = event
    if (!(target instanceof HTMLElement) || !hasNextPage || isFetchingNextPage) return
    if (target.scrollHeight - target.scrollTop - target.clientHeight < nearEnd) void fetchNextPage()
  }
  const keyName = keys.find((key) => key.id === keyId)?.name
  return (
    <div className="page audit-page" onScrollCapture={onScroll}>
      <PageHead
        title={words.title}
        count={data ? words.count(rows.length, hasNextPage) : undefined}
        actions={
          <>
            {isFetchingNextPage ? <Spinner label={words.loading} /> : null}
            {(['csv', 'json'] as const).map((format) => (
              <Button key={format} icon={<Download className="i" />} onClick={() => void exportAudit(format, keyId)}>
                {words.export(format.toUpperCase())}
              </Button>
            ))}
          </>
        }
      >
        <Link to="/keys" search={keyId && keyName ? { key: keyId } : {}} className="btn btn--ghost btn--sm">
          <ArrowLeft className="i i--14" aria-hidden="true" />
          {words.back}
        </Link>
      </PageHead>
      <div className="audit-page__filters keys-bar">
        <Segmented
          aria-label={words.filter.kind}
          size="small"
          value={kind}
          onValueChange={setKind}
          options={auditKinds.map((value) => ({ value, text: words.filter.kinds[value] }))}
        />
        <Select
          aria-label={words.filter.key}
          size="small"
          className="group-select"
          value={keyId ?? anyKey}
          onValueChange={showKey}
          options={[
            { value: anyKey, text: words.filter.anyKey },
            ...(keyId && !keyName ? [{ value: keyId, text: words.filter.goneKey }] : []),
            ...keys.map(({ id, name, prefix, last4 }) => ({ value: id, text: name, note: `${prefix}••••${last4}` })),
          ]}
        />
      </div>
      {error && !data ? (
        <EmptyState
          title={words.failed}
          text={wordsOf(error)}
          actions={<Button onClick={() => void refetch()}>{ui.retry}</Button>}
        />
      ) : !data ? (
        <Spinner />
      ) : (
        <VirtualTable
          aria-label={words.table}
          rows={rows}
          columns={auditColumns}
          rowId={idOf}
          empty={
            isNarrowed ? (
              <EmptyState
                title={words.noMatch}
                text={words.noMatchText}
                actions={
                  <Button
                    onClick={() => {
                      setKind('all')
                      showKey(anyKey)
                    }}
                  >
                    {words.clear}
                  </Button>
                }
              />
            ) : (
              <EmptyState title={words.empty} text={words.emptyText} />
            )
          }
        />
      )}
    </div>
  )
}
