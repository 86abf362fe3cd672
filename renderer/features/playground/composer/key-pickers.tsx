import { playground } from '../../../strings/en/playground.ts'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import { Monogram } from '../../../ui/monogram.tsx'
import { Select } from '../../../ui/select.tsx'
import { useData } from '../conversation/data-context.ts'
import type { VaultKey } from '../types.ts'

const words = playground.composer

export interface KeyPickersProps {
  environmentId: string | null
  keyId: string | null
  onEnvironment: (id: string) => void
  onKey: (id: string) => void
}

/** The environment, and the key in it: side by side, never in a menu. */
export function KeyPickers({ environmentId, keyId, onEnvironment, onKey }: KeyPickersProps) {
  const { environments, keys, providerOf } = useData()
  const here = keys.filter((key) => key.environmentId === environmentId)
  return (
    <>
      <Select
        className="pick"
        aria-label={words.environment}
        value={environmentId}
        onValueChange={onEnvironment}
        options={environments.map((environment) => ({
          value: environment.id,
          text: environment.name,
          content: <EnvironmentMark name={environment.name} colour={environment.colour} shape={environment.shape} />,
        }))}
      />
      <Select
        className="pick pick--key"
        aria-label={words.key}
        value={keyId}
        onValueChange={onKey}
        disabled={here.length === 0}
        placeholder={here.length === 0 ? words.noKeys : words.noKey}
        options={here.map((key) => ({
          value: key.id,
          text: key.name,
          content: <KeyName vaultKey={key} monogram={providerOf(key.providerId)} />,
          disabled: key.status === 'revoked',
          ...(key.status === 'revoked' ? { note: words.revoked } : {}),
        }))}
      />
    </>
  )
}

function KeyName({
  vaultKey,
  monogram,
}: {
  vaultKey: VaultKey
  monogram: { monogram: string; name: string } | undefined
}) {
  return (
    <>
      {monogram ? <Monogram letters={monogram.monogram} name={monogram.name} size="small" /> : null}
      <span className="trunc">{vaultKey.name}</span>
      {vaultKey.last4 === '' ? null : <span className="mask hide-narrow">•••• {vaultKey.last4}</span>}
    </>
  )
}
