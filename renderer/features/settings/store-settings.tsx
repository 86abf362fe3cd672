import { useMutation } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { orpc, queryClient } from '../../lib/client.ts'
import { formatMoment } from '../../lib/format.ts'
import { useSecretStore } from '../../lib/use-secret-store.ts'
import { frame } from '../../strings/en/frame.ts'
import { settings as words } from '../../strings/en/settings.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { StatusDot } from '../../ui/status-dot.tsx'

/** Which store holds the secrets, where it lies, and when it was last read back. */
export function StoreSettings() {
  const store = useSecretStore()
  const retry = useMutation(
    orpc.secretStore.retry.mutationOptions({
      onSuccess: (status) => queryClient.setQueryData(orpc.secretStore.status.queryKey(), status),
    }),
  )
  if (!store) return null
  const isReady = store.state === 'ready'
  const hasPlace = store.kind !== 'memory'
  return (
    <Card title={words.sections.secretStore}>
      <dl className="kv kv--settings">
        <dt>{words.store.kind}</dt>
        <dd>{store.kind ? words.store.kinds[store.kind] : frame.status.unchosen}</dd>
        {hasPlace && store.place ? (
          <>
            <dt>{words.store.place}</dt>
            <dd className="sel">{store.place}</dd>
          </>
        ) : null}
        <dt>{words.store.state}</dt>
        <dd>
          <StatusDot tone={isReady ? 'ok' : 'warn'}>
            {store.state === 'ready' ? words.store.ready : frame.status[store.state]}
          </StatusDot>
        </dd>
        {hasPlace ? (
          <>
            <dt>{words.store.lastRead}</dt>
            <dd>{store.sentinelReadAt === null ? words.store.never : formatMoment(store.sentinelReadAt)}</dd>
          </>
        ) : null}
      </dl>
      <div className="settings__foot">
        <p className="hint">{words.store.moveNote}</p>
        {hasPlace && store.kind ? (
          <Button
            size="small"
            icon={<RefreshCw className="i i--14" />}
            busy={retry.isPending}
            onClick={() => retry.mutate({})}
          >
            {words.store.again}
          </Button>
        ) : null}
      </div>
    </Card>
  )
}
