import { formatCount } from '../../../lib/format.ts'
import { gateway } from '../../../strings/en/gateway.ts'
import type { GatewayData } from '../use-gateway-data.ts'
import { localKeyName, vaultKeyName } from './end-name.ts'
import type { DrawnFlow } from './flow-ends.ts'

const words = gateway.flow

/** What the ribbons show, for those who can't see them. */
export function FlowWords({ flow, data }: { flow: DrawnFlow; data: GatewayData }) {
  return (
    <ul className="sr-only" aria-label={words.inWords}>
      {flow.links.map(({ from, to, calls, running }) => (
        <li key={`${from} ${to}`}>
          {words.link(localKeyName(flow.localKeys[from]!, data), vaultKeyName(flow.vaultKeys[to]!, data))}{' '}
          {calls > 0 ? words.calls(formatCount(calls), calls === 1) : null}
          {calls > 0 && running > 0 ? ', ' : null}
          {running > 0 ? words.underWay(formatCount(running)) : null}
        </li>
      ))}
    </ul>
  )
}
