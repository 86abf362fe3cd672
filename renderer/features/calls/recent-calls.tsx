import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { type UIEvent, useEffect, useMemo } from 'react'
import type { CallFilter } from '../../../contract/calls.ts'
import { client, orpc } from '../../lib/client.ts'
import { useEnvironments } from '../../lib/use-environments.ts'
import { calls as words } from '../../strings/en/calls.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { VirtualTable } from '../../ui/virtual-table.tsx'
import { recentColumns } from './recent-columns.tsx'

const pageSize = 100
const idOf = (call: { id: string }) => call.id
/** Older calls are fetched when the end of what is there is this near. */
const nearEnd = 600

export interface RecentCallsProps {
  filter: CallFilter
  /** What the filter is called, for a list without rows. */
  place: string
}

/** Single calls, newest first, page by page as one scrolls. New ones come in by themselves while the top is in sight. */
export function RecentCalls({ filter, place }: RecentCallsProps) {
  const environments = useEnvironments()
  const pages = useInfiniteQuery({
    // Not below the calls' own key: an event must not fetch every page that was scrolled through anew.
    queryKey: ['recent-calls', filter],
    queryFn: ({ pageParam }) =>
      client.calls.list({ limit: pageSize, filter, ...(pageParam ? { before: pageParam } : {}) }),
    initialPageParam: null as { startedAt: number; id: string } | null,
    getNextPageParam: (page) => {
      const last = page.calls.at(-1)
      return page.more && last ? { startedAt: last.startedAt, id: last.id } : null
    },
  })
  const newest = useQuery(orpc.calls.list.queryOptions({ input: { limit: 1, filter } })).data?.calls[0]?.id
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.calls) ?? [], [pages.data])
  const { refetch, isFetching } = pages
  const isBehind = newest !== undefined && pages.data !== undefined && rows[0]?.id !== newest
  const isAtTop = (pages.data?.pages.length ?? 0) < 2
  useEffect(() => {
    if (isBehind && isAtTop && !isFetching) void refetch()
  }, [isBehind, isAtTop, isFetching, refetch])

  const onScroll = (event: UIEvent<HTMLElement>) => {
    const { target } = event
    if (!(target instanceof HTMLElement) || !pages.hasNextPage || pages.isFetching) return
    if (target.scrollHeight - target.scrollTop - target.clientHeight < nearEnd) void pages.fetchNextPage()
  }

  return (
    <Card
      bare
      className="usage-recent"
      title={words.recent.title}
      end={
        <>
          {pages.isFetchingNextPage ? <Spinner label={words.recent.loadingMore} /> : null}
          {isBehind && !isAtTop ? (
            <Button size="small" onClick={() => void refetch()}>
              {words.recent.fresh(words.recent.freshCalls)}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="usage-recent__table" onScrollCapture={onScroll}>
        <VirtualTable
          aria-label={words.recent.table}
          rows={rows}
          columns={recentColumns}
          rowId={idOf}
          spineOf={(call) => environments.find((one) => one.id === call.environmentId)?.colour ?? 'slate'}
          empty={
            <div className="usage-nothing">{pages.isPending ? <Spinner /> : <p>{words.recent.none(place)}</p>}</div>
          }
        />
      </div>
    </Card>
  )
}
