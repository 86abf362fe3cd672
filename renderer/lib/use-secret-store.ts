import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { SecretStoreStatus as StatusSchema } from '../../contract/secret-store.ts'
import { orpc } from './client.ts'

/** Which store holds the secrets, and how it is. */
export type SecretStoreStatus = z.infer<typeof StatusSchema>

/** The secret store's state; undefined until it has come. */
export function useSecretStore(): SecretStoreStatus | undefined {
  return useQuery(orpc.secretStore.status.queryOptions()).data
}
