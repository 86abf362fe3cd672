import { useQuery } from '@tanstack/react-query'
import type { KeyActivity, VaultKey } from '../../../contract/keys.ts'
import type { Provider } from '../../../contract/providers.ts'
import { orpc } from '../../lib/client.ts'
import { keepLast } from '../../lib/keep-last.ts'
import { type Environment, useEnvironments } from '../../lib/use-environments.ts'
import type { KeyRow } from './types.ts'

const noRows: readonly KeyRow[] = []
const noProviders: readonly Provider[] = []
const noDays: readonly number[] = []

/** What the page shows. */
export interface KeysData {
  /** Every key, in the order of its environment. */
  rows: readonly KeyRow[]
  environments: readonly Environment[]
  providers: readonly Provider[]
  /** How many keys are not among the rows, because their records are damaged. */
  unreadable: number
  isReady: boolean
  error: unknown
  retry: () => void
}

/** Keys with their providers, environments and activity. */
export function useKeysData(): KeysData {
  const environments = useEnvironments()
  const keysQuery = useQuery(orpc.keys.list.queryOptions())
  const providersQuery = useQuery(orpc.providers.list.queryOptions())
  const activity = useActivity()
  const unreadable = useQuery(orpc.keys.unreadable.queryOptions()).data ?? 0
  const { data: keys } = keysQuery
  const { data: providers } = providersQuery
  const isReady = keys !== undefined && providers !== undefined && environments.length > 0
  const rows = keys && providers ? rowsOf(keys, providers, environments, activity) : noRows
  return {
    rows,
    environments,
    providers: providers ?? noProviders,
    unreadable,
    isReady,
    error: keysQuery.error ?? providersQuery.error,
    retry: () => {
      void keysQuery.refetch()
      void providersQuery.refetch()
    },
  }
}

const noActivity: ReadonlyMap<string, readonly number[]> = new Map()

/** Calls a day by key. */
function useActivity(): ReadonlyMap<string, readonly number[]> {
  const { data } = useQuery(orpc.keys.activity.queryOptions())
  return data ? activityOf(data) : noActivity
}

const activityOf = keepLast(
  (list: readonly KeyActivity[]): ReadonlyMap<string, readonly number[]> =>
    new Map(list.map(({ keyId, daily }) => [keyId, daily])),
)

const rowsOf = keepLast(
  (
    keys: readonly VaultKey[],
    providers: readonly Provider[],
    environments: readonly Environment[],
    activity: ReadonlyMap<string, readonly number[]>,
  ): readonly KeyRow[] => {
    const providerById = new Map(providers.map((provider) => [provider.id, provider]))
    const rows = new Map<string, KeyRow[]>(environments.map(({ id }) => [id, []]))
    const environmentById = new Map(environments.map((environment) => [environment.id, environment]))
    for (const key of keys) {
      const provider = providerById.get(key.providerId)
      const environment = environmentById.get(key.environmentId)
      if (!provider || !environment) continue
      rows.get(environment.id)?.push(rowOf(key, provider, environment, activity.get(key.id) ?? noDays))
    }
    return [...rows.values()].flat()
  },
)

const rowsByKey = new WeakMap<VaultKey, KeyRow>()

/** The same row as long as nothing of it changed, so that of a new list only what changed is drawn again. */
function rowOf(key: VaultKey, provider: Provider, environment: Environment, daily: readonly number[]): KeyRow {
  const known = rowsByKey.get(key)
  if (known && known.provider === provider && known.environment === environment && known.daily === daily) return known
  const row = { key, provider, environment, daily }
  rowsByKey.set(key, row)
  return row
}
