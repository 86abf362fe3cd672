import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { SecretStoreStatus as StatusSchema } from '../../contract/secret-store.ts'
import { orpc, queryClient } from './client.ts'

/** Which store holds the secrets, and how it is. */
export type SecretStoreStatus = z.infer<typeof StatusSchema>

/** The secret store's state; undefined until it has come. */
export function useSecretStore(): SecretStoreStatus | undefined {
  return useQuery(orpc.secretStore.status.queryOptions()).data
}

/** Takes over what the core answered, so that the page need not ask again. */
export function keepStoreStatus(status: SecretStoreStatus): void {
  queryClient.setQueryData(orpc.secretStore.status.queryKey(), status)
}
