import { Link } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import { formatDate } from '../../../lib/format.ts'
import { keys } from '../../../strings/en/keys.ts'
import { keysPanel } from '../../../strings/en/keys-panel.ts'
import { Button } from '../../../ui/button.tsx'
import type { KeyRow } from '../types.ts'
import type { PanelActions } from './panel-actions.ts'

const words = keysPanel.matters

/** Why this key can't be used now, and what to do about it. Nothing where it can. */
export function Matters({ row, on }: { row: KeyRow; on: PanelActions }) {
  const { key } = row
  const { trouble } = key
  const isRevoked = key.status === 'revoked'
  if (!isRevoked && !trouble) return null
  return (
    <section className="matters" aria-label={words.heading}>
      {isRevoked ? <Revoked row={row} on={on} /> : null}
      {trouble && !(isRevoked && !key.hasSecret) ? (
        <div className="matter matter--bad">
          <TriangleAlert className="i i--14" aria-hidden="true" />
          <p>{keys.trouble[trouble].text}</p>
          {trouble === 'missing' || trouble === 'origin' ? (
            <Button size="small" onClick={() => on.regenerate(row)}>
              {words.enter}
            </Button>
          ) : trouble === 'mismatch' ? (
            <Link to="/settings/$section" params={{ section: 'secret-store' }} className="btn btn--sm">
              {words.storeSettings}
            </Link>
          ) : null}
        </div>
      ) : null}
    </section>
  )
}

function Revoked({ row, on }: { row: KeyRow; on: PanelActions }) {
  const { key, provider } = row
  const date = formatDate(key.revokedAt ?? key.createdAt)
  const isUsable = key.hasSecret || !provider.needsKey
  return (
    <div className="matter">
      <TriangleAlert className="i i--14" aria-hidden="true" />
      <p>{isUsable ? words.revoked(date) : words.revokedRemoved(date)}</p>
      {isUsable ? (
        <Button size="small" onClick={() => on.reactivate(row)}>
          {keysPanel.reactivate}
        </Button>
      ) : (
        <Button size="small" onClick={() => on.regenerate(row)}>
          {words.enter}
        </Button>
      )}
    </div>
  )
}
