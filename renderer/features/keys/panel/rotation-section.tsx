import { RefreshCw } from 'lucide-react'
import { formatDate, formatIn } from '../../../lib/format.ts'
import { useToday } from '../../../lib/use-today.ts'
import { keysPanel } from '../../../strings/en/keys-panel.ts'
import { Button } from '../../../ui/button.tsx'
import { Progress } from '../../../ui/progress.tsx'
import type { KeyRow } from '../types.ts'
import type { PanelActions } from './panel-actions.ts'

const words = keysPanel.rotation
const DAY = 86_400_000
const masked = ({ prefix, last4 }: { prefix: string; last4: string }) => `${prefix}••••${last4}`

/** How far the secret is through its period, and what of a regeneration is left to do. Nothing where neither is. */
export function RotationSection({ row, on }: { row: KeyRow; on: PanelActions }) {
  const { rotation, pending, previous, rotatedAt, createdAt } = row.key
  const { state, everyDays, dueAt } = rotation
  const { to } = useToday()
  const hasPeriod = state !== 'none' && everyDays !== null && dueAt !== null
  if (!hasPeriod && !pending && !previous) return null
  return (
    <section className="sect">
      <h3>
        <RefreshCw className="i i--14" aria-hidden="true" />
        {words.heading}
        {hasPeriod ? (
          <span className={state === 'due' ? 'sect__end fg-bad' : state === 'soon' ? 'sect__end fg-warn' : 'sect__end'}>
            {state === 'due' ? words.due(formatDate(dueAt)) : words.in(formatIn(dueAt), formatDate(dueAt))}
          </span>
        ) : null}
      </h3>
      {hasPeriod ? (
        <>
          <Progress
            value={1 - (dueAt - to) / (everyDays * DAY)}
            tone={state === 'due' ? 'bad' : state === 'soon' ? 'warn' : 'normal'}
            aria-label={words.progress}
          />
          <p className="rotation__ends">
            <span>{words.since(formatDate(rotatedAt ?? createdAt))}</span>
            <span>{words.every(everyDays)}</span>
          </p>
        </>
      ) : null}
      {pending || previous ? (
        <p className="rotation__open">
          <span>
            {pending
              ? words.pending(masked(pending), formatDate(pending.since))
              : previous
                ? words.previous(masked(previous), formatDate(previous.since))
                : null}
          </span>
          <Button size="small" onClick={() => on.regenerate(row)}>
            {words.goOn}
          </Button>
        </p>
      ) : null}
    </section>
  )
}
