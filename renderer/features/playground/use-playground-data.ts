import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { orpc } from '../../lib/client.ts'
import { useEnvironments } from '../../lib/use-environments.ts'
import type { Environment, Provider, VaultKey } from './types.ts'

const noKeys: readonly VaultKey[] = []
const noProviders: readonly Provider[] = []

export interface PlaygroundData {
  environments: readonly Environment[]
  keys: readonly VaultKey[]
  providers: readonly Provider[]
  environmentOf: (id: string | null) => Environment | undefined
  keyOf: (id: string | null) => VaultKey | undefined
  providerOf: (id: string | null | undefined) => Provider | undefined
  /** False until keys and environments have come. */
  isReady: boolean
}

/** The keys, providers and environments that the pickers and marks need. */
export function usePlaygroundData(): PlaygroundData {
  const environments = useEnvironments()
  const keysQuery = useQuery(orpc.keys.list.queryOptions())
  const keys = keysQuery.data ?? noKeys
  const providers = useQuery(orpc.providers.list.queryOptions()).data ?? noProviders
  const isReady = keysQuery.data !== undefined && environments.length > 0
  return useMemo(() => {
    const byId = <Thing extends { id: string }>(things: readonly Thing[]) => new Map(things.map((one) => [one.id, one]))
    const environmentById = byId(environments)
    const keyById = byId(keys)
    const providerById = byId(providers)
    return {
      environments,
      keys,
      providers,
      environmentOf: (id) => environmentById.get(id ?? ''),
      keyOf: (id) => keyById.get(id ?? ''),
      providerOf: (id) => providerById.get(id ?? ''),
      isReady,
    }
  }, [environments, keys, providers, isReady])
}
