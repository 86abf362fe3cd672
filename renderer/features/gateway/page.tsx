import { wordsOf } from '../../lib/known-error.ts'
import { useCurrentEnvironment } from '../../lib/use-environments.ts'
import { gateway as words } from '../../strings/en/gateway.ts'
import { ui } from '../../strings/en/ui.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import './gateway.css'
import './flow/flow.css'
import './traffic/traffic.css'
import './panel/local-key.css'
import './connect/connect.css'
import { GatewayView } from './gateway-view.tsx'
import { useGatewayData } from './use-gateway-data.ts'

/** The gateway: its switch, its local keys, what comes through it, and how to point tools at it. */
export function GatewayPage() {
  const { data, error, retry } = useGatewayData()
  const { current } = useCurrentEnvironment()
  if (data) return <GatewayView data={data} current={current} />
  return (
    <div className="page items-center justify-center">
      {error ? (
        <EmptyState title={words.failed} text={wordsOf(error)} actions={<Button onClick={retry}>{ui.retry}</Button>} />
      ) : (
        <Spinner />
      )}
    </div>
  )
}
