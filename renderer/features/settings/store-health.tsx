import { useMutation } from '@tanstack/react-query'
import { Lock, RefreshCw } from 'lucide-react'
import type { StoreTest } from '../../../contract/secret-store.ts'
import { orpc } from '../../lib/client.ts'
import { formatDuration, formatMoment } from '../../lib/format.ts'
import { reasonWords, refusalOf } from '../../lib/store-refusal.ts'
import { keepStoreStatus, type SecretStoreStatus } from '../../lib/use-secret-store.ts'
import { frame } from '../../strings/en/frame.ts'
import { settings } from '../../strings/en/settings.ts'
import { storeSettings as words } from '../../strings/en/store-settings.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { StatusDot } from '../../ui/status-dot.tsx'

/** Which store holds the secrets, where it lies, how it is, and what a test of it says. */
export function StoreHealth({ store }: { store: SecretStoreStatus }) {
  const retry = useMutation(orpc.secretStore.retry.mutationOptions({ onSuccess: keepStoreStatus }))
  const lock = useMutation(orpc.secretStore.lock.mutationOptions({ onSuccess: keepStoreStatus }))
  const test = useMutation(orpc.secretStore.test.mutationOptions({ onMutate: () => store.kind }))
  const isReady = store.state === 'ready'
  const isFile = store.kind === 'encrypted-file'
  const needsPassphrase = store.reason === 'passphrase_needed' || store.reason === 'wrong_passphrase'
  // Of another store, or from before this one was locked, it says nothing.
  const isCurrent = test.context === store.kind && (isReady || test.data?.ok !== true)
  const hasPlace = store.kind !== 'memory' && store.place !== ''
  const problem = lock.error ?? retry.error
  return (
    <Card title={settings.sections.secretStore}>
      <dl className="kv kv--settings">
        <dt>{words.kind}</dt>
        <dd>{store.kind ? words.kinds[store.kind] : frame.status.unchosen}</dd>
        {hasPlace ? (
          <>
            <dt>{words.place}</dt>
            <dd className="sel break-all">{store.place}</dd>
          </>
        ) : null}
        <dt>{words.state}</dt>
        <dd>
          <StatusDot tone={isReady ? 'ok' : 'warn'}>{stateWords(store)}</StatusDot>
        </dd>
        {hasPlace ? (
          <>
            <dt>{words.lastRead}</dt>
            <dd>
              {store.sentinelReadAt === null ? words.never : formatMoment(store.sentinelReadAt)}
              <p className="hint">{words.lastReadHint}</p>
            </dd>
          </>
        ) : null}
        <dt>{words.test.row}</dt>
        <dd>
          <div role="status">
            <TestResult
              result={isCurrent ? test.data : undefined}
              error={test.error}
              at={test.submittedAt}
              isRunning={test.isPending}
            />
          </div>
        </dd>
      </dl>
      {problem ? (
        <p className="field__error" role="alert">
          {refusalOf(problem)}
        </p>
      ) : null}
      <div className="settings__foot">
        <p className="hint">{isFile && isReady ? words.lock.hint : needsPassphrase ? words.lock.isLocked : ''}</p>
        <div className="settings__actions">
          {isFile && isReady ? (
            <Button
              size="small"
              icon={<Lock className="i i--14" />}
              busy={lock.isPending}
              onClick={() => lock.mutate({})}
            >
              {words.lock.run}
            </Button>
          ) : null}
          {isReady ? (
            <Button size="small" busy={test.isPending} onClick={() => test.mutate({})}>
              {words.test.run}
            </Button>
          ) : needsPassphrase ? null : (
            <Button
              size="small"
              icon={<RefreshCw className="i i--14" />}
              busy={retry.isPending}
              onClick={() => retry.mutate({})}
            >
              {words.again}
            </Button>
          )}
        </div>
      </div>
    </Card>
  )
}

function stateWords({ kind, state }: SecretStoreStatus): string {
  if (state !== 'ready') return frame.status[state]
  return kind === 'memory' ? words.readyMemory : words.ready
}

interface TestResultProps {
  result: StoreTest | undefined
  error: Error | null
  at: number
  isRunning: boolean
}

function TestResult({ result, error, at, isRunning }: TestResultProps) {
  if (error) return <span className="fg-bad">{words.test.failed(refusalOf(error))}</span>
  if (!result || isRunning) return <span className="hint">{words.test.hint}</span>
  const time = <span className="hint">{words.test.at(formatMoment(at))}</span>
  if (!result.ok) {
    return (
      <>
        <StatusDot tone="bad">{words.test.failed(reasonWords(result.reason))}</StatusDot> {time}
      </>
    )
  }
  const [write, read, remove] = [result.writeMs, result.readMs, result.deleteMs].map((ms) => formatDuration(ms ?? 0))
  return (
    <>
      <StatusDot tone="ok">{words.test.ok(write ?? '', read ?? '', remove ?? '')}</StatusDot> {time}
    </>
  )
}
