import type { CallRecord } from '../../../../contract/calls.ts'
import type { RunningCall } from '../../../../contract/gateway.ts'
import { classNames } from '../../../lib/class-names.ts'
import { formatClock, formatDate, formatDuration, formatMoment, formatMoney, formatSize } from '../../../lib/format.ts'
import type { Environment } from '../../../lib/use-environments.ts'
import { useToday } from '../../../lib/use-today.ts'
import { gateway } from '../../../strings/en/gateway.ts'
import { StatusDot } from '../../../ui/status-dot.tsx'
import { CallEnd } from './call-end.tsx'
import { KeyLink } from './key-link.tsx'
import { type TrafficColumn, TrafficTable } from './traffic-table.tsx'
import { useNow } from './use-now.ts'

const words = gateway.traffic

const { columns: heads } = words
const columns: readonly TrafficColumn[] = [
  { head: heads.time, className: 'traffic-table__time' },
  { head: heads.key },
  { head: heads.client, className: 'traffic-table__client' },
  { head: heads.model },
  { head: heads.vaultKey, className: 'traffic-table__vault-key' },
  { head: heads.state, className: 'traffic-table__state' },
  { head: heads.cost, className: 'traffic-table__figure traffic-table__cost', isFigure: true },
  { head: heads.duration, className: 'traffic-table__figure', isFigure: true },
]

interface CallsTableProps {
  running: readonly RunningCall[]
  recent: readonly CallRecord[]
  environments: readonly Environment[]
  onOpen: (id: string) => void
}

/** Calls that run, then those that ended, the newest first. */
export function CallsTable({ running, recent, environments, onOpen }: CallsTableProps) {
  const now = useNow(running.length > 0)
  if (running.length === 0 && recent.length === 0) {
    return (
      <p className="traffic__none">
        <b>{words.none}</b>
        <span>{words.noneHint}</span>
      </p>
    )
  }
  const colourOf = (id: string) => environments.find((one) => one.id === id)?.colour ?? 'slate'
  return (
    <TrafficTable aria-label={words.table} columns={columns}>
      {running
        .toSorted((a, b) => b.startedAt - a.startedAt)
        .map((call) => (
          <tr key={call.id} data-env={colourOf(call.environmentId)} data-running="">
            <CallCells call={call} onOpen={onOpen} />
            <td>
              <StatusDot tone={call.step === 'waiting' ? 'warn' : 'info'}>
                {call.step === 'answering' && call.answeredBytes > 0
                  ? words.answered(formatSize(call.answeredBytes))
                  : words.steps[call.step]}
              </StatusDot>
            </td>
            <td className="num text-fg-3 traffic-table__cost">{words.nothing}</td>
            <td className="num">{formatDuration(Math.max(0, now - call.startedAt))}</td>
          </tr>
        ))}
      {recent.map((call) => (
        <tr key={call.id} data-env={colourOf(call.environmentId)}>
          <CallCells call={call} onOpen={onOpen} />
          <td>
            <CallEnd call={call} />
          </td>
          <td className={call.cost ? 'num traffic-table__cost' : 'num text-fg-3 traffic-table__cost'}>
            {call.cost === null ? words.nothing : formatMoney(call.cost)}
          </td>
          <td className="num text-fg-2">{formatDuration(call.durationMs)}</td>
        </tr>
      ))}
    </TrafficTable>
  )
}

/** What a call shows whether it runs or has ended. */
type CallHead = Pick<
  CallRecord,
  'startedAt' | 'localKeyId' | 'localKeyName' | 'client' | 'model' | 'path' | 'keyName' | 'providerName'
>

/** When it came, from which key and tool, for which model, and which vault key took it. */
function CallCells({ call, onOpen }: { call: CallHead; onOpen: (id: string) => void }) {
  const { startedAt: at, client, model, path, keyName, providerName } = call
  const today = useToday()
  return (
    <>
      <td className="traffic-table__spine">
        <time className="text-fg-2" dateTime={new Date(at).toISOString()} title={formatMoment(at)}>
          {at >= today.from ? formatClock(at) : formatDate(at)}
        </time>
      </td>
      <KeyLink id={call.localKeyId} name={call.localKeyName} onOpen={onOpen} />
      <td
        className={classNames('traffic-table__client', client ? 'text-fg-2' : 'text-fg-3')}
        title={client ?? undefined}
      >
        {client ?? words.unknownClient}
      </td>
      <td className="mono" title={path}>
        {model ?? path}
      </td>
      <td className="text-fg-2 traffic-table__vault-key" title={`${keyName}, ${providerName}`} dir="auto">
        {keyName}
      </td>
    </>
  )
}
