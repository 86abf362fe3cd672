import { Link } from '@tanstack/react-router'
import type { CallRecord } from '../../../contract/calls.ts'
import { classNames } from '../../lib/class-names.ts'
import { formatClock, formatDate, formatDuration, formatMoment, formatShort } from '../../lib/format.ts'
import { calls as words } from '../../strings/en/calls.ts'
import { StatusDot, type StatusDotProps } from '../../ui/status-dot.tsx'
import type { VirtualColumn } from '../../ui/virtual-table-model.ts'
import { approximately, costOf, priceSource } from './figures.ts'
import { isToday } from './span.ts'

const tones: Record<CallRecord['endState'], StatusDotProps['tone']> = {
  ok: 'ok',
  stopped: 'idle',
  truncated: 'warn',
  error: 'bad',
}

/** The columns of the recent calls. */
export const recentColumns: readonly VirtualColumn<CallRecord>[] = [
  { id: 'time', head: words.recent.time, width: '128px', cell: (call) => <Time at={call.startedAt} /> },
  {
    id: 'key',
    head: words.recent.key,
    width: 'minmax(120px, 1.2fr)',
    cell: (call) => (
      <span className="trunc" title={`${call.keyName}, ${call.keyMask}, ${call.environmentName}`}>
        {call.keyName}
      </span>
    ),
  },
  {
    id: 'model',
    head: words.recent.model,
    width: 'minmax(130px, 1.5fr)',
    cell: (call) => (
      <span className="trunc mono text-fg-2" title={`${call.method} ${call.path}`}>
        {call.model ?? call.path}
      </span>
    ),
  },
  { id: 'origin', head: words.recent.origin, width: '112px', cell: (call) => <Origin call={call} /> },
  { id: 'end', head: words.recent.end, width: 'minmax(96px, 1fr)', cell: (call) => <End call={call} /> },
  {
    id: 'tokens',
    head: words.recent.tokens,
    width: '116px',
    align: 'end',
    cell: (call) => <Tokens call={call} />,
  },
  { id: 'cost', head: words.recent.cost, width: '104px', align: 'end', cell: (call) => <Cost call={call} /> },
  {
    id: 'firstToken',
    head: words.recent.firstToken,
    width: '84px',
    align: 'end',
    from: 1_090,
    cell: (call) => <Duration milliseconds={call.timeToFirstTokenMs} />,
  },
  {
    id: 'duration',
    head: words.recent.duration,
    width: '88px',
    align: 'end',
    cell: (call) => <Duration milliseconds={call.durationMs} />,
  },
]

function Time({ at }: { at: number }) {
  return (
    <time className="text-fg-2" dateTime={new Date(at).toISOString()} title={formatMoment(at)}>
      {isToday(at) ? null : <span className="text-fg-3">{`${formatDate(at)}, `}</span>}
      {formatClock(at)}
    </time>
  )
}

function Origin({ call }: { call: CallRecord }) {
  const name = words.origins[call.origin]
  if (call.conversationId === null) {
    return (
      <span className="trunc text-fg-2" title={call.localKeyName ?? call.client ?? undefined}>
        {name}
      </span>
    )
  }
  return (
    <Link
      to="/playground/$conversationId"
      params={{ conversationId: call.conversationId }}
      className="usage-link"
      title={words.recent.conversation}
    >
      {name}
    </Link>
  )
}

function End({ call }: { call: CallRecord }) {
  if (call.endState === 'ok') {
    return (
      <StatusDot tone="ok">
        <span className="text-fg-2">{words.recent.ends.ok}</span>
      </StatusDot>
    )
  }
  const code = call.errorCode ? `${call.status === null ? '' : `${call.status} `}${call.errorCode}` : null
  return (
    <StatusDot tone={tones[call.endState]}>
      <span className={classNames('trunc', call.endState === 'error' && 'text-bad mono')} title={code ?? undefined}>
        {call.endState === 'error' && code ? code : words.recent.ends[call.endState]}
      </span>
    </StatusDot>
  )
}

function Tokens({ call: { tokens } }: { call: CallRecord }) {
  if (!tokens) return <span className="text-fg-3">{words.recent.nothing}</span>
  return (
    <span className="num text-fg-2" title={tokens.estimated ? words.recent.estimated : undefined}>
      {approximately(formatShort(tokens.input), tokens.estimated)}
      <span className="text-fg-3">{', '}</span>
      {formatShort(tokens.output)}
    </span>
  )
}

function Cost({ call }: { call: CallRecord }) {
  const { text, isKnown } = costOf(call)
  return (
    <span
      className={classNames('num', (!isKnown || call.cost === 0) && 'text-fg-3')}
      title={priceSource(call.priceSource)}
    >
      {text}
    </span>
  )
}

function Duration({ milliseconds }: { milliseconds: number | null }) {
  if (milliseconds === null) return <span className="text-fg-3">{words.recent.nothing}</span>
  return <span className="num text-fg-2">{formatDuration(milliseconds)}</span>
}
