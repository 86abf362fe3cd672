import { useState } from 'react'
import type { GatewayRefusal } from '../../../../contract/gateway.ts'
import { formatClock, formatCount, formatMoment } from '../../../lib/format.ts'
import type { Environment } from '../../../lib/use-environments.ts'
import { gateway } from '../../../strings/en/gateway.ts'
import { Button } from '../../../ui/button.tsx'
import { GuardQuestion } from '../guard-question.tsx'
import type { LocalKeyRow } from '../types.ts'
import { KeyLink } from './key-link.tsx'
import { type TrafficColumn, TrafficTable } from './traffic-table.tsx'

const words = gateway.traffic

const { columns: heads } = words
const columns: readonly TrafficColumn[] = [
  { head: heads.time, className: 'traffic-table__time' },
  { head: heads.key },
  { head: heads.client, className: 'traffic-table__client' },
  { head: heads.request },
  { head: heads.state, className: 'traffic-table__code' },
]

interface RefusalsTableProps {
  refusals: readonly GatewayRefusal[]
  rows: readonly LocalKeyRow[]
  environments: readonly Environment[]
  onOpen: (id: string) => void
}

/** Requests that never became a call: what was asked, by whom, and why not. */
export function RefusalsTable({ refusals, rows, environments, onOpen }: RefusalsTableProps) {
  const [asking, setAsking] = useState<{ environment: Environment; keyName: string } | null>(null)
  if (refusals.length === 0) {
    return (
      <p className="traffic__none">
        <b>{words.noneRefused}</b>
      </p>
    )
  }
  const environmentOf = ({ localKeyId }: GatewayRefusal) => {
    const key = rows.find((row) => row.key.id === localKeyId)?.key
    return environments.find(({ id }) => id === key?.environmentId)
  }
  return (
    <>
      <TrafficTable aria-label={words.refusedTable} columns={columns}>
        {refusals.map((refusal) => {
          const environment = environmentOf(refusal)
          const { id, lastAt, count, status, code, localKeyName, method, path, client } = refusal
          const canConfirm = code === 'guard_unconfirmed' && environment?.guarded && !environment.confirmed
          return (
            <tr key={id} data-env={environment?.colour}>
              <td className={environment ? 'traffic-table__spine' : undefined}>
                <time className="text-fg-2" dateTime={new Date(lastAt).toISOString()} title={formatMoment(lastAt)}>
                  {formatClock(lastAt)}
                </time>
              </td>
              <KeyLink
                id={refusal.localKeyId}
                name={localKeyName}
                none={code === 'invalid_api_key' ? words.unknownKey : words.noKey}
                onOpen={onOpen}
              />
              <td className="text-fg-2 traffic-table__client" title={client ?? undefined}>
                {client ?? words.unknownClient}
              </td>
              <td className="mono text-fg-2" title={`${method} ${path}`}>
                {method} {path}
              </td>
              <td>
                <span className="traffic-table__refusal">
                  <span className="text-bad mono trunc" title={`${status} ${code}`}>
                    {status} {code}
                  </span>
                  {count > 1 ? <span className="text-fg-3">{words.times(formatCount(count))}</span> : null}
                  {canConfirm && environment ? (
                    <Button
                      size="small"
                      onClick={() => setAsking({ environment, keyName: localKeyName ?? words.noKey })}
                    >
                      {gateway.guard.ask}
                    </Button>
                  ) : null}
                </span>
              </td>
            </tr>
          )
        })}
      </TrafficTable>
      {asking ? <GuardQuestion {...asking} onClose={() => setAsking(null)} /> : null}
    </>
  )
}
