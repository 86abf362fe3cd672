import { useQueries } from '@tanstack/react-query'
import type { VaultKey } from '../../../contract/keys.ts'
import { orpc } from '../../lib/client.ts'

/** Lists are had from this many vault keys: they only help with typing. */
const askedAtMost = 6

/** Models that vault keys listed when they were last asked, each once. Asks no provider that was never asked. */
export function useModelNames(vaultKeys: readonly VaultKey[]): readonly string[] {
  const asked = vaultKeys.filter((key) => key.status === 'active' && key.lastCheck?.models).slice(0, askedAtMost)
  return useQueries({
    queries: asked.map(({ id }) => orpc.keys.models.queryOptions({ input: { id, refresh: false } })),
    combine: namesOf,
  })
}

function namesOf(results: readonly { data: { models: { id: string }[] } | undefined }[]): readonly string[] {
  return [...new Set(results.flatMap(({ data }) => data?.models.map(({ id }) => id) ?? []))]
}
