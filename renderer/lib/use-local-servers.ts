import { useQuery } from '@tanstack/react-query'
import type { LocalServer } from '../../contract/providers.ts'
import { client, orpc, queryClient } from './client.ts'

/** Model servers that answer on this machine. Looks each time it is mounted. */
export function useLocalServers() {
  const options = orpc.providers.discover.queryOptions()
  const query = useQuery({ ...options, refetchOnMount: 'always' })
  return {
    /** Undefined until the first look is over. */
    servers: query.data,
    isLooking: query.isFetching,
    error: query.error,
    look: () => void query.refetch(),
    /** Makes a provider and a key for a server, where they aren't there yet. */
    adopt: async (server: LocalServer, environmentId: string) => {
      const adopted = await client.providers.adopt({ baseUrl: server.baseUrl, environmentId })
      const { provider, keyId } = adopted
      queryClient.setQueryData(options.queryKey, (servers) =>
        servers?.map((one) => (one.baseUrl === server.baseUrl ? { ...one, providerId: provider.id, keyId } : one)),
      )
      return adopted
    },
  }
}
