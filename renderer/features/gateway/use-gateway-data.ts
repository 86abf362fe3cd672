import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { GatewayState } from '../../../contract/gateway.ts'
import type { VaultKey } from '../../../contract/keys.ts'
import type { LocalKey } from '../../../contract/local-keys.ts'
import { orpc } from '../../lib/client.ts'
import { type Environment, useEnvironments } from '../../lib/use-environments.ts'
import { isGatewayOn } from '../../lib/use-gateway.ts'
import type { LocalKeyRow } from './types.ts'

/** How often the limits' meters are read while the gateway is on: what they count is forgotten as time goes by. */
const METERS_MS = 3_000

const noRows: readonly LocalKeyRow[] = []
const noKeys: readonly VaultKey[] = []

/** What the page shows. */
export interface GatewayData {
  gateway: GatewayState
  rows: readonly LocalKeyRow[]
  environments: readonly Environment[]
  vaultKeys: readonly VaultKey[]
  /** How many local keys are not among the rows, because their records are damaged. */
  unreadable: number
}

/** The gateway with its local keys; null until all of it has come, with what went wrong. */
export function useGatewayData(): { data: GatewayData | null; error: unknown; retry: () => void } {
  const environments = useEnvironments()
  const state = useQuery(orpc.gateway.state.queryOptions())
  const isOn = state.data ? isGatewayOn(state.data) : false
  const list = useQuery(orpc.gateway.localKeys.list.queryOptions({ refetchInterval: isOn ? METERS_MS : false }))
  const unreadable = useQuery(orpc.gateway.localKeys.unreadable.queryOptions()).data ?? 0
  const vaultKeys = useQuery(orpc.keys.list.queryOptions()).data ?? noKeys
  const rows = useMemo(() => {
    if (!list.data) return noRows
    const byId = new Map(environments.map((environment) => [environment.id, environment]))
    return list.data.map((key) => rowOf(key, byId.get(key.environmentId) ?? null))
  }, [list.data, environments])
  const isReady = state.data !== undefined && list.data !== undefined && environments.length > 0
  return {
    data: isReady && state.data ? { gateway: state.data, rows, environments, vaultKeys, unreadable } : null,
    error: state.error ?? list.error,
    retry: () => {
      void state.refetch()
      void list.refetch()
    },
  }
}

const rowsByKey = new WeakMap<LocalKey, LocalKeyRow>()

/** The same row as long as nothing of it changed, so that of a new list only what changed is drawn again. */
function rowOf(key: LocalKey, environment: Environment | null): LocalKeyRow {
  const known = rowsByKey.get(key)
  if (known?.environment === environment) return known
  const row = { key, environment }
  rowsByKey.set(key, row)
  return row
}
