import type { VaultKey } from '../../../contract/keys.ts'
import { classNames } from '../../lib/class-names.ts'
import { keys as words } from '../../strings/en/keys.ts'
import { Spinner } from '../../ui/spinner.tsx'
import { StatusDot } from '../../ui/status-dot.tsx'
import { stateOf } from './check-words.ts'
import { useIsChecking } from './checking.ts'

/** A key's state in a row: a dot and words, or that it is being checked. */
export function KeyStateMark({ vaultKey }: { vaultKey: VaultKey }) {
  const isChecking = useIsChecking(vaultKey.id)
  if (isChecking) return <Spinner label={words.check.running} immediate />
  const state = stateOf(vaultKey)
  const tint = state.tone === 'bad' ? 'fg-bad' : state.tone === 'warn' ? 'fg-warn' : undefined
  return (
    <StatusDot tone={state.tone}>
      <span className={classNames('key-state', state.tone === 'idle' ? 'text-fg-3' : tint)}>{state.word}</span>
      {state.note ? <span className="trunc text-11 text-fg-3">{state.note}</span> : null}
    </StatusDot>
  )
}
