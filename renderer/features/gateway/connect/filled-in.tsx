import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { IssuedLocalKey } from '../../../../contract/local-keys.ts'
import { orpc } from '../../../lib/client.ts'
import { formatClock } from '../../../lib/format.ts'
import { gatewayConnect as words } from '../../../strings/en/gateway-connect.ts'
import { localKeys } from '../../../strings/en/local-keys.ts'
import { Button } from '../../../ui/button.tsx'
import { StatusDot } from '../../../ui/status-dot.tsx'
import { useIssuedEnd } from '../issued/use-issued-end.ts'
import type { LocalKeyRow } from '../types.ts'

interface FilledInProps {
  issued: IssuedLocalKey
  /** The key as it is now; undefined once it is deleted. */
  row: LocalKeyRow | undefined
  onHide: () => void
}

/** Which key the snippets hold, and whether the tool has asked with it yet. */
export function FilledIn({ issued, row, onHide }: FilledInProps) {
  const end = useIssuedEnd(issued, row)
  return (
    <section className="connect__filled" aria-label={words.filled(issued.key.name)}>
      <p>
        <b className="trunc" dir="auto">
          {words.filled(issued.key.name)}
        </b>
        <Button variant="link" onClick={onHide}>
          {words.hide}
        </Button>
      </p>
      {end === null ? (
        <span className="hint">{words.filledText}</span>
      ) : (
        <span className="field__error" role="alert">
          {localKeys.issued.ended[end]}
        </span>
      )}
      <LastRequest row={row} />
    </section>
  )
}

/** The newest request with this key since it was filled in: an answer, or why there was none. */
function LastRequest({ row }: { row: LocalKeyRow | undefined }) {
  const [since] = useState(() => Date.now())
  const refusals = useQuery(orpc.gateway.refusals.queryOptions()).data ?? []
  if (!row) return null
  const { id, lastUsedAt, lastClient } = row.key
  const usedAt = lastUsedAt !== null && lastUsedAt >= since ? lastUsedAt : null
  const refusal = refusals.find((one) => one.localKeyId === id && one.lastAt >= since)
  return (
    <span role="status">
      {refusal && refusal.lastAt > (usedAt ?? 0) ? (
        <StatusDot tone="bad">{words.refusedCame(refusal.code, formatClock(refusal.lastAt))}</StatusDot>
      ) : usedAt === null ? (
        <StatusDot tone="idle">
          <span className="text-fg-3">{words.waiting}</span>
        </StatusDot>
      ) : (
        <StatusDot tone="ok">{words.came(lastClient ?? words.someTool, formatClock(usedAt))}</StatusDot>
      )}
    </span>
  )
}
