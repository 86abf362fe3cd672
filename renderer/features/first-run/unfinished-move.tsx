import { Link } from '@tanstack/react-router'
import { ArrowRightLeft } from 'lucide-react'
import type { SecretStoreStatus } from '../../lib/use-secret-store.ts'
import { storeNames, storeSettings } from '../../strings/en/store-settings.ts'

const words = storeSettings.unfinished

/** Says above every page that a move of the secrets has not come to its end, and where it goes on. */
export function UnfinishedMove({ status }: { status: SecretStoreStatus }) {
  const move = status.interruptedMove
  if (!move || move.running) return null
  const isCopying = move.phase === 'copying'
  const inCharge = storeNames[status.kind ?? 'memory']
  return (
    <section className="trouble trouble--info" role="status">
      <ArrowRightLeft className="i" aria-hidden="true" />
      <div className="trouble__text">
        <h2>{isCopying ? words.copyingTitle : words.clearingTitle}</h2>
        <p>{isCopying ? words.copying(inCharge, storeNames[move.to]) : words.clearing(inCharge)}</p>
      </div>
      <div className="trouble__actions">
        <Link className="btn btn--sm" to="/settings/$section" params={{ section: 'secret-store' }}>
          {words.open}
        </Link>
      </div>
    </section>
  )
}
