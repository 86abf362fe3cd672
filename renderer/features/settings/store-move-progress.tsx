import { CircleCheck, TriangleAlert } from 'lucide-react'
import type { SecretStoreKind, StoreMoveProgress } from '../../../contract/secret-store.ts'
import { reasonWords } from '../../lib/store-refusal.ts'
import type { SecretStoreStatus } from '../../lib/use-secret-store.ts'
import { storeNames, storeSettings } from '../../strings/en/store-settings.ts'
import { Progress } from '../../ui/progress.tsx'

const words = storeSettings.move
const phases: readonly StoreMoveProgress['phase'][] = ['copying', 'verifying', 'clearing']

/** How far a move is. Without `progress`, another page began it and is told. */
export function StoreMoveProgressBar({ to, progress }: { to: SecretStoreKind; progress: StoreMoveProgress | null }) {
  const isCounted = progress !== null && progress.total > 0
  return (
    <div className="moving">
      <p role="status">{progress ? words.phases[progress.phase] : words.elsewhere(storeNames[to])}</p>
      {isCounted ? <span className="moving__count">{words.counts(progress.done, progress.total)}</span> : null}
      <Progress aria-label={words.bar} value={progress && shareOf(progress)} />
    </div>
  )
}

/** Each of the three passes is a third of the way. */
function shareOf({ phase, done, total }: StoreMoveProgress): number {
  const pass = phases.indexOf(phase)
  if (pass < 0) return 1
  return (pass + (total === 0 ? 0 : done / total)) / phases.length
}

interface StoreMoveEndProps {
  store: SecretStoreStatus
  to: SecretStoreKind
  progress: StoreMoveProgress
}

/** How a move ended, in words. */
export function StoreMoveEnd({ store, to, progress }: StoreMoveEndProps) {
  return progress.phase === 'failed' ? (
    <Failed inCharge={store.kind ?? 'memory'} progress={progress} />
  ) : (
    <Done to={to} progress={progress} />
  )
}

function Done({ to, progress: { done, total, reason } }: { to: SecretStoreKind; progress: StoreMoveProgress }) {
  return (
    <div className="moved" role="status">
      <CircleCheck className="i fg-ok" aria-hidden="true" />
      <div>
        <b>{total === 0 ? words.doneNone(storeNames[to]) : words.done(done, storeNames[to])}</b>
        <p>{reason ? words.doneUncleared(reasonWords(reason)) : total === 0 ? words.doneNoneText : words.doneText}</p>
        {done < total ? <p>{words.gone(total - done)}</p> : null}
      </div>
    </div>
  )
}

function Failed({ inCharge, progress }: { inCharge: SecretStoreKind; progress: StoreMoveProgress }) {
  const { unreadable, reason } = progress
  return (
    <div className="moved" role="alert">
      <TriangleAlert className="i fg-bad" aria-hidden="true" />
      <div>
        <b>{words.failed}</b>
        <p>
          {unreadable.length > 0
            ? words.unreadable(unreadable.map((name) => `“${name}”`).join(', '))
            : reasonWords(reason)}
        </p>
        <p>{words.failedText(storeNames[inCharge])}</p>
      </div>
    </div>
  )
}
