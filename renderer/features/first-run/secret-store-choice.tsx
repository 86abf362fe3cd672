import { RadioGroup } from '@base-ui/react/radio-group'
import { useMutation } from '@tanstack/react-query'
import { Info, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { orpc, queryClient } from '../../lib/client.ts'
import { refusalOf } from '../../lib/store-refusal.ts'
import type { HostInfo } from '../../lib/use-host.ts'
import type { SecretStoreStatus } from '../../lib/use-secret-store.ts'
import { firstRun } from '../../strings/en/first-run.ts'
import { Button } from '../../ui/button.tsx'
import { Mark } from '../../ui/mark.tsx'
import { PassphraseFields } from '../../ui/passphrase-fields.tsx'
import { useNewPassphrase } from '../../ui/use-new-passphrase.ts'
import { StoreCard } from './store-card.tsx'

type Kind = NonNullable<SecretStoreStatus['kind']>

export interface SecretStoreChoiceProps {
  status: SecretStoreStatus
  platform: HostInfo['platform']
}

/** Where secrets shall lie, asked once. A system keychain is offered first where there is one; nothing else is chosen for the person. */
export function SecretStoreChoice({ status, platform }: SecretStoreChoiceProps) {
  const [kind, setKind] = useState<Kind | null>(status.keychainAvailable ? 'os-keychain' : null)
  const { fields, take } = useNewPassphrase()
  const keep = (next: SecretStoreStatus) => queryClient.setQueryData(orpc.secretStore.status.queryKey(), next)
  const choose = useMutation(orpc.secretStore.choose.mutationOptions({ onSuccess: keep }))
  const retry = useMutation(orpc.secretStore.retry.mutationOptions({ onSuccess: keep }))
  const words = firstRun

  const submit = () => {
    if (kind === null || choose.isPending) return
    if (kind !== 'encrypted-file') return choose.mutate({ kind })
    const passphrase = take()
    if (passphrase !== null) choose.mutate({ kind, passphrase })
  }
  const pick = (next: Kind | null) => {
    setKind(next)
    if (next === 'encrypted-file') requestAnimationFrame(() => fields.inputRef.current?.focus())
  }

  return (
    <form
      className="first-run"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <div className="first-run__inner">
        <header className="first-run__head">
          <Mark size={48} />
          <h1>{words.title}</h1>
          <p>{words.text}</p>
        </header>
        <RadioGroup<Kind | null> className="stores" aria-label={words.group} value={kind} onValueChange={pick}>
          <KeychainCard status={status} platform={platform} />
          <StoreCard
            value="encrypted-file"
            title={words.file.title}
            text={words.file.text}
            good={words.file.good}
            mind={words.file.mind}
          >
            {kind === 'encrypted-file' ? <PassphraseFields {...fields} /> : null}
          </StoreCard>
          <StoreCard
            value="memory"
            title={words.memory.title}
            text={words.memory.text}
            good={words.memory.good}
            mind={words.memory.mind}
          />
        </RadioGroup>
        {choose.error ? (
          <p className="field__error" role="alert">
            {words.failed}: {refusalOf(choose.error)}
          </p>
        ) : null}
        <footer className="first-run__foot">
          <p className="note">
            <Info className="i i--14" />
            {words.note}
          </p>
          {status.keychainAvailable ? null : (
            <Button icon={<RefreshCw className="i" />} busy={retry.isPending} onClick={() => retry.mutate({})}>
              {words.retry}
            </Button>
          )}
          <Button type="submit" variant="primary" busy={choose.isPending} disabled={kind === null}>
            {kind === null ? words.chooseFirst : buttonWords[kind]}
          </Button>
        </footer>
      </div>
    </form>
  )
}

const buttonWords: Record<Kind, string> = {
  'os-keychain': firstRun.keychain.use,
  'encrypted-file': firstRun.file.use,
  memory: firstRun.memory.use,
}

function KeychainCard({ status, platform }: SecretStoreChoiceProps) {
  const words = firstRun.keychain
  const isThere = status.keychainAvailable
  return (
    <StoreCard
      value="os-keychain"
      title={words.title}
      text={isThere ? words.text(status.place) : words.missing}
      good={isThere ? words.good : []}
      mind={isThere ? words.mind : []}
      disabled={!isThere}
      tag={isThere ? { text: firstRun.found, tone: 'ok' } : { text: firstRun.notFound, tone: 'neutral' }}
    >
      {isThere ? null : <p className="hint">{words.missingHelp[platform]}</p>}
    </StoreCard>
  )
}
