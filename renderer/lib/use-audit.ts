import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { AuditAction, AuditRow } from '../../contract/audit.ts'
import { orpc } from './client.ts'

/** Which rows are asked for. */
export interface AuditQuestion {
  keyId?: string | undefined
  actions?: readonly AuditAction[] | undefined
}

/** The audit, newest first, page by page. New rows come in by themselves. */
export function useAudit({ keyId, actions }: AuditQuestion, limit: number) {
  const query = useInfiniteQuery(
    orpc.audit.list.infiniteOptions({
      input: (before: number | undefined) => ({
        limit,
        ...(keyId ? { keyId } : {}),
        ...(actions ? { actions: [...actions] } : {}),
        ...(before ? { before } : {}),
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => (page.more ? page.rows.at(-1)?.id : undefined),
    }),
  )
  const rows = useMemo((): AuditRow[] => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data])
  return { ...query, rows }
}
