import { formatCount } from '../../../lib/format.ts'
import { gateway } from '../../../strings/en/gateway.ts'
import type { GatewayData } from '../use-gateway-data.ts'
import { localKeyName, vaultKeyName } from './end-name.ts'
import type { DrawnFlow } from './flow-ends.ts'

const words = gateway.flow

/** What the ribbons show, for those who can't see them. */
export function FlowTable({ flow, data }: { flow: DrawnFlow; data: GatewayData }) {
  return (
    <div className="sr-only">
      <table aria-label={words.table}>
        <thead>
          <tr>
            <th scope="col">{words.columns.localKey}</th>
            <th scope="col">{words.columns.vaultKey}</th>
            <th scope="col">{words.columns.calls}</th>
            <th scope="col">{words.columns.now}</th>
          </tr>
        </thead>
        <tbody>
          {flow.links.map(({ from, to, calls, running }) => (
            <tr key={`${from} ${to}`}>
              <th scope="row">{localKeyName(flow.localKeys[from]!, data)}</th>
              <td>{vaultKeyName(flow.vaultKeys[to]!, data)}</td>
              <td>{formatCount(calls)}</td>
              <td>{formatCount(running)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
