import type { VaultKey } from '../../../contract/keys.ts'
import { useEnvironments } from '../../lib/use-environments.ts'
import { providers } from '../../strings/en/providers.ts'
import { EnvironmentMark } from '../../ui/environment-mark.tsx'

const shownAtMost = 8

/** Keys by name, each with its environment; only the first of many. */
export function KeyNames({ keys }: { keys: readonly VaultKey[] }) {
  const environments = useEnvironments()
  return (
    <ul className="key-names">
      {keys.slice(0, shownAtMost).map((key) => {
        const environment = environments.find((one) => one.id === key.environmentId)
        return (
          <li key={key.id}>
            <span className="trunc">{key.name}</span>
            {environment ? (
              <EnvironmentMark name={environment.name} colour={environment.colour} shape={environment.shape} />
            ) : null}
          </li>
        )
      })}
      {keys.length > shownAtMost ? (
        <li className="text-fg-3">{providers.move.more(keys.length - shownAtMost)}</li>
      ) : null}
    </ul>
  )
}
