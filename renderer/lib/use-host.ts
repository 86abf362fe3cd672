import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { HostInfo as HostSchema } from '../../contract/host.ts'
import { orpc } from './client.ts'

/** What the shell around the core can do. */
export type HostInfo = z.infer<typeof HostSchema>

/** Facts of the host; undefined until they have come. */
export function useHost(): HostInfo | undefined {
  return useQuery(orpc.host.info.queryOptions()).data
}
