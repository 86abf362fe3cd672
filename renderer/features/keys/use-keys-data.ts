import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { Provider } from '../../../contract/providers.ts'
import { onCoreEvent, orpc, queryClient } from '../../lib/client.ts'
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
  const { data: keys } = keysQuery
  const { data: providers } = providersQuery
  const isReady = keys !== undefined && providers !== undefined && environments.length > 0
  const rows = useMemo(() => {
    if (!keys || !providers) return noRows
    const providerById = new Map(providers.map((provider) => [provider.id, provider]))
    return environments.flatMap((environment) =>
      keys.flatMap((key): KeyRow[] => {
        const provider = providerById.get(key.providerId)
        if (key.environmentId !== environment.id || !provider) return []
        return [{ key, provider, environment, daily: activity.get(key.id) ?? noDays }]
      }),
    )
  }, [keys, providers, environments, activity])
  return {
    rows,
    environments,
    providers: providers ?? noProviders,
    isReady,
    error: keysQuery.error ?? providersQuery.error,
    retry: () => {
      void keysQuery.refetch()
      void providersQuery.refetch()
    },
  }
}

const noActivity: ReadonlyMap<string, readonly number[]> = new Map()

/** Calls a day by key; asked for again when calls were recorded. */
function useActivity(): ReadonlyMap<string, readonly number[]> {
  useEffect(
    () =>
      onCoreEvent((event) => {
        if (event.type === 'calls') void queryClient.invalidateQueries({ queryKey: orpc.keys.activity.key() })
      }),
    [],
  )
  const { data } = useQuery(orpc.keys.activity.queryOptions())
  return useMemo(() => (data ? new Map(data.map(({ keyId, daily }) => [keyId, daily])) : noActivity), [data])
}
