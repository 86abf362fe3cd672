import type { CallRecord } from '../../../../contract/calls.ts'
import { classNames } from '../../../lib/class-names.ts'
import { gateway } from '../../../strings/en/gateway.ts'
import { StatusDot, type StatusDotProps } from '../../../ui/status-dot.tsx'

const words = gateway.traffic

const tones: Record<CallRecord['endState'], StatusDotProps['tone']> = {
  ok: 'ok',
  stopped: 'idle',
  truncated: 'warn',
  error: 'bad',
}

/** How a recorded call ended: a word, or its status and code. */
export function CallEnd({ call }: { call: CallRecord }) {
  const code =
    call.endState === 'error' && call.errorCode ? [call.status, call.errorCode].filter(Boolean).join(' ') : null
  return (
    <StatusDot tone={tones[call.endState]}>
      <span className={classNames('trunc', code ? 'text-bad mono' : 'text-fg-2')} title={code ?? undefined}>
        {code ?? words.ends[call.endState]}
      </span>
    </StatusDot>
  )
}
