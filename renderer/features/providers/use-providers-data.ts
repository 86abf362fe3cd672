import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { VaultKey } from '../../../contract/keys.ts'
import type { Provider } from '../../../contract/providers.ts'
import { orpc } from '../../lib/client.ts'

const noKeys: readonly VaultKey[] = []
const noProviders: readonly Provider[] = []

/** What the section shows. */
export interface ProvidersData {
  providers: readonly Provider[]
  keysOf: (providerId: string) => readonly VaultKey[]
  isReady: boolean
  error: unknown
  retry: () => void
}

/** Providers, each with its keys. */
export function useProvidersData(): ProvidersData {
  const providersQuery = useQuery(orpc.providers.list.queryOptions())
  const keysQuery = useQuery(orpc.keys.list.queryOptions())
  const { data: keys } = keysQuery
  const byProvider = useMemo(() => Map.groupBy(keys ?? noKeys, (key) => key.providerId), [keys])
  return {
    providers: providersQuery.data ?? noProviders,
    keysOf: (providerId) => byProvider.get(providerId) ?? noKeys,
    isReady: providersQuery.data !== undefined && keys !== undefined,
    error: providersQuery.error ?? keysQuery.error,
    retry: () => {
      void providersQuery.refetch()
      void keysQuery.refetch()
    },
  }
}
