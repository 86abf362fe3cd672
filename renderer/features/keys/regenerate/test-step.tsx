import { Zap } from 'lucide-react'
import { hintFor } from '../../../lib/call-error.ts'
import { formatDuration } from '../../../lib/format.ts'
import { keys } from '../../../strings/en/keys.ts'
import { keysAdd } from '../../../strings/en/keys-add.ts'
import { keysRegenerate as words } from '../../../strings/en/keys-regenerate.ts'
import { Button } from '../../../ui/button.tsx'
import { ErrorBlock } from '../../../ui/error-block.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { StatusDot } from '../../../ui/status-dot.tsx'
import type { KeyRow } from '../types.ts'
import { Step, type StepState } from './step.tsx'
import type { Regeneration } from './use-regenerate.ts'

/** What the provider says to the new secret, before any other call uses it. */
export function TestStep({
  row: { key, provider },
  regeneration,
  state,
}: {
  row: KeyRow
  regeneration: Regeneration
  state: StepState
}) {
  const { working } = regeneration
  // What is stored is tested at once, before the answer to it is there.
  const isTesting = working === 'test' || working === 'start'
  const isUnusual = key.pending?.notes.includes('prefix_unexpected') ?? false
  return (
    <Step state={state} heading={words.test.heading}>
      {isUnusual ? (
        <p className="text-12 text-fg-2">{keysAdd.prefixUnexpected(provider.name, provider.keyPrefix)}</p>
      ) : null}
      <div className="step__result" aria-live="polite">
        {isTesting ? <Spinner label={words.test.running} immediate /> : <TestResult row={{ key }} />}
      </div>
      <div>
        <Button
          size="small"
          icon={<Zap className="i i--12" />}
          busy={isTesting}
          disabled={working !== null && !isTesting}
          onClick={() => void regeneration.test()}
        >
          {words.test.again}
        </Button>
      </div>
    </Step>
  )
}

function TestResult({ row: { key } }: { row: Pick<KeyRow, 'key'> }) {
  const check = key.pending?.check
  if (!check) return <p className="text-12 text-fg-2">{words.test.never}</p>
  if (check.error) {
    const error = { ...check.error, status: check.status }
    return (
      <>
        <p className="text-12 text-fg-2">{key.hasSecret ? words.test.failed : words.test.failedAlone}</p>
        <ErrorBlock error={error} hint={hintFor(error)} />
      </>
    )
  }
  return (
    <StatusDot tone="ok">
      {words.test.works(keys.check.models(check.models ?? 0), formatDuration(check.latencyMs ?? 0))}
    </StatusDot>
  )
}
