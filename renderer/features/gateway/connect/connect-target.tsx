import type { Environment } from '../../../lib/use-environments.ts'
import { gatewayConnect as words } from '../../../strings/en/gateway-connect.ts'
import { Combobox } from '../../../ui/combobox.tsx'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import { Select } from '../../../ui/select.tsx'

interface ConnectTargetProps {
  environments: readonly Environment[]
  environmentId: string
  /** Null once a key is made: it stays in its environment. */
  onEnvironment: ((id: string) => void) | null
  hasVaultKey: boolean
  models: readonly string[]
  model: string
  onModel: (model: string) => void
}

/** What the tool is to use: an environment, and a model of it. */
export function ConnectTarget(props: ConnectTargetProps) {
  const { environments, environmentId, onEnvironment, hasVaultKey, models, model, onModel } = props
  const environment = environments.find(({ id }) => id === environmentId)
  return (
    <div className="connect__target">
      <Select
        aria-label={words.environment}
        value={environmentId}
        disabled={onEnvironment === null}
        onValueChange={(id) => onEnvironment?.(id)}
        options={environments.map(({ id, name, colour, shape }) => ({
          value: id,
          text: name,
          content: <EnvironmentMark name={name} colour={colour} shape={shape} />,
        }))}
      />
      <Combobox
        mono
        aria-label={words.model}
        placeholder={words.modelPlaceholder}
        value={model}
        onValueChange={onModel}
        options={models.map((value) => ({ value }))}
      />
      {environment && !hasVaultKey ? (
        <span className="hint connect__wide">{words.noVaultKey(environment.name)}</span>
      ) : null}
    </div>
  )
}
