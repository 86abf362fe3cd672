import { useMutation } from '@tanstack/react-query'
import { KeyRound, LockKeyhole, TriangleAlert } from 'lucide-react'
import { orpc, queryClient } from '../../lib/client.ts'
import type { HostInfo } from '../../lib/use-host.ts'
import type { SecretStoreStatus } from '../../lib/use-secret-store.ts'
import { fileTroubles, type TroubleWords, troubleFrame, troubles } from '../../strings/en/secret-store.ts'
import { Button } from '../../ui/button.tsx'
import { useDelayed } from '../../ui/use-delayed.ts'
import { UnlockForm } from './unlock-form.tsx'

export interface SecretStoreTroubleProps {
  status: SecretStoreStatus
  platform: HostInfo['platform']
}

/** Says above every page what is wrong with the secret store, what it means, and what to do. Nothing while all is well. */
export function SecretStoreTrouble({ status, platform }: SecretStoreTroubleProps) {
  const isSlow = useDelayed(status.state === 'checking', 1_500)
  const keep = (next: SecretStoreStatus) => queryClient.setQueryData(orpc.secretStore.status.queryKey(), next)
  const retry = useMutation(orpc.secretStore.retry.mutationOptions({ onSuccess: keep }))

  if (status.state === 'checking') return isSlow ? <Checking /> : null
  if (status.state === 'ready' || status.state === 'unchosen') return null

  const reason = status.reason === 'none' ? 'unknown' : status.reason
  const words = (status.kind === 'encrypted-file' ? fileTroubles[reason] : null) ?? troubles[reason]
  const needsPassphrase = status.reason === 'passphrase_needed' || status.reason === 'wrong_passphrase'
  const isBad = status.state === 'mismatch' || status.reason === 'file_damaged' || status.reason === 'file_missing'
  return (
    <section className={isBad ? 'trouble trouble--bad' : 'trouble'} role="alert">
      {status.state === 'locked' ? <LockKeyhole className="i" /> : <TriangleAlert className="i" />}
      <div className="trouble__text">
        <h2>{words.title}</h2>
        <p>{words.text}</p>
        <Steps words={words} platform={platform} />
        {status.place ? (
          <p className="text-12">
            {troubleFrame.place} <code>{status.place}</code>
          </p>
        ) : null}
        {needsPassphrase ? <UnlockForm wasWrong={status.reason === 'wrong_passphrase'} onUnlocked={keep} /> : null}
      </div>
      {needsPassphrase ? null : (
        <div className="trouble__actions">
          <Button busy={retry.isPending} onClick={() => retry.mutate({})}>
            {troubleFrame.retry}
          </Button>
        </div>
      )}
    </section>
  )
}

function Steps({ words, platform }: { words: TroubleWords; platform: HostInfo['platform'] }) {
  const own = platform === 'other' ? [] : (words.next[platform] ?? [])
  const steps = [...(words.next.all ?? []), ...own]
  if (steps.length === 0) return null
  if (steps.length === 1) return <p>{steps[0]}</p>
  return (
    <ol>
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  )
}

function Checking() {
  return (
    <div className="trouble trouble--quiet" role="status">
      <KeyRound className="i" />
      <p>{troubleFrame.checking}</p>
    </div>
  )
}
